import type { CallStatus } from '../domain/completion.js'
import type { EventBatch, ExtraEvent, ResponseMetadataEvent, Warning } from '../domain/completion-event.js'
import type { Message } from '../domain/content.js'
import { estimateMessagesTokens, estimatePartTokens } from '../domain/estimate-tokens.js'
import { addUsage, createUsage, outputTokens, type Usage, type UsageSource } from '../domain/usage.js'
import { AnswerFold } from './fold-answer.js'

/**
 * Counts what a provider sends, from the raw stream: what is withheld from the caller later was still paid for. One function for
 * streamed and buffered answers, so that they cost the same.
 */
export class Meter {
  readonly answer = new AnswerFold()
  readonly warnings: Warning[] = []
  /** Content that was received and is not shown yet, or never. */
  #held = new AnswerFold()
  /** Attempts that were paid for and whose answer nobody sees. */
  #discarded: { usage: Usage; source: UsageSource } | undefined
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
        case 'warning':
          this.warnings.push(event.warning)
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

  /** Counts what was received and is not shown yet. */
  hold(events: EventBatch): void {
    for (const event of events) this.#held.add(event)
  }

  /** What was held is shown now, and counted as the answer. */
  releaseHeld(): void {
    this.#held = new AnswerFold()
  }

  /** An attempt whose answer is thrown away: what it used is owed on top of the next one's. */
  discardLeg(messages: readonly Message[]): void {
    const leg: { usage: Usage; source: UsageSource } = this.#usage
      ? { usage: this.#usage, source: 'PROVIDER' }
      : { usage: this.#estimate(messages), source: 'ESTIMATED' }
    this.#discarded = this.#discarded ? sum(leg, this.#discarded) : leg
    this.#usage = undefined
    this.#held = new AnswerFold()
  }

  /**
   * The provider's own count when the answer is whole; an estimate when it never gave one or was cut off; nothing when no provider
   * began to answer.
   */
  read(messages: readonly Message[], status: CallStatus): { usage: Usage; source: UsageSource } {
    const last = this.#readLast(messages, status)
    return this.#discarded ? sum(last, this.#discarded) : last
  }

  #readLast(messages: readonly Message[], status: CallStatus): { usage: Usage; source: UsageSource } {
    if (this.#usage && this.#finished) return { usage: this.#usage, source: 'PROVIDER' }
    const mayBeBilled =
      !this.answer.isEmpty ||
      !this.#held.isEmpty ||
      this.#usage !== undefined ||
      (this.#asked && (status === 'COMPLETED' || status === 'CLIENT_CANCELLED' || status === 'TIMED_OUT'))
    if (!mayBeBilled) return { usage: createUsage(), source: 'NONE' }
    return { usage: this.#estimate(messages), source: 'ESTIMATED' }
  }

  #estimate(messages: readonly Message[]): Usage {
    const output = { text: 0, reasoning: 0 }
    const received = [...this.answer.choices(), ...this.#held.choices()]
    for (const part of received.flatMap((choice) => choice.parts)) {
      output[part.type === 'reasoning' ? 'reasoning' : 'text'] += estimatePartTokens(part)
    }
    const estimate = createUsage({ input: { text: estimateMessagesTokens(messages) }, output })
    if (!this.#usage) return estimate
    const known = outputTokens(this.#usage) >= outputTokens(estimate) ? this.#usage : estimate
    return { input: this.#usage.input, output: known.output }
  }
}

function sum(
  a: { readonly usage: Usage; readonly source: UsageSource },
  b: { readonly usage: Usage; readonly source: UsageSource },
): { usage: Usage; source: UsageSource } {
  const source = a.source === 'NONE' || a.source === b.source ? b.source : 'ESTIMATED'
  return { usage: addUsage(a.usage, b.usage), source }
}
