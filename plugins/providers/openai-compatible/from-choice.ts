import { GatewayError, type JsonObject, type ProviderEvent } from '../../../src/plugin-api.js'
import { cutAnswer } from '../../provider-transport/cut-answer.js'
import type { ChunkReaderOptions } from './chunk-reader-options.js'
import { toTexts } from './from-content.js'
import { toSafetyEvent } from './from-content-filters.js'
import { createToolCallReader } from './from-tool-calls.js'
import { addReasoningDetails } from './reasoning-details.js'
import { toFinishReason } from './to-finish-reason.js'
import { toLogprobs } from './to-logprobs.js'
import type { UnknownFields } from './unknown-fields.js'
import type { WireChoice, WireMessage } from './wire.js'

/** Enough for any answer, whose pieces each may bring one. */
const MAX_FILTER_RESULTS = 10_000

/** Reads one alternative of an answer. */
export interface ChoiceReader {
  read(wire: WireChoice, out: ProviderEvent[]): void
  end(out: ProviderEvent[], marked: boolean): void
}

export function createChoiceReader(index: number, options: ChunkReaderOptions, unknown: UnknownFields): ChoiceReader {
  const { provider, kind } = options
  const choice = index === 0 ? undefined : index
  const seen = { refusal: false, toolCall: false }
  const toolCalls = createToolCallReader(choice, kind)
  let details: JsonObject[] = []
  const filterResults: unknown[] = []
  let finished = false

  function readMessage(message: WireMessage, wire: WireChoice, out: ProviderEvent[]): void {
    readReasoning(message, out)
    const { content, refusal, tool_calls: calls } = message
    if (typeof content === 'string') pushText(content, wire, out)
    else if (Array.isArray(content)) pushParts(content, wire, out)
    else if (wire.logprobs) pushText('', wire, out)
    if (typeof refusal === 'string' && refusal !== '') {
      seen.refusal = true
      out.push({ type: 'refusal-delta', text: refusal, choice })
    }
    if (Array.isArray(calls) && calls.length > 0) {
      closeReasoning(out)
      toolCalls.read(calls, out)
      seen.toolCall = toolCalls.hasCalls
    }
    if (index === 0) unknown.addMessage(message)
  }

  function readReasoning(message: WireMessage, out: ProviderEvent[]): void {
    const text = message.reasoning_content ?? message.reasoning
    if (typeof text === 'string' && text !== '') out.push({ type: 'reasoning-delta', text, choice })
    if (Array.isArray(message.reasoning_details)) addReasoningDetails(details, message.reasoning_details)
  }

  /** The state follows the text that it belongs to. */
  function closeReasoning(out: ProviderEvent[]): void {
    if (details.length === 0) return
    out.push({ type: 'reasoning-delta', text: '', choice, providerState: { provider: kind, value: details } })
    details = []
  }

  function pushText(text: string, wire: WireChoice, out: ProviderEvent[]): void {
    const logprobs = wire.logprobs ? toLogprobs(wire.logprobs.content) : undefined
    if (text === '' && !logprobs) return
    if (details.length > 0) closeReasoning(out)
    out.push(logprobs ? { type: 'text-delta', text, choice, logprobs } : { type: 'text-delta', text, choice })
  }

  function pushParts(parts: readonly unknown[], wire: WireChoice, out: ProviderEvent[]): void {
    const { text, reasoning } = toTexts(parts)
    if (reasoning) out.push({ type: 'reasoning-delta', text: reasoning, choice })
    pushText(text, wire, out)
  }

  /** Most pieces bring an empty one. */
  function addFilterResult(result: unknown): void {
    if (typeof result === 'object' && filterResults.length < MAX_FILTER_RESULTS) filterResults.push(result)
  }

  function finish(native: string, out: ProviderEvent[]): void {
    // Mistral and OpenRouter end so when the generation failed.
    if (native === 'error') throw new GatewayError('PROVIDER_ERROR', `Provider "${provider}" failed while it was answering.`)
    closeReasoning(out)
    finished = true
    out.push({ type: 'finish', choice, reason: toFinishReason(native, seen), nativeReason: native })
  }

  return {
    read(wire, out) {
      const message = wire.delta ?? wire.message
      if (message && typeof message === 'object') readMessage(message, wire, out)
      if (wire.content_filter_results) addFilterResult(wire.content_filter_results)
      const native = wire.finish_reason
      if (typeof native === 'string' && native !== '' && !finished) finish(native, out)
    },
    end(out, marked) {
      const safety = toSafetyEvent(filterResults, choice)
      if (safety) out.push(safety)
      if (finished) return
      if (!marked) throw cutAnswer(provider)
      closeReasoning(out)
      out.push({ type: 'finish', choice, reason: 'OTHER' })
    },
  }
}
