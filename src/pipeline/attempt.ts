import { GatewayError } from '../domain/gateway-error.js'
import type { Timeouts } from '../domain/provider.js'

/**
 * The time-outs of one try at one target, as an abort signal that the provider call holds. The clock of `idleMs` runs only while we
 * wait for the provider, so a slow reader of ours cannot time a provider out.
 */
export class AttemptDeadline {
  readonly #controller = new AbortController()
  readonly #caller: AbortSignal
  readonly #target: string
  readonly #total: NodeJS.Timeout
  #waiting: NodeJS.Timeout
  #hasContent = false
  #reject: ((reason: unknown) => void) | undefined

  /** `remainingMs`: what is left of the time that the caller gave; null: it gave none. */
  constructor(caller: AbortSignal, target: string, timeouts: Timeouts, stream: boolean, remainingMs: number | null = null) {
    this.#caller = caller
    this.#target = target
    this.#total =
      remainingMs !== null && remainingMs < timeouts.totalMs
        ? setTimeout(() => this.#abort(deadlineExceeded()), remainingMs)
        : setTimeout(() => this.#expire('finish its answer', timeouts.totalMs), timeouts.totalMs)
    const firstMs = stream ? timeouts.firstTokenMs : timeouts.totalMs
    this.#waiting = setTimeout(() => this.#expire('begin its answer', firstMs), firstMs)
    if (caller.aborted) this.#onCallerGone()
    else caller.addEventListener('abort', this.#onCallerGone, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Content has begun: from here on the silence between two reads counts. */
  contentBegan(idleMs: number): void {
    this.#hasContent = true
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => {
      if (this.#reject) this.#expire('go on with its answer', idleMs)
    }, idleMs)
  }

  /** Waits for the provider, but no longer than the deadline: also when the provider ignores the signal. */
  wait<Value>(pending: Promise<Value>): Promise<Value> {
    if (this.#hasContent) this.#waiting.refresh()
    return new Promise<Value>((resolve, reject) => {
      if (this.signal.aborted) return reject(this.signal.reason)
      this.#reject = reject
      pending.then(
        (value) => {
          this.#reject = undefined
          resolve(value)
        },
        (error) => {
          this.#reject = undefined
          reject(error)
        },
      )
    })
  }

  /** Stops the clocks and closes what the provider call still holds, which is nothing once it has `ended` by itself. */
  end(ended = false): void {
    clearTimeout(this.#total)
    clearTimeout(this.#waiting)
    this.#caller.removeEventListener('abort', this.#onCallerGone)
    if (!ended) this.#abort(ENDED)
  }

  readonly #onCallerGone = (): void => this.#abort(this.#caller.reason)

  #expire(what: string, ms: number): void {
    this.#abort(new GatewayError('PROVIDER_TIMEOUT', `${this.#target} did not ${what} within ${ms} ms.`))
  }

  #abort(reason: unknown): void {
    if (this.signal.aborted) return
    this.#controller.abort(reason)
    this.#reject?.(reason)
  }
}

export function deadlineExceeded(): GatewayError {
  return new GatewayError('DEADLINE_EXCEEDED', 'The time that the caller gave this call is over.')
}

const ENDED = new GatewayError('CLIENT_CLOSED', 'The attempt has ended.')
