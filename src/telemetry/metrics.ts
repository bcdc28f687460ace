import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { CallRecord } from '../domain/call-record.js'
import { CallMetrics } from './call-metrics.js'
import { DeploymentMetrics, type DeploymentReading } from './deployment-metrics.js'
import { HttpMetrics } from './http-metrics.js'

export interface JournalState {
  readonly bytes: number
  readonly pendingEntries: number
  readonly droppedRecords: number
}

export interface LoadState {
  readonly running: number
  readonly queued: number
  /** Since the start. */
  readonly refused: number
}

export interface Metrics {
  readonly registry: Registry
  /** Once for each call that ended. */
  observeCall(call: CallRecord): void
  /** Once for each HTTP response; `route` is the route's pattern, never the path asked for. */
  observeHttp(response: { method: string; route: string; status: number; seconds: number }): void
  /** Where the journal's gauges read at each scrape. */
  watchJournal(read: () => JournalState): void
  /** How many calls run and wait now, and how many were refused for want of a place, read at each scrape. */
  watchLoad(read: () => LoadState): void
  /** Models whose price may have changed, and models without one, read at each scrape; by one process, since all know the same. */
  watchPrices(read: () => { readonly stale: number; readonly missing: number }): void
  /** The health of the deployments that this process watches, read at each scrape. */
  watchDeployments(read: () => Iterable<DeploymentReading>): void
  /** A retry that the budget of the deployment did not afford. */
  countRefusedRetry(deployment: string): void
  /** This process's metrics in Prometheus' text format. */
  collectText(): Promise<string>
}

export interface MetricsOptions {
  /** Different models that get series of their own, and as many deployments; those after are counted under `other`. */
  readonly maxModels?: number
  /** Event loop, heap and garbage collection of the process. */
  readonly processMetrics?: boolean
}

/**
 * The metrics of one process, named by the conventions of Prometheus and, for what is asked of models, of OpenTelemetry's `gen_ai`.
 * All are sums or can be summed, or say how else several processes aggregate.
 */
export function createMetrics({ maxModels = 200, processMetrics = true }: MetricsOptions = {}): Metrics {
  const registry = new Registry()
  const calls = new CallMetrics(registry, maxModels)
  const deployments = new DeploymentMetrics(registry, maxModels)
  const http = new HttpMetrics(registry)
  watch(registry, 'weir_workers', 'Processes in this scrape', () => 1)
  if (processMetrics) collectDefaultMetrics({ register: registry })
  return {
    registry,
    observeCall(call) {
      calls.observe(call)
      for (const attempt of call.attempts) deployments.observe(attempt)
    },
    observeHttp: (response) => http.observe(response),
    watchJournal: (read) => watchJournal(registry, read),
    watchLoad: (read) => watchLoad(registry, read),
    watchPrices: (read) => {
      watch(registry, 'weir_models_stale_price', 'Models whose price may have changed since it was listed', () => read().stale)
      watch(registry, 'weir_models_without_price', 'Models that are served and have no known price', () => read().missing)
    },
    watchDeployments: (read) => deployments.watch(read),
    countRefusedRetry: (deployment) => deployments.countRefusedRetry(deployment),
    collectText: () => registry.metrics(),
  }
}

function watchLoad(registry: Registry, read: () => LoadState): void {
  watch(registry, 'weir_running_calls', 'Calls that run now', () => read().running)
  watch(registry, 'weir_waiting_calls', 'Calls that wait for a place now', () => read().queued)
  new Counter({
    name: 'weir_overloaded_calls_total',
    help: 'Calls that were refused since there was no place for them in time; they leave no record',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(read().refused)
    },
  })
}

function watchJournal(registry: Registry, read: () => JournalState): void {
  watch(registry, 'weir_journal_bytes', 'Bytes of the journal that are not in the database yet', () => read().bytes)
  watch(registry, 'weir_journal_pending_entries', 'Journal entries that are not in the database yet', () => read().pendingEntries)
  watch(
    registry,
    'weir_journal_dropped_records',
    'Records lost to the journal limit since the start',
    () => read().droppedRecords,
  )
}

function watch(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}
