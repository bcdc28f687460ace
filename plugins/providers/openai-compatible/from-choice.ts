import { GatewayError, type ProviderEvent } from '../../../src/plugin-api.js'
import { cutAnswer } from './cut-answer.js'
import { toTexts } from './from-content.js'
import { createToolCallReader } from './from-tool-calls.js'
import { toFinishReason } from './to-finish-reason.js'
import { toLogprobs } from './to-logprobs.js'
import type { WireChoice, WireMessage } from './wire.js'

/** Reads one alternative of an answer. */
export interface ChoiceReader {
  read(wire: WireChoice, out: ProviderEvent[]): void
  end(out: ProviderEvent[], marked: boolean): void
}

export function createChoiceReader(index: number, provider: string): ChoiceReader {
  const choice = index === 0 ? undefined : index
  const seen = { refusal: false, toolCall: false }
  const toolCalls = createToolCallReader(choice)
  let finished = false

  function readMessage(message: WireMessage, wire: WireChoice, out: ProviderEvent[]): void {
    const { content } = message
    const reasoning = message.reasoning_content ?? message.reasoning
    if (typeof reasoning === 'string' && reasoning !== '') out.push({ type: 'reasoning-delta', text: reasoning, choice })
    if (typeof content === 'string') pushText(content, wire, out)
    else if (Array.isArray(content)) pushParts(content, wire, out)
    else if (wire.logprobs) pushText('', wire, out)
    if (typeof message.refusal === 'string' && message.refusal !== '') {
      seen.refusal = true
      out.push({ type: 'refusal-delta', text: message.refusal, choice })
    }
    if (Array.isArray(message.tool_calls) && message.tool_calls.length > 0) {
      seen.toolCall = true
      toolCalls.read(message.tool_calls, out)
    }
  }

  function pushText(text: string, wire: WireChoice, out: ProviderEvent[]): void {
    const logprobs = wire.logprobs ? toLogprobs(wire.logprobs.content) : undefined
    if (text === '' && !logprobs) return
    out.push(logprobs ? { type: 'text-delta', text, choice, logprobs } : { type: 'text-delta', text, choice })
  }

  function pushParts(parts: readonly unknown[], wire: WireChoice, out: ProviderEvent[]): void {
    const { text, reasoning } = toTexts(parts)
    if (reasoning) out.push({ type: 'reasoning-delta', text: reasoning, choice })
    pushText(text, wire, out)
  }

  return {
    read(wire, out) {
      const message = wire.delta ?? wire.message
      if (message && typeof message === 'object') readMessage(message, wire, out)
      const native = wire.finish_reason
      if (typeof native !== 'string' || native === '' || finished) return
      // Mistral and OpenRouter end so when the generation failed.
      if (native === 'error') throw new GatewayError('PROVIDER_ERROR', `Provider "${provider}" failed while it was answering.`)
      finished = true
      out.push({ type: 'finish', choice, reason: toFinishReason(native, seen), nativeReason: native })
    },
    end(out, marked) {
      if (finished) return
      if (!marked) throw cutAnswer(provider)
      out.push({ type: 'finish', choice, reason: 'OTHER' })
    },
  }
}
