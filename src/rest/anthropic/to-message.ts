import type { Completion } from '../../domain/completion.js'
import type { Usage } from '../../domain/usage.js'
import { toWeirDetails } from '../openai/weir-details.js'
import { unknownFields } from '../read-json.js'
import { ownFields } from './own-fields.js'
import { OWNER } from './provider-state.js'
import { toWireStop } from './stop-reason.js'
import { toContentBlocks } from './to-content-block.js'
import { toWireUsage } from './to-usage.js'

/** The prefix is ours for Anthropic's sake; what follows it is the id that `completion(id)` and the logs know. */
export function toMessageId(callId: string): string {
  return `msg_${callId}`
}

/** A message that has not said anything yet: what a stream begins with. */
export function toMessageHead(callId: string, model: string, usage: Usage): object {
  return {
    id: toMessageId(callId),
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: toWireUsage(usage),
  }
}

/** `details` adds the accounts under `weir`, which is no part of Anthropic's format. */
export function toMessage(completion: Completion, details: boolean): object {
  const [choice] = completion.choices
  return {
    ...toAnthropicExtra(completion),
    ...toMessageHead(completion.id, completion.model, completion.usage),
    content: toContentBlocks(choice?.parts ?? []),
    ...toWireStop(completion),
    usage: toWireUsage(completion.usage, ownFields(completion, 'usage')),
    ...(details && { weir: toWeirDetails(completion) }),
  }
}

const OWN_FIELDS = new Set(['id', 'type', 'role', 'model', 'content', 'stop_reason', 'stop_sequence', 'usage', 'weir', 'error'])

/** Fields of the provider's answer that the canonical model has no name for, when it speaks this dialect. */
export function toAnthropicExtra({ extra }: Pick<Completion, 'extra'>): object | undefined {
  return extra?.dialect === OWNER ? unknownFields(extra.fields, OWN_FIELDS, '') : undefined
}
