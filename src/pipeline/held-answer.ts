import { type EventBatch, isContent } from '../domain/completion-event.js'
import type { GatewayError } from '../domain/gateway-error.js'
import { ask } from './ask-target.js'
import { type Chosen, giveBack } from './attempt-plan.js'
import type { FittedRequest } from './fit-to-target.js'
import { Meter } from './meter.js'
import type { Serving } from './serving.js'
import type { Try } from './try-target.js'

/**
 * An answer that nobody sees yet, beside others: with a meter and a signal of its own, so that it can be given up, or be shown from its
 * beginning.
 */
export class HeldAnswer {
  readonly chosen: Chosen
  readonly meter = new Meter()
  readonly #abort = new AbortController()
  readonly #tries: Try
  readonly #batches: EventBatch[] = []
  readonly #forget: () => void
  /** Whether someone sees it, and so counts it. */
  isShown = false

  constructor(serving: Serving, chosen: Chosen, fitted: FittedRequest) {
    this.chosen = chosen
    const { signal } = serving.options
    const onAbort = () => this.#abort.abort(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#forget = () => signal.removeEventListener('abort', onAbort)
    const options = { ...serving.options, signal: this.#abort.signal }
    this.#tries = ask({ ...serving, served: { ...serving.served, meter: this.meter }, options }, chosen, fitted)
  }

  /** Reads up to the first content, or with `whole` to the end. Answers the failure of an answer that failed before. */
  async read(whole = false): Promise<GatewayError | 'begun' | 'ended'> {
    for (;;) {
      const read = await this.#tries.next()
      if (read.done) return read.value ?? 'ended'
      this.meter.add(read.value)
      this.#batches.push(read.value)
      if (!whole && read.value.some(isContent)) return 'begun'
    }
  }

  /** The answer from its beginning, and on to its end. Who shows it counts it. */
  async *show(): Try {
    this.isShown = true
    yield* this.#batches.splice(0)
    return yield* this.#tries
  }

  /** Closes the provider's socket; what it used is still owed. Resolves when its attempt is on record. */
  async giveUp(): Promise<void> {
    this.#abort.abort(new DOMException('Another answer was first', 'AbortError'))
    await this.#tries.return(undefined).catch(() => undefined)
    giveBack(this.chosen)
    this.#forget()
  }
}
