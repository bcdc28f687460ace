import type { Registry } from 'prom-client'
import type { CallRecord } from '../domain/call-record.js'
import { INPUT_BUCKETS, OUTPUT_BUCKETS } from '../domain/usage.js'
import { LabelCap } from './label-cap.js'
import { SeriesCounter, SeriesHistogram } from './series.js'

const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
const OVERHEAD_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5]
const MAX_PROVIDERS = 100
const MODEL_LABELS = ['gen_ai_provider_name', 'gen_ai_request_model'] as const

const OPERATION_NAMES = {
  COMPLETION: 'chat',
  EMBEDDING: 'embeddings',
  RERANK: 'rerank',
  MODERATION: 'moderation',
} as const satisfies Record<CallRecord['operation'], string>

/** The metrics of calls. Models are folded beyond a cap, since callers may name any. */
export class CallMetrics {
  readonly #models: LabelCap
  readonly #providers = new LabelCap(MAX_PROVIDERS)
  readonly #metrics
  readonly #series = new Map<string, CallSeries>()

  constructor(registry: Registry, maxModels: number) {
    this.#models = new LabelCap(maxModels)
    this.#metrics = createCallMetrics(registry)
  }

  observe(call: CallRecord): void {
    const { timings, usage } = call
    const provider = this.#providers.fold(call.provider)
    const series = this.#seriesOf(call, provider, this.#models.fold(call.model))
    series.calls.add()
    series.seconds.observe(timings.totalMs / 1000)
    series.overheadSeconds.observe(timings.overheadMs / 1000)
    if (timings.timeToFirstTokenMs !== null) series.firstTokenSeconds.observe(timings.timeToFirstTokenMs / 1000)
    for (let i = 0; i < INPUT_BUCKETS.length; i++) series.inputTokens[i]!.add(usage.input[INPUT_BUCKETS[i]!])
    for (let i = 0; i < OUTPUT_BUCKETS.length; i++) series.outputTokens[i]!.add(usage.output[OUTPUT_BUCKETS[i]!])
    if (call.cost) series.cost.add(Number(call.cost.totalNanos) / 1e9)
    if (call.unpriced) series.unpriced.add()
    if (call.error) this.#metrics.errors.of({ provider, code: call.error.code }).add()
    for (const { target, outcome } of call.attempts) {
      this.#metrics.attempts.of({ provider: this.#providers.fold(target.slice(0, target.indexOf('/'))), outcome }).add()
    }
  }

  #seriesOf({ operation, status, door }: CallRecord, provider: string, model: string): CallSeries {
    const key = `${operation} ${status} ${door} ${provider} ${model}`
    let series = this.#series.get(key)
    if (!series) {
      series = findSeries(this.#metrics, { operation, status, door, provider, model })
      this.#series.set(key, series)
    }
    return series
  }
}

function createCallMetrics(registry: Registry) {
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new SeriesCounter(registry, { name, help, labelNames })
  const histogram = (name: string, help: string, buckets: readonly number[]) =>
    new SeriesHistogram(registry, { name, help, buckets })
  return {
    calls: counter('weir_calls_total', 'Calls that ended', ['provider', 'model', 'status', 'door']),
    seconds: histogram('gen_ai_client_operation_duration_seconds', 'Time of calls, from request to end', CALL_SECONDS),
    firstTokenSeconds: histogram('gen_ai_server_time_to_first_token_seconds', 'Time to the first content', CALL_SECONDS),
    overheadSeconds: histogram('weir_call_overhead_seconds', 'What the gateway added to calls', OVERHEAD_SECONDS),
    tokens: counter('gen_ai_client_token_usage_total', 'Tokens in disjoint kinds, whose sum is the total', [
      'gen_ai_token_type',
      'kind',
      ...MODEL_LABELS,
    ]),
    cost: counter(
      'weir_call_cost_usd_total',
      'Known cost of calls, rounded as floats are; bills are in the records',
      MODEL_LABELS,
    ),
    unpriced: counter('weir_unpriced_calls_total', 'Calls whose cost is unknown', MODEL_LABELS),
    errors: counter('weir_call_errors_total', 'Calls that ended in an error', ['provider', 'code']),
    attempts: counter('weir_provider_attempts_total', 'Tries of targets', ['provider', 'outcome']),
  }
}

interface CallLabels extends Pick<CallRecord, 'operation' | 'status' | 'door'> {
  readonly provider: string
  readonly model: string
}

/** The series that calls of these labels count in. */
function findSeries(metrics: ReturnType<typeof createCallMetrics>, { operation, status, door, provider, model }: CallLabels) {
  const labels = { gen_ai_provider_name: provider, gen_ai_request_model: model }
  const tokens = (type: string, kind: string) => metrics.tokens.of({ gen_ai_token_type: type, kind, ...labels })
  return {
    calls: metrics.calls.of({ provider, model, status, door }),
    seconds: metrics.seconds.of({ gen_ai_operation_name: OPERATION_NAMES[operation], ...labels }),
    firstTokenSeconds: metrics.firstTokenSeconds.of(labels),
    overheadSeconds: metrics.overheadSeconds.of({ door }),
    inputTokens: INPUT_BUCKETS.map((kind) => tokens('input', kind)),
    outputTokens: OUTPUT_BUCKETS.map((kind) => tokens('output', kind)),
    cost: metrics.cost.of(labels),
    unpriced: metrics.unpriced.of(labels),
  }
}

type CallSeries = ReturnType<typeof findSeries>
