import type { RateLimits } from '../../src/domain/provider.js'

/** A provider's rate limit: a bucket of one minute that fills evenly. */
export class RequestBucket {
  readonly #perMinute: number
  #left: number
  #at = 0

  constructor(perMinute: number) {
    this.#perMinute = perMinute
    this.#left = perMinute
  }

  take(now: number): boolean {
    this.#left = Math.min(this.#perMinute, this.#left + ((now - this.#at) / 60_000) * this.#perMinute)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }

  /** As the head of an answer tells it. */
  limits(now: number): RateLimits {
    this.#at = Math.max(this.#at, now)
    const resetMs = ((this.#perMinute - this.#left) / this.#perMinute) * 60_000
    return { requests: { limit: this.#perMinute, remaining: Math.floor(this.#left), resetMs } }
  }
}
