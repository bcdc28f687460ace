/** Bounds grow by a tenth, so that a percentile is off by less than that; 1 ms to about 26 hours. */
const GROWTH = Math.log(1.1)
const BINS = 196

/** Latencies in a fixed amount of memory, however many there are. */
export class LatencyHistogram {
  private readonly counts = new Uint32Array(BINS)
  private total = 0

  add(ms: number): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(Math.log(Math.max(ms, 1)) / GROWTH)))
    this.counts[bin]!++
    this.total++
  }

  /** The upper bound of the bin that the quantile falls into; null without a value. */
  quantile(q: number): number | null {
    if (this.total === 0) return null
    let left = Math.ceil(q * this.total)
    for (let bin = 0; bin < BINS; bin++) {
      left -= this.counts[bin]!
      if (left <= 0) return Math.round(Math.exp(bin * GROWTH) * 10) / 10
    }
    return null
  }
}
