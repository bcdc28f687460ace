import type { Choice, Completion } from '../../domain/completion.js'
import type { FinishReason, TokenLogprob } from '../../domain/completion-event.js'
import type { ContentPart, ToolCallPart } from '../../domain/content.js'
import { unknownFields } from '../read-json.js'
import { toPartLayout } from './provider-state.js'
import { toChatUsage } from './to-chat-usage.js'
import { toWeirDetails } from './weir-details.js'

const FINISH_REASONS = {
  STOP: 'stop',
  LENGTH: 'length',
  TOOL_CALLS: 'tool_calls',
  CONTENT_FILTER: 'content_filter',
  REFUSAL: 'content_filter',
  OTHER: null,
} as const satisfies Record<FinishReason, string | null>

/** The prefix is ours for OpenAI's sake; what follows it is the id that `completion(id)` and the logs know. */
export function toChatId(callId: string): string {
  return `chatcmpl-${callId}`
}

export function toUnixSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

/** The answer as a `chat.completion`. `details` adds the accounts under `weir`, which is no part of OpenAI's format. */
export function toChatResponse(completion: Completion, details: boolean): object {
  return {
    ...toOpenAiExtra(completion),
    id: toChatId(completion.id),
    object: 'chat.completion',
    created: toUnixSeconds(completion.createdAt),
    model: completion.model,
    choices: completion.choices.map(toWireChoice),
    usage: toChatUsage(completion.usage),
    ...(completion.serviceTier !== undefined && { service_tier: completion.serviceTier }),
    ...(completion.systemFingerprint !== undefined && { system_fingerprint: completion.systemFingerprint }),
    ...(details && { weir: toWeirDetails(completion) }),
  }
}

const OWN_FIELDS = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'service_tier',
  'system_fingerprint',
  'weir',
  'error',
])

/** Fields of the provider's answer that the canonical model has no name for, when it speaks this dialect. */
export function toOpenAiExtra({ extra }: Completion): object | undefined {
  return extra?.dialect === 'openai' ? unknownFields(extra.fields, OWN_FIELDS, '') : undefined
}

function toWireChoice(choice: Choice, index: number): object {
  return {
    index,
    message: toWireMessage(choice.parts),
    logprobs: choice.logprobs ? toWireLogprobs(choice.logprobs) : null,
    finish_reason: toFinishReason(choice.finishReason, choice.nativeFinishReason),
  }
}

/** A reason that OpenAI has no word for keeps the provider's own. */
export function toFinishReason(reason: FinishReason | null, native: string | undefined): string {
  return FINISH_REASONS[reason ?? 'OTHER'] ?? native ?? 'stop'
}

function toWireMessage(parts: readonly ContentPart[]): object {
  const reasoning = joinText(parts, 'reasoning')
  const toolCalls = parts.filter((part) => part.type === 'tool-call').map(toWireToolCall)
  const layout = toPartLayout(parts)
  return {
    ...toMessageExtra(parts),
    role: 'assistant',
    content: joinText(parts, 'text'),
    refusal: joinText(parts, 'refusal'),
    ...(reasoning !== null && { reasoning_content: reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
    ...(layout && { provider_state: layout }),
  }
}

function toWireToolCall({ id, name, arguments: text, providerState, extra }: ToolCallPart): object {
  return {
    ...extra,
    id,
    type: 'function',
    function: { name, arguments: text },
    ...(providerState && { provider_state: providerState }),
  }
}

/** null without a part of the type, which differs from an empty one. */
function joinText(parts: readonly ContentPart[], type: 'text' | 'reasoning' | 'refusal'): string | null {
  let text: string | null = null
  for (const part of parts) if (part.type === type) text = text === null ? part.text : text + part.text
  return text
}

function toMessageExtra(parts: readonly ContentPart[]): object | undefined {
  let extra: object | undefined
  for (const part of parts) if (part.extra && part.type !== 'tool-call') extra = { ...extra, ...part.extra }
  return extra
}

export function toWireLogprobs(logprobs: readonly TokenLogprob[]): object {
  return {
    content: logprobs.map(({ token, logprob, bytes, top }) => ({
      token,
      logprob,
      bytes: bytes ?? null,
      top_logprobs: (top ?? []).map((other) => ({ token: other.token, logprob: other.logprob, bytes: other.bytes ?? null })),
    })),
    refusal: null,
  }
}
