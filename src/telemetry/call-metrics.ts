import { Counter, Histogram, type Registry } from 'prom-client'
import type { CallRecord } from '../domain/call-record.js'
import { INPUT_BUCKETS, OUTPUT_BUCKETS } from '../domain/usage.js'
import { LabelCap } from './label-cap.js'

const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
const OVERHEAD_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5]
const MAX_PROVIDERS = 100
const MODEL_LABELS = ['gen_ai_provider_name', 'gen_ai_request_model'] as const

const OPERATION_NAMES = { COMPLETION: 'chat', EMBEDDING: 'embeddings' } as const satisfies Record<CallRecord['operation'], string>

/** The metrics of calls. Models are folded beyond a cap, since callers may name any. */
export class CallMetrics {
  readonly #models: LabelCap
  readonly #providers = new LabelCap(MAX_PROVIDERS)
  readonly #calls
  readonly #seconds
  readonly #firstTokenSeconds
  readonly #overheadSeconds
  readonly #tokens
  readonly #cost
  readonly #unpriced
  readonly #errors
  readonly #attempts

  constructor(registry: Registry, maxModels: number) {
    this.#models = new LabelCap(maxModels)
    const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
      new Counter({ name, help, labelNames: [...labelNames], registers: [registry] })
    const histogram = <Label extends string>(name: string, help: string, labelNames: readonly Label[], buckets: number[]) =>
      new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [registry] })

    this.#calls = counter('weir_calls_total', 'Calls that ended', ['provider', 'model', 'status', 'door'])
    this.#seconds = histogram(
      'gen_ai_client_operation_duration_seconds',
      'Time of calls, from request to end',
      ['gen_ai_operation_name', ...MODEL_LABELS],
      CALL_SECONDS,
    )
    this.#firstTokenSeconds = histogram(
      'gen_ai_server_time_to_first_token_seconds',
      'Time to the first content',
      MODEL_LABELS,
      CALL_SECONDS,
    )
    this.#overheadSeconds = histogram('weir_call_overhead_seconds', 'What the gateway added to calls', ['door'], OVERHEAD_SECONDS)
    this.#tokens = counter('gen_ai_client_token_usage_total', 'Tokens in disjoint kinds, whose sum is the total', [
      'gen_ai_token_type',
      'kind',
      ...MODEL_LABELS,
    ])
    this.#cost = counter(
      'weir_call_cost_usd_total',
      'Known cost of calls, rounded as floats are; bills are in the records',
      MODEL_LABELS,
    )
    this.#unpriced = counter('weir_unpriced_calls_total', 'Calls whose cost is unknown', MODEL_LABELS)
    this.#errors = counter('weir_call_errors_total', 'Calls that ended in an error', ['provider', 'code'])
    this.#attempts = counter('weir_provider_attempts_total', 'Tries of targets', ['provider', 'outcome'])
  }

  observe(call: CallRecord): void {
    const provider = this.#providers.fold(call.provider)
    const model = this.#models.fold(call.model)
    const labels = { gen_ai_provider_name: provider, gen_ai_request_model: model }
    const { timings } = call
    this.#calls.inc({ provider, model, status: call.status, door: call.door })
    this.#seconds.observe({ gen_ai_operation_name: OPERATION_NAMES[call.operation], ...labels }, timings.totalMs / 1000)
    this.#overheadSeconds.observe({ door: call.door }, timings.overheadMs / 1000)
    if (timings.timeToFirstTokenMs !== null) this.#firstTokenSeconds.observe(labels, timings.timeToFirstTokenMs / 1000)
    this.#observeTokens(call, labels)
    if (call.cost && call.cost.totalNanos > 0n) this.#cost.inc(labels, Number(call.cost.totalNanos) / 1e9)
    if (call.unpriced) this.#unpriced.inc(labels)
    if (call.error) this.#errors.inc({ provider, code: call.error.code })
    for (const { target, outcome } of call.attempts) {
      this.#attempts.inc({ provider: this.#providers.fold(target.slice(0, target.indexOf('/'))), outcome })
    }
  }

  #observeTokens({ usage }: CallRecord, labels: { gen_ai_provider_name: string; gen_ai_request_model: string }): void {
    for (const kind of INPUT_BUCKETS) {
      const tokens = usage.input[kind]
      if (tokens > 0) this.#tokens.inc({ gen_ai_token_type: 'input', kind, ...labels }, tokens)
    }
    for (const kind of OUTPUT_BUCKETS) {
      const tokens = usage.output[kind]
      if (tokens > 0) this.#tokens.inc({ gen_ai_token_type: 'output', kind, ...labels }, tokens)
    }
  }
}
