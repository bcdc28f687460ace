import type { ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { createEventReader, type WireEvent } from './from-chat-events.js'

interface WireAnswer {
  readonly id?: unknown
  readonly message?: unknown
  readonly finish_reason?: unknown
  readonly usage?: unknown
  readonly logprobs?: unknown
}
interface WireMessage {
  readonly content?: unknown
  readonly tool_plan?: unknown
  readonly tool_calls?: unknown
  readonly citations?: unknown
}

/** An answer of one piece as the events that its stream would have given. @throws {GatewayError} */
export function fromChatResponse(body: object, provider: string): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const reader = createEventReader(provider)
  for (const event of toStreamEvents(body, provider)) reader.read(event, out)
  reader.end()
  return out
}

function toStreamEvents({ id, message, finish_reason, usage, logprobs }: WireAnswer, provider: string): WireEvent[] {
  if (typeof message !== 'object' || message === null || typeof finish_reason !== 'string') {
    throw badAnswer(provider, 'without a message')
  }
  const { content, tool_plan, tool_calls, citations } = message as WireMessage
  return [
    { type: 'message-start', id },
    { type: 'tool-plan-delta', delta: { message: { tool_plan } } },
    ...list(content).map((block, index) => ({ type: 'content-delta', index, delta: { message: { content: block } } })),
    // Of no text: the log probabilities of an answer of one piece stand beside it.
    ...list(logprobs).map((item) => ({ type: 'content-delta', index: textIndex(content), delta: NO_TEXT, logprobs: item })),
    ...list(tool_calls).map((call, index) => ({ type: 'tool-call-start', index, delta: { message: { tool_calls: call } } })),
    ...list(citations).map((citation, index) => ({ type: 'citation-start', index, delta: { message: { citations: citation } } })),
    { type: 'message-end', delta: { finish_reason, usage } },
  ]
}

const NO_TEXT = { message: { content: { text: '' } } }

function textIndex(content: unknown): number {
  return Math.max(
    list(content).findIndex((block) => (block as { type?: unknown } | null)?.type === 'text'),
    0,
  )
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
