import { Gauge, type Registry } from 'prom-client'
import type { Attempt } from '../domain/completion.js'
import type { CircuitState, DeploymentHealth } from '../domain/health.js'
import { LabelCap } from './label-cap.js'
import { type CounterSeries, type HistogramSeries, SeriesCounter, SeriesHistogram } from './series.js'

export interface DeploymentReading {
  readonly deployment: string
  readonly health: Pick<DeploymentHealth, 'circuit' | 'inFlight' | 'headroom'>
}

const FIRST_TOKEN_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const CIRCUIT_VALUES = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 } as const satisfies Record<CircuitState, number>

/** How the readings of several processes, and of the deployments beyond the cap, become one. */
const MERGES = {
  sum: (a: number, b: number) => a + b,
  max: Math.max,
  min: Math.min,
} as const

interface DeploymentGauge {
  readonly name: string
  readonly help: string
  readonly aggregator: keyof typeof MERGES
  readonly measure: (health: DeploymentReading['health']) => number | null
}

const GAUGES: readonly DeploymentGauge[] = [
  {
    name: 'weir_deployment_circuit',
    help: 'Circuit of a deployment: 0 closed, 1 half-open, 2 open; the worst of the processes',
    aggregator: 'max',
    measure: ({ circuit }) => CIRCUIT_VALUES[circuit],
  },
  {
    name: 'weir_deployment_in_flight',
    help: 'Attempts that run at a deployment',
    aggregator: 'sum',
    measure: ({ inFlight }) => inFlight,
  },
  {
    name: 'weir_deployment_headroom',
    help: 'What is left of the rate limit at a deployment, from 0 to 1; the least that a process heard',
    aggregator: 'min',
    measure: ({ headroom }) => headroom,
  },
]

/** The metrics of deployments. They are folded beyond a cap, since callers may name any model that passes through. */
export class DeploymentMetrics {
  readonly #registry: Registry
  readonly #deployments: LabelCap
  readonly #attempts: SeriesCounter
  readonly #firstToken: SeriesHistogram
  readonly #refusedRetries: SeriesCounter
  readonly #attemptSeries = new Map<string, CounterSeries>()
  readonly #firstTokenSeries = new Map<string, HistogramSeries>()

  constructor(registry: Registry, maxDeployments: number) {
    this.#registry = registry
    this.#deployments = new LabelCap(maxDeployments)
    this.#attempts = new SeriesCounter(registry, {
      name: 'weir_deployment_attempts_total',
      help: 'Attempts at a deployment that ended',
      labelNames: ['deployment', 'outcome', 'code'],
    })
    this.#firstToken = new SeriesHistogram(registry, {
      name: 'weir_deployment_first_token_seconds',
      help: 'Time to the first content of an attempt at a deployment',
      buckets: FIRST_TOKEN_SECONDS,
    })
    this.#refusedRetries = new SeriesCounter(registry, {
      name: 'weir_retry_budget_exhausted_total',
      help: 'Retries that the budget of a deployment did not afford',
      labelNames: ['deployment'],
    })
  }

  observe({ deployment, target, outcome, error, firstTokenMs }: Attempt): void {
    const label = this.#deployments.fold(deployment ?? target)
    this.#attemptsOf(label, outcome, error?.code ?? 'none').add()
    if (firstTokenMs !== undefined && firstTokenMs !== null) this.#firstTokenOf(label).observe(firstTokenMs / 1000)
  }

  countRefusedRetry(deployment: string): void {
    this.#refusedRetries.of({ deployment: this.#deployments.fold(deployment) }).add()
  }

  watch(read: () => Iterable<DeploymentReading>): void {
    for (const { name, help, aggregator, measure } of GAUGES) {
      const values = () => this.#fold(read(), measure, MERGES[aggregator])
      new Gauge({
        name,
        help,
        aggregator,
        labelNames: ['deployment'],
        registers: [this.#registry],
        collect() {
          this.reset() // one that is watched no more has no last value
          for (const [deployment, value] of values()) this.set({ deployment }, value)
        },
      })
    }
  }

  #fold(
    readings: Iterable<DeploymentReading>,
    measure: DeploymentGauge['measure'],
    merge: (a: number, b: number) => number,
  ): ReadonlyMap<string, number> {
    const values = new Map<string, number>()
    for (const { deployment, health } of readings) {
      const value = measure(health)
      if (value === null) continue
      const label = this.#deployments.fold(deployment)
      const known = values.get(label)
      values.set(label, known === undefined ? value : merge(known, value))
    }
    return values
  }

  #attemptsOf(deployment: string, outcome: string, code: string): CounterSeries {
    const key = `${outcome} ${code} ${deployment}`
    const series = this.#attemptSeries.get(key) ?? this.#attempts.of({ deployment, outcome, code })
    this.#attemptSeries.set(key, series)
    return series
  }

  #firstTokenOf(deployment: string): HistogramSeries {
    const series = this.#firstTokenSeries.get(deployment) ?? this.#firstToken.of({ deployment })
    this.#firstTokenSeries.set(deployment, series)
    return series
  }
}
