import type { Model } from 'mongoose'
import { GatewayError } from '../domain/gateway-error.js'
import type { UsageBucket, UsageQuery, UsageStore } from '../domain/stores.js'
import { INPUT_BUCKETS, OUTPUT_BUCKETS } from '../domain/usage.js'
import type { ShardRetention } from './apply-usage.js'
import { latencyPercentile } from './latency-histogram.js'
import { plainText } from './plain-text.js'
import { MAX_BUCKETS, planReport, type ReportPiece, tooManyBuckets } from './plan-report.js'
import { guard } from './storage-errors.js'
import { floorTo, type ShardDimension, type UsageShardDocument } from './usage-shard.js'

const MAX_SHARDS = 500_000

export function createUsageStore(shards: Model<UsageShardDocument>, retention: ShardRetention, now: () => Date): UsageStore {
  return {
    async report(organizationId, query) {
      const { dimension, pieces } = planReport(query, now(), retention)
      const sums = new Sums(query)
      for (const piece of pieces) await guard(() => addPiece(shards, sums, organizationId, dimension, piece, query))
      return sums.buckets()
    },
  }
}

async function addPiece(
  shards: Model<UsageShardDocument>,
  sums: Sums,
  organizationId: string,
  dimension: ShardDimension,
  { interval, fromMs, toMs }: ReportPiece,
  { where }: UsageQuery,
): Promise<void> {
  const start = { $gte: new Date(fromMs), $lt: new Date(toMs) }
  const filter = { organizationId, dimension, interval, start, ...(where && { value: plainText('where.value', where.value) }) }
  const found = shards.find(filter).batchSize(1_000).lean<UsageShardDocument>().cursor()
  for await (const shard of found) sums.add(shard)
}

interface Sum {
  readonly startMs: number | null
  readonly group: string | null
  requests: bigint
  errors: bigint
  costNanos: bigint
  unpriced: bigint
  readonly input: Record<(typeof INPUT_BUCKETS)[number], bigint>
  readonly output: Record<(typeof OUTPUT_BUCKETS)[number], bigint>
  readonly latency: Map<number, bigint>
}

class Sums {
  readonly #query: UsageQuery
  readonly #sums = new Map<string, Sum>()
  #shards = 0

  constructor(query: UsageQuery) {
    this.#query = query
  }

  add(shard: UsageShardDocument): void {
    this.#shards += 1
    if (this.#shards > MAX_SHARDS)
      throw new GatewayError('INVALID_REQUEST', 'The report reads too much. Ask for a shorter range.', { path: 'from' })
    const sum = this.#sumOf(shard)
    sum.requests += BigInt(shard.requests)
    sum.errors += BigInt(shard.errors ?? 0)
    sum.costNanos += BigInt(shard.costNanos ?? 0)
    sum.unpriced += BigInt(shard.unpriced ?? 0)
    for (const bucket of INPUT_BUCKETS) sum.input[bucket] += BigInt(shard.input?.[bucket] ?? 0)
    for (const bucket of OUTPUT_BUCKETS) sum.output[bucket] += BigInt(shard.output?.[bucket] ?? 0)
    for (const [bin, count] of Object.entries(shard.latency ?? {})) {
      sum.latency.set(Number(bin), (sum.latency.get(Number(bin)) ?? 0n) + BigInt(count))
    }
  }

  /** By time, then by group. */
  buckets(): readonly UsageBucket[] {
    const sums = [...this.#sums.values()]
    sums.sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0) || compare(a.group ?? '', b.group ?? ''))
    return sums.map(toBucket)
  }

  #sumOf(shard: UsageShardDocument): Sum {
    const { interval, groupBy } = this.#query
    const startMs = interval ? floorTo(interval, shard.start.getTime()) : null
    const group = groupBy ? shard.value : null
    const key = `${startMs}|${group}`
    let sum = this.#sums.get(key)
    if (!sum) {
      if (this.#sums.size >= MAX_BUCKETS) throw tooManyBuckets()
      sum = createSum(startMs, group)
      this.#sums.set(key, sum)
    }
    return sum
  }
}

function createSum(startMs: number | null, group: string | null): Sum {
  return {
    startMs,
    group,
    requests: 0n,
    errors: 0n,
    costNanos: 0n,
    unpriced: 0n,
    input: { text: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, audio: 0n, image: 0n },
    output: { text: 0n, reasoning: 0n, audio: 0n, image: 0n },
    latency: new Map(),
  }
}

function toBucket({ startMs, group, requests, errors, input, output, costNanos, unpriced, latency }: Sum): UsageBucket {
  return {
    start: startMs === null ? null : new Date(startMs),
    group,
    requests,
    errors,
    usage: { input, output },
    costNanos,
    unpricedRequests: unpriced,
    p50Ms: latencyPercentile(latency, 0.5),
    p95Ms: latencyPercentile(latency, 0.95),
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
