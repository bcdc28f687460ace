import type { CallStatus } from '../domain/completion.js'
import type { EventBatch, ExtraEvent, ResponseMetadataEvent } from '../domain/completion-event.js'
import type { Message } from '../domain/content.js'
import { estimateMessagesTokens, estimatePartTokens } from '../domain/estimate-tokens.js'
import { createUsage, outputTokens, type Usage, type UsageSource } from '../domain/usage.js'
import { AnswerFold } from './fold-answer.js'

/**
 * Counts what a provider sends, from the raw stream: what is withheld from the caller later was still paid for. One function for
 * streamed and buffered answers, so that they cost the same.
 */
export class Meter {
  readonly answer = new AnswerFold()
  metadata: ResponseMetadataEvent | undefined
  extra: ExtraEvent | undefined
  #usage: Usage | undefined
  #finished = false
  #asked = false

  add(batch: EventBatch): void {
    for (const event of batch) {
      switch (event.type) {
        case 'started':
          this.#asked = true
          break
        case 'route-switched':
          this.#usage = undefined
          break
        case 'usage':
          this.#usage = event.usage
          break
        case 'response-metadata':
          this.metadata = event
          break
        case 'extra':
          this.extra = this.extra ? { ...event, fields: { ...this.extra.fields, ...event.fields } } : event
          break
        case 'finish':
          this.#finished = true
          this.answer.add(event)
          break
        default:
          this.answer.add(event)
      }
    }
  }

  /**
   * The provider's own count when the answer is whole; an estimate when it never gave one or was cut off; nothing when no provider
   * began to answer.
   */
  read(messages: readonly Message[], status: CallStatus): { usage: Usage; source: UsageSource } {
    if (this.#usage && this.#finished) return { usage: this.#usage, source: 'PROVIDER' }
    const mayBeBilled =
      !this.answer.isEmpty ||
      this.#usage !== undefined ||
      (this.#asked && (status === 'COMPLETED' || status === 'CLIENT_CANCELLED' || status === 'TIMED_OUT'))
    if (!mayBeBilled) return { usage: createUsage(), source: 'NONE' }
    return { usage: this.#estimate(messages), source: 'ESTIMATED' }
  }

  #estimate(messages: readonly Message[]): Usage {
    const output = { text: 0, reasoning: 0 }
    for (const part of this.answer.choices().flatMap((choice) => choice.parts)) {
      output[part.type === 'reasoning' ? 'reasoning' : 'text'] += estimatePartTokens(part)
    }
    const estimate = createUsage({ input: { text: estimateMessagesTokens(messages) }, output })
    if (!this.#usage) return estimate
    const known = outputTokens(this.#usage) >= outputTokens(estimate) ? this.#usage : estimate
    return { input: this.#usage.input, output: known.output }
  }
}
