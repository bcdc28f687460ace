import { GatewayError } from '../domain/gateway-error.js'
import { callerGone } from './caller-gone.js'
import { DepartureRate } from './departure-rate.js'
import { type Waiter, WaitingLine } from './waiting-line.js'

export interface AdmissionOptions {
  /** Calls that run at a time. */
  readonly maxRunning: number
  /** Calls that wait for a place; 0: what does not fit is refused at once. */
  readonly maxQueued: number
  /** The longest that any of them waits, whatever its own deadline. */
  readonly maxWaitMs: number
  /** Monotonic, in milliseconds. */
  readonly now: () => number
}

/** null: admitted. OVERLOADED and SHUTTING_DOWN say when to come again; CLIENT_CLOSED is for nobody. */
export type AdmissionDecision = GatewayError | null

/** One timer wakes the whole line, at most so often: a line of thousands is not walked for each of them. */
const TICK_MS = 10
const UNKNOWN_PACE_RETRY_MS = 1_000
const SOONEST_RETRY_MS = 500
const LATEST_RETRY_MS = 30_000

/**
 * Lets in as many calls as may run, has a bounded number wait for a place in the order they came, and refuses the others at once: also those
 * that would wait longer than their callers do, since an answer that nobody waits for is work for nothing.
 */
export class Admission {
  readonly #options: AdmissionOptions
  readonly #line = new WaitingLine()
  readonly #rate: DepartureRate
  #running = 0
  #refused = 0
  #askedBack = 0
  #draining = false
  #timer: NodeJS.Timeout | undefined
  #wakesAt = Number.POSITIVE_INFINITY

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#rate = new DepartureRate(options.maxRunning)
  }

  get running(): number {
    return this.#running
  }

  get queued(): number {
    return this.#line.size
  }

  /** Calls that were refused since the start, since they could not be served in time. */
  get refused(): number {
    return this.#refused
  }

  /**
   * A place for a call, which `release` gives back; decided at once whenever it can be, else by a promise that never rejects.
   * `deadlineAt` is on the clock of `now`; null: the caller has none.
   */
  admit(deadlineAt: number | null, signal: AbortSignal): AdmissionDecision | Promise<AdmissionDecision> {
    if (this.#draining) return shuttingDown()
    const { maxRunning, now } = this.#options
    if (this.#running >= maxRunning) return this.#queue(deadlineAt ?? Number.POSITIVE_INFINITY, signal)
    this.#running++
    if (this.#running === maxRunning) this.#rate.filled(now())
    return null
  }

  /** Gives the place to the first that waits. */
  release(): void {
    const { maxRunning, now } = this.#options
    if (this.#running === maxRunning) this.#rate.departed(now())
    const { first } = this.#line
    if (first) this.#dismiss(first, null)
    else this.#running--
  }

  /** From now on nobody is let in, and nobody waits any longer; those that run go on. */
  drain(): void {
    this.#draining = true
    for (let waiter = this.#line.first; waiter; waiter = this.#line.first) this.#dismiss(waiter, shuttingDown())
  }

  #queue(deadlineAt: number, signal: AbortSignal): AdmissionDecision | Promise<AdmissionDecision> {
    if (signal.aborted) return callerGone(signal)
    const { maxQueued, maxWaitMs, now: readClock } = this.#options
    const now = readClock()
    if (this.#line.size >= maxQueued) return this.#overloaded(now)
    const expiresAt = Math.min(deadlineAt, now + maxWaitMs)
    const waitMs = (this.#rate.intervalMs(now) ?? 0) * (this.#line.size + 1)
    return now + waitMs >= expiresAt ? this.#overloaded(now) : this.#wait(expiresAt, signal)
  }

  #wait(expiresAt: number, signal: AbortSignal): Promise<AdmissionDecision> {
    return new Promise((resolve) => {
      const onGone = (): void => this.#dismiss(waiter, callerGone(signal))
      const leave = (refusal: AdmissionDecision): void => {
        signal.removeEventListener('abort', onGone)
        resolve(refusal)
      }
      const waiter: Waiter = { expiresAt, leave, ahead: null, behind: null }
      signal.addEventListener('abort', onGone, { once: true })
      this.#line.join(waiter)
      if (expiresAt < this.#wakesAt) this.#wakeAt(expiresAt)
    })
  }

  #dismiss(waiter: Waiter, refusal: AdmissionDecision): void {
    this.#line.remove(waiter)
    if (this.#line.size === 0) this.#wakeAt(Number.POSITIVE_INFINITY)
    waiter.leave(refusal)
  }

  #wakeAt(at: number): void {
    clearTimeout(this.#timer)
    this.#wakesAt = at
    if (at === Number.POSITIVE_INFINITY) return
    this.#timer = setTimeout(this.#onTick, Math.max(TICK_MS, at - this.#options.now()))
  }

  readonly #onTick = (): void => {
    const now = this.#options.now()
    const { expired, nextAt } = this.#line.expire(now)
    this.#wakeAt(nextAt)
    for (const waiter of expired) waiter.leave(this.#overloaded(now))
  }

  #overloaded(now: number): GatewayError {
    this.#refused++
    const message = `This gateway process runs ${this.#running} calls and ${this.#line.size} wait, which is all that it can serve in time. Try again later.`
    return new GatewayError('OVERLOADED', message, { retryAfterMs: this.#retryAfterMs(now) })
  }

  /** After those that wait now; and one departure apart, since all that were refused together would else come back together. */
  #retryAfterMs(now: number): number {
    const interval = this.#rate.intervalMs(now)
    if (interval === null) return UNKNOWN_PACE_RETRY_MS
    const { maxRunning, maxQueued } = this.#options
    const behind = this.#askedBack++ % (maxRunning + maxQueued)
    return Math.min(LATEST_RETRY_MS, Math.max(SOONEST_RETRY_MS, Math.ceil(interval * (this.#line.size + 1 + behind))))
  }
}

function shuttingDown(): GatewayError {
  return new GatewayError('SHUTTING_DOWN', 'The gateway is shutting down. Try again.', { retryAfterMs: 1_000 })
}
