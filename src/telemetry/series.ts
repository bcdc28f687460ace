import { Counter, type Metric, type Registry } from 'prom-client'

type Labels = Readonly<Record<string, string>>

interface MetricOptions {
  readonly name: string
  readonly help: string
}

/**
 * A counter whose series are found once and kept by whoever adds to them. prom-client finds a series by its labels at each addition,
 * which costs more than all else that is counted of a call.
 */
export class SeriesCounter {
  readonly #series = new Map<string, CounterSeries>()

  constructor(registry: Registry, { name, help, labelNames }: MetricOptions & { readonly labelNames: readonly string[] }) {
    const series = this.#series
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        for (const one of series.values()) one.moveTo(this)
      },
    })
  }

  of(labels: Labels): CounterSeries {
    return getOrCreate(this.#series, labels, () => new CounterSeries(labels))
  }
}

export class CounterSeries {
  readonly #labels: Labels
  /** What was added since the last scrape. */
  #added = 0

  constructor(labels: Labels) {
    this.#labels = labels
  }

  add(value = 1): void {
    this.#added += value
  }

  /** A series that nothing was added to yet is not shown. */
  moveTo(counter: Counter): void {
    if (this.#added > 0) counter.inc(this.#labels, this.#added)
    this.#added = 0
  }
}

/** A histogram whose series are kept like those of `SeriesCounter`. It answers a registry in the shape of prom-client's own. */
export class SeriesHistogram {
  readonly name: string
  readonly #help: string
  readonly #buckets: readonly number[]
  readonly #series = new Map<string, HistogramSeries>()

  constructor(registry: Registry, { name, help, buckets }: MetricOptions & { readonly buckets: readonly number[] }) {
    this.name = name
    this.#help = help
    this.#buckets = buckets
    registry.registerMetric(this as unknown as Metric)
  }

  of(labels: Labels): HistogramSeries {
    return getOrCreate(this.#series, labels, () => new HistogramSeries(labels, this.#buckets))
  }

  async get() {
    const values = [...this.#series.values()].flatMap((series) => series.read(this.name))
    return { name: this.name, help: this.#help, type: 'histogram', aggregator: 'sum', values }
  }
}

export class HistogramSeries {
  readonly #labels: Labels
  readonly #buckets: readonly number[]
  /** One more than there are buckets: the last counts what is above them all. */
  readonly #counts: number[]
  #sum = 0

  constructor(labels: Labels, buckets: readonly number[]) {
    this.#labels = labels
    this.#buckets = buckets
    this.#counts = [...buckets, Number.POSITIVE_INFINITY].map(() => 0)
  }

  observe(value: number): void {
    let bucket = 0
    while (bucket < this.#buckets.length && value > this.#buckets[bucket]!) bucket++
    this.#counts[bucket]! += 1
    this.#sum += value
  }

  /** Each bucket counts those below it too. A series that saw nothing yet is not shown. */
  read(name: string) {
    let count = 0
    const rows = this.#counts.map((own, index) => {
      count += own
      return { metricName: `${name}_bucket`, labels: { le: this.#buckets[index] ?? '+Inf', ...this.#labels }, value: count }
    })
    if (count === 0) return []
    const sum = { metricName: `${name}_sum`, labels: this.#labels, value: this.#sum }
    return [...rows, sum, { metricName: `${name}_count`, labels: this.#labels, value: count }]
  }
}

function getOrCreate<Series>(all: Map<string, Series>, labels: Labels, create: () => Series): Series {
  const key = JSON.stringify(labels)
  const found = all.get(key) ?? create()
  all.set(key, found)
  return found
}
