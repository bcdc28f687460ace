import type { HealthSettings } from './health-settings.js'

type RetrySettings = Pick<HealthSettings, 'retryShare' | 'retriesPerSecond' | 'retryReserveMs'>

/**
 * Retries as a share of attempts. Every attempt that ended pays `share` in, also one that is a retry, therefore a retry costs 1 + `share`. A
 * place that was given back unused, for one because this budget refused, pays nothing. What is not used drains away within the reserve time. So for calls c over s seconds: retries <= share x c + perSecond x s + 1.
 */
export class RetryBudget {
  readonly #share: number
  readonly #perMs: number
  readonly #reserveMs: number
  #balance = 1
  #at: number

  constructor({ retryShare, retriesPerSecond, retryReserveMs }: RetrySettings, now: number) {
    this.#share = retryShare
    this.#perMs = retriesPerSecond / 1000
    this.#reserveMs = retryReserveMs
    this.#at = now
  }

  deposit(now: number): void {
    this.#moveTo(now)
    this.#balance += this.#share
  }

  withdraw(now: number): boolean {
    this.#moveTo(now)
    const cost = 1 + this.#share
    // What was added up of fractions may miss the whole by a hair.
    if (this.#balance < cost - 1e-9) return false
    this.#balance -= cost
    return true
  }

  #moveTo(now: number): void {
    if (now <= this.#at) return
    const rest = this.#perMs * this.#reserveMs
    this.#balance = rest + (this.#balance - rest) * Math.exp((this.#at - now) / this.#reserveMs)
    this.#at = now
  }
}
