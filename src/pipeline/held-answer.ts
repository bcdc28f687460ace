import { type EventBatch, isContent } from '../domain/completion-event.js'
import { type GatewayError, toGatewayError } from '../domain/gateway-error.js'
import { ask } from './ask-target.js'
import { type Chosen, giveBack } from './attempt-plan.js'
import type { FittedRequest } from './fit-to-target.js'
import { Meter } from './meter.js'
import type { ServedCall, Serving } from './serving.js'
import type { Try } from './try-target.js'

/**
 * An answer that nobody sees yet, beside others: with a meter and a signal of its own, so that it can be given up, or be shown from its
 * beginning.
 */
export class HeldAnswer {
  readonly chosen: Chosen
  readonly meter = new Meter()
  readonly #served: ServedCall
  readonly #caller: AbortSignal
  readonly #abort = new AbortController()
  readonly #tries: Try
  readonly #batches: EventBatch[] = []
  readonly #forget: () => void
  #isShown = false
  #settled: Promise<void> | undefined

  constructor(serving: Serving, chosen: Chosen, fitted: FittedRequest) {
    this.chosen = chosen
    this.#served = serving.served
    const { signal } = serving.options
    this.#caller = signal
    const onAbort = () => this.#abort.abort(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#forget = () => signal.removeEventListener('abort', onAbort)
    const options = { ...serving.options, signal: this.#abort.signal, unseen: true }
    this.#tries = ask({ ...serving, served: { ...serving.served, meter: this.meter }, options }, chosen, fitted)
  }

  /** Reads up to the first content, or with `whole` to the end. Answers the failure of an answer of which nothing can be shown. */
  async read(whole = false): Promise<GatewayError | 'begun' | 'ended'> {
    try {
      for (;;) {
        const read = await this.#tries.next()
        if (read.done) return read.value ?? 'ended'
        this.meter.add(read.value)
        this.#batches.push(read.value)
        if (!whole && read.value.some(isContent)) return 'begun'
      }
    } catch (thrown) {
      const error = toGatewayError(thrown)
      if (this.#caller.aborted || error.code === 'INTERNAL') throw thrown
      return error // what came before it nobody has seen
    }
  }

  /** The answer from its beginning, and on to its end: from here on the call's own meter counts it. */
  async *show(): Try {
    const { open, meter } = this.#served
    this.#isShown = true
    open.model = this.chosen.target.model
    meter.begin(this.chosen.target.model)
    if (this.#batches.some((batch) => batch.some(isContent))) open.stopwatch.firstToken()
    yield* this.#batches.splice(0)
    return yield* this.#tries
  }

  /** Closes what is left of it, and puts what it used on the call's account. Resolves when its attempt is on record. */
  settle(): Promise<void> {
    this.#settled ??= this.#end()
    return this.#settled
  }

  async #end(): Promise<void> {
    this.#abort.abort(new DOMException('Another answer was first', 'AbortError'))
    await this.#tries.return(undefined).catch(() => undefined)
    giveBack(this.chosen)
    this.#forget()
    const { meter, request } = this.#served
    if (!this.#isShown) return meter.owe(this.meter.read(request.messages, 'CLIENT_CANCELLED'))
    meter.owe(this.meter.closedLegs)
    if (this.meter.attempt !== null) meter.ended(this.meter.attempt)
  }
}
