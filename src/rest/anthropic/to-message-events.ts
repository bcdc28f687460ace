import type { Completion } from '../../domain/completion.js'
import type { CompletionEvent, EventBatch } from '../../domain/completion-event.js'
import type { GatewayError } from '../../domain/gateway-error.js'
import { createUsage, type Usage } from '../../domain/usage.js'
import { toWeirDetails } from '../openai/weir-details.js'
import type { AnswerEncoder } from '../stream-answer.js'
import { BlockWriter } from './block-writer.js'
import { ownFields } from './own-fields.js'
import { toWireStop } from './stop-reason.js'
import { toAnthropicError } from './to-anthropic-error.js'
import { toAnthropicExtra, toMessageHead } from './to-message.js'
import { toWireUsage } from './to-usage.js'

export interface MessageEventOptions {
  readonly callId: string
  readonly requestId: string
  readonly model: string
  /** What the provider has counted before its first content. */
  readonly usage?: Usage
  readonly details: boolean
}

export const PING = 'event: ping\ndata: {"type":"ping"}\n\n'

/**
 * Events in Anthropic's grammar: `message_start`, blocks one after another, `message_delta`, `message_stop`. The stop reason waits for
 * `completed`, so that an answer that fails never looks finished.
 */
export class MessageEvents implements AnswerEncoder {
  readonly #options: MessageEventOptions
  readonly #blocks = new BlockWriter()
  #begun = false
  #ended = false

  constructor(options: MessageEventOptions) {
    this.#options = options
  }

  get ended(): boolean {
    return this.#ended
  }

  encode(batch: EventBatch): string {
    let text = this.#begun ? '' : this.#begin(batch)
    for (const event of batch) this.#blocks.add(event)
    const last = batch[batch.length - 1]
    if (last?.type === 'completed') return text + this.#blocks.end() + this.#encodeEnd(last.completion)
    text += this.#blocks.take()
    return last?.type === 'failed' ? text + this.encodeError(last.error) : text
  }

  encodeError(error: GatewayError): string {
    this.#ended = true
    return toSse('error', toAnthropicError(error, this.#options.requestId))
  }

  #begin(batch: EventBatch): string {
    this.#begun = true
    const { callId, model, usage = usageIn(batch) } = this.#options
    return toSse('message_start', { type: 'message_start', message: toMessageHead(callId, model, usage) })
  }

  #encodeEnd(completion: Completion): string {
    this.#ended = true
    const delta = {
      type: 'message_delta',
      delta: { ...toAnthropicExtra(completion), ...toWireStop(completion) },
      usage: toWireUsage(completion.usage, ownFields(completion, 'usage')),
      ...(this.#options.details && { weir: toWeirDetails(completion) }),
    }
    return toSse('message_delta', delta) + toSse('message_stop', { type: 'message_stop' })
  }
}

/** An answer that comes whole begins with its counts. */
function usageIn(batch: readonly CompletionEvent[]): Usage {
  for (const event of batch) {
    if (event.type === 'usage') return event.usage
    if (event.type === 'completed') return event.completion.usage
  }
  return createUsage()
}

function toSse(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
