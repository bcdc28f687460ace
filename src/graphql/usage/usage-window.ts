import type { CallStatus } from '../../domain/completion.js'
import { formatNanos } from '../../domain/cost.js'
import type { EndedCall } from '../../domain/live-usage.js'
import type { UsageQuery } from '../../domain/stores.js'
import { inputTokens, outputTokens } from '../../domain/usage.js'
import { LatencyHistogram } from './latency-histogram.js'
import type { UsageWindow } from './usage.type.js'

/** As the stored roll-ups count: a caller who hangs up is no error. */
const NO_ERRORS: ReadonlySet<CallStatus> = new Set(['COMPLETED', 'CLIENT_CANCELLED'])

/** Adds up the calls of one window; its size does not depend on their number. */
export class UsageTally {
  private requests = 0
  private errors = 0
  private inputTokens = 0
  private outputTokens = 0
  private costNanos = 0n
  private unpricedRequests = 0
  private readonly latencies = new LatencyHistogram()

  add(call: EndedCall): void {
    this.requests++
    if (!NO_ERRORS.has(call.status)) this.errors++
    this.inputTokens += inputTokens(call.usage)
    this.outputTokens += outputTokens(call.usage)
    if (call.cost) this.costNanos += call.cost.totalNanos
    else this.unpricedRequests++
    this.latencies.add(call.totalMs)
  }

  toWindow(from: Date, to: Date): UsageWindow {
    return {
      from,
      to,
      requests: this.requests,
      errors: this.errors,
      inputTokens: this.inputTokens,
      outputTokens: this.outputTokens,
      totalTokens: this.inputTokens + this.outputTokens,
      cost: formatNanos(this.costNanos),
      unpricedRequests: this.unpricedRequests,
      p50Ms: this.latencies.quantile(0.5),
      p95Ms: this.latencies.quantile(0.95),
    }
  }
}

export function matches(call: EndedCall, where: UsageQuery['where']): boolean {
  if (!where) return true
  switch (where.dimension) {
    case 'key':
      return call.keyId === where.value
    case 'model':
      return call.model === where.value
    case 'provider':
      return call.provider === where.value
    case 'tag':
      return call.tags.includes(where.value)
    default:
      return where.dimension satisfies never
  }
}
