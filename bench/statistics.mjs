/** The value below which `share` of the samples lie, interpolated linearly between neighbours. NaN without samples. */
export function quantile(samples, share) {
  if (samples.length === 0) return Number.NaN
  const sorted = Float64Array.from(samples).sort()
  const at = (sorted.length - 1) * share
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below)
}

export function median(samples) {
  return quantile(samples, 0.5)
}

/** Mulberry32: numbers in [0, 1), the same for the same seed, so that a report can be computed again from its samples. */
export function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * Median over the rounds and the interval that covers 95 % of the medians of rounds drawn again with replacement (percentile bootstrap).
 * With five rounds the interval reaches about to the extremes of the five; with fewer it cannot reach far enough.
 */
export function summarize(rounds, { resamples = 2000, seed = 1 } = {}) {
  const known = rounds.filter(Number.isFinite)
  if (known.length === 0) return { median: Number.NaN, low: Number.NaN, high: Number.NaN, rounds: 0 }
  const random = createRandom(seed)
  const medians = Array.from({ length: resamples }, () => median(known.map(() => known[Math.floor(random() * known.length)])))
  return { median: median(known), low: quantile(medians, 0.025), high: quantile(medians, 0.975), rounds: known.length }
}

/** One figure a round: what `of` gives for the subject, set against the yardstick of the same round. */
export function compareRounds(subjectRounds, yardstickRounds, of, relate) {
  return summarize(subjectRounds.map((subject, round) => relate(of(subject), of(yardstickRounds[round]))))
}

export const asRatio = (subject, yardstick) => subject / yardstick
export const asDifference = (subject, yardstick) => subject - yardstick
