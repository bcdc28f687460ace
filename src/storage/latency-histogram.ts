const BINS_PER_OCTAVE = 8
const LAST_BIN = 1 + BINS_PER_OCTAVE * 21

/**
 * The bin of a latency: eight for each doubling from one millisecond on, the first below it, the last above half an hour. Bins are the same
 * everywhere, so histograms merge by adding. A percentile read from them is off by at most 4.5 % (half a bin) above a millisecond.
 */
export function latencyBin(ms: number): number {
  if (!(ms >= 1)) return 0
  return Math.min(1 + Math.floor(Math.log2(ms) * BINS_PER_OCTAVE), LAST_BIN)
}

/** The latency that a share of the calls does not exceed; null without calls. */
export function latencyPercentile(bins: ReadonlyMap<number, bigint>, share: number): number | null {
  let total = 0n
  for (const count of bins.values()) total += count
  if (total === 0n) return null
  const rank = BigInt(Math.max(1, Math.ceil(Number(total) * share)))
  let seen = 0n
  for (const bin of [...bins.keys()].sort((a, b) => a - b)) {
    seen += bins.get(bin)!
    if (seen >= rank) return middleOf(bin)
  }
  return null
}

function middleOf(bin: number): number {
  return bin === 0 ? 0.5 : Math.round(2 ** ((bin - 0.5) / BINS_PER_OCTAVE) * 100) / 100
}
