import type { RetryPolicy } from '../domain/route.js'
import type { Target } from '../domain/snapshot.js'

/** A wait, and what is asked after it. */
export interface NextRound {
  readonly waitMs: number
  readonly targets: readonly Target[]
}

export interface Pace {
  /** Monotonic, in milliseconds. */
  readonly now: number
  /** On the same clock; null: the caller did not say. */
  readonly deadlineAt: number | null
  /** An integer in [0, below). */
  readonly chance: (below: number) => number
}

/** How long a call waits before it asks again for a place, and at most that much more by chance. */
const PLACE_WAIT_MS = 20

/** The same targets soon again, since all of them were at their ceiling; null when the call has waited for long enough. */
export function roundForPlace(
  targets: readonly Target[],
  { waitedMs, maxWaitMs }: { readonly waitedMs: number; readonly maxWaitMs: number },
  pace: Pace,
): NextRound | null {
  const waitMs = PLACE_WAIT_MS + pace.chance(PLACE_WAIT_MS)
  return isInTime(waitMs, pace) && waitedMs + waitMs <= maxWaitMs ? { waitMs, targets } : null
}

/**
 * Those of the failed targets that may be asked by then, after an exponential back-off with full jitter, but no sooner than the first of
 * them may be asked; null when there is no time for it. `round` counts from 0.
 */
export function roundOfRetries(
  freeAt: ReadonlyMap<Target, number>,
  { retry: { baseMs, maxMs }, round }: { readonly retry: RetryPolicy; readonly round: number },
  pace: Pace,
): NextRound | null {
  const jitter = pace.chance(Math.max(1, Math.min(maxMs, baseMs * 2 ** round)))
  const waitMs = Math.max(jitter, Math.min(...freeAt.values()) - pace.now)
  if (!isInTime(waitMs, pace) || waitMs > maxMs) return null
  const targets = [...freeAt].flatMap(([target, at]) => (at <= pace.now + waitMs ? [target] : []))
  return { waitMs, targets }
}

function isInTime(waitMs: number, { now, deadlineAt }: Pace): boolean {
  return deadlineAt === null || now + waitMs < deadlineAt
}
