import type { CallStatus, Choice } from '../domain/completion.js'
import type { EventBatch, ExtraEvent, ResponseMetadataEvent, Warning } from '../domain/completion-event.js'
import type { Message } from '../domain/content.js'
import { estimateMessagesTokens, estimatePartTokens } from '../domain/estimate-tokens.js'
import type { Model } from '../domain/model.js'
import { createUsage, outputTokens, type Usage, type UsageSource } from '../domain/usage.js'
import { AnswerFold } from './fold-answer.js'

/** What one answer of one model used. A call has several when one was thrown away and another was asked. */
export interface Leg {
  /** null when no model was asked. */
  readonly model: Model | null
  /** Where its attempt stands in the call's list. */
  readonly attempt: number | null
  readonly usage: Usage
  readonly source: UsageSource
  /** How often the price of a request is owed. */
  readonly requests?: number
}

/**
 * Counts what a provider sends, from the raw stream: what is withheld from the caller later was still paid for. One function for
 * streamed and buffered answers, so that they cost the same.
 */
export class Meter {
  readonly answer = new AnswerFold()
  readonly warnings: Warning[] = []
  /** Content that was received and is not shown yet, or never. */
  #held = new AnswerFold()
  /** What was paid for beside the last leg. */
  readonly #closed: Leg[] = []
  metadata: ResponseMetadataEvent | undefined
  extra: ExtraEvent | undefined
  #model: Model | null = null
  #attempt: number | null = null
  #usage: Usage | undefined
  /** Estimated tokens of the answer that belong to earlier legs. */
  #before = { text: 0, reasoning: 0 }
  #finished = false
  /** Whether a provider was asked that has not said that it failed. */
  #asked = false

  /** A try at a model begins: what comes from now on is its. */
  begin(model: Model): void {
    this.#model = model
    this.#attempt = null
    this.#usage = undefined
    this.#asked = true
  }

  /** The try has ended, and stands here in the call's list. What a provider refused or failed to do it does not bill. */
  ended(attempt: number, failed = false): void {
    this.#attempt = attempt
    if (failed) this.#asked = false
  }

  add(batch: EventBatch): void {
    for (const event of batch) {
      switch (event.type) {
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

  /** An answer that is thrown away, or goes on elsewhere: what it used is owed on top of the next one's. */
  closeLeg(messages: readonly Message[]): void {
    const known = this.#usage !== undefined && (this.#finished || this.answer.isEmpty)
    this.#closed.push({
      model: this.#model,
      attempt: this.#attempt,
      usage: known && this.#usage ? this.#usage : this.#estimate(messages),
      source: known ? 'PROVIDER' : 'ESTIMATED',
    })
    this.#usage = undefined
    this.#asked = false
    this.#finished = false
    this.#held = new AnswerFold()
    this.#before = tokensOf(this.answer.choices())
  }

  /** Where the last try stands in the call's list. */
  get attempt(): number | null {
    return this.#attempt
  }

  /** What was paid for and thrown away so far. */
  get closedLegs(): readonly Leg[] {
    return this.#closed
  }

  /** What another meter counted is owed by this call too. */
  owe(legs: readonly Leg[]): void {
    this.#closed.push(...legs.filter(({ source }) => source !== 'NONE'))
  }

  /**
   * The provider's own count when the answer is whole; an estimate when it never gave one or was cut off; nothing when no provider
   * began to answer. The last leg is that of the answer.
   */
  read(messages: readonly Message[], status: CallStatus): readonly Leg[] {
    const last = this.#readLast(messages, status)
    return last.source === 'NONE' && this.#closed.length > 0 ? this.#closed : [...this.#closed, last]
  }

  #readLast(messages: readonly Message[], status: CallStatus): Leg {
    const leg = (source: UsageSource, usage: Usage): Leg => ({ model: this.#model, attempt: this.#attempt, usage, source })
    if (this.#usage && this.#finished) return leg('PROVIDER', this.#usage)
    const received = this.#received()
    const mayBeBilled =
      received.text + received.reasoning > 0 ||
      (this.#closed.length === 0 && (!this.answer.isEmpty || !this.#held.isEmpty)) ||
      this.#usage !== undefined ||
      (this.#asked && (status === 'COMPLETED' || status === 'CLIENT_CANCELLED' || status === 'TIMED_OUT'))
    return mayBeBilled ? leg('ESTIMATED', this.#estimate(messages)) : leg('NONE', createUsage())
  }

  #estimate(messages: readonly Message[]): Usage {
    const estimate = createUsage({ input: { text: estimateMessagesTokens(messages) }, output: this.#received() })
    if (!this.#usage) return estimate
    const known = outputTokens(this.#usage) >= outputTokens(estimate) ? this.#usage : estimate
    return { input: this.#usage.input, output: known.output }
  }

  /** Estimated tokens of what this leg sent. */
  #received(): { text: number; reasoning: number } {
    const all = tokensOf([...this.answer.choices(), ...this.#held.choices()])
    return { text: all.text - this.#before.text, reasoning: all.reasoning - this.#before.reasoning }
  }
}

function tokensOf(choices: readonly Choice[]): { text: number; reasoning: number } {
  const tokens = { text: 0, reasoning: 0 }
  for (const part of choices.flatMap(({ parts }) => parts)) {
    tokens[part.type === 'reasoning' ? 'reasoning' : 'text'] += estimatePartTokens(part)
  }
  return tokens
}
