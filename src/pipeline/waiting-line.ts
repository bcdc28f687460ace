import type { GatewayError } from '../domain/gateway-error.js'

/** One who waits, and its neighbours in the line. */
export interface Waiter {
  /** On the monotonic clock, in milliseconds. */
  readonly expiresAt: number
  /** null: admitted. */
  readonly leave: (refusal: GatewayError | null) => void
  ahead: Waiter | null
  behind: Waiter | null
}

/** First come, first served; whoever gives up leaves from where it stands, at the same cost in a line of any length. */
export class WaitingLine {
  #first: Waiter | null = null
  #last: Waiter | null = null
  #size = 0

  get size(): number {
    return this.#size
  }

  get first(): Waiter | null {
    return this.#first
  }

  join(waiter: Waiter): void {
    waiter.ahead = this.#last
    if (this.#last) this.#last.behind = waiter
    else this.#first = waiter
    this.#last = waiter
    this.#size++
  }

  /** To be called once for each that joined. */
  remove(waiter: Waiter): void {
    if (waiter.ahead) waiter.ahead.behind = waiter.behind
    else this.#first = waiter.behind
    if (waiter.behind) waiter.behind.ahead = waiter.ahead
    else this.#last = waiter.ahead
    this.#size--
  }

  /** Takes out those whose time is up, in their order, and tells when the next one's is: infinity when nobody waits. */
  expire(now: number): { readonly expired: readonly Waiter[]; readonly nextAt: number } {
    const expired: Waiter[] = []
    let nextAt = Number.POSITIVE_INFINITY
    for (let waiter = this.#first; waiter; waiter = waiter.behind) {
      if (waiter.expiresAt <= now) {
        this.remove(waiter)
        expired.push(waiter)
      } else nextAt = Math.min(nextAt, waiter.expiresAt)
    }
    return { expired, nextAt }
  }
}
