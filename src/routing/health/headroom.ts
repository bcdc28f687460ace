import type { RateLimit, RateLimits } from '../../domain/provider.js'

/** When a provider does not say when its limit is whole again: limits are by the minute by custom. */
const USUAL_RESET_MS = 60_000

/** What is left of a key's rate limit, as it was last told; it fills up until the moment that was told with it. */
export class Headroom {
  #left: number | null = null
  #at = 0
  #resetAt = 0

  heard(now: number, limits: RateLimits): void {
    const told = scarcer(limits.requests, limits.tokens)
    if (!told) return
    this.#left = leftOf(told)
    this.#at = now
    this.#resetAt = now + (told.resetMs ?? USUAL_RESET_MS)
  }

  /** null when nothing was told that can be compared. */
  at(now: number): number | null {
    if (this.#left === null) return null
    if (now >= this.#resetAt) return 1
    return this.#left + (1 - this.#left) * ((now - this.#at) / (this.#resetAt - this.#at))
  }
}

/** How long nothing is left; null when something is, or nobody says until when. */
export function emptyForMs({ requests, tokens }: RateLimits): number | null {
  const emptyMs = (limit: RateLimit | undefined) => (limit && limit.remaining <= 0 ? (limit.resetMs ?? 0) : 0)
  return Math.max(emptyMs(requests), emptyMs(tokens)) || null
}

function scarcer(a: RateLimit | undefined, b: RateLimit | undefined): RateLimit | undefined {
  const [leftOfA, leftOfB] = [leftOf(a), leftOf(b)]
  if (leftOfA === null) return leftOfB === null ? undefined : b
  return leftOfB !== null && leftOfB < leftOfA ? b : a
}

function leftOf(limit: RateLimit | undefined): number | null {
  if (!limit) return null
  if (limit.remaining <= 0) return 0
  return limit.limit === null || limit.limit <= 0 ? null : Math.min(1, limit.remaining / limit.limit)
}
