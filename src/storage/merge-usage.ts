import type { CallStatus } from '../domain/completion.js'
import type { DrainedCall } from '../domain/journal-sink.js'
import type { UsageInterval } from '../domain/stores.js'
import { INPUT_BUCKETS, OUTPUT_BUCKETS } from '../domain/usage.js'
import { latencyBin } from './latency-histogram.js'
import { floorTo, NO_VALUE, OVERFLOW_VALUE, type ShardDimension, type ShardKey, shardId } from './usage-shard.js'

/** What a batch adds to one shard. */
export interface ShardDelta extends ShardKey {
  readonly id: string
  /** The first and the last call counted. */
  readonly firstSequence: number
  lastSequence: number
  requests: number
  errors: number
  unpriced: number
  costNanos: bigint
  readonly input: number[]
  readonly output: number[]
  readonly latency: Map<number, number>
}

/** Whether a value of a dimension keeps a shard of its own in its hour. */
export type Admits = (organizationId: string, dimension: ShardDimension, hourMs: number, value: string) => boolean

const INTERVALS: readonly UsageInterval[] = ['MINUTE', 'HOUR', 'DAY']
/** Neither an answer nor the caller's own wish to stop. */
const NO_ERRORS: ReadonlySet<CallStatus> = new Set(['COMPLETED', 'CLIENT_CANCELLED'])

/**
 * Sums calls per shard. They are counted where they ended.
 * @param after Last sequences of shards that have counted some of the calls already; only these shards are summed.
 */
export function mergeUsage(
  writer: string,
  calls: readonly DrainedCall[],
  admits: Admits,
  after?: ReadonlyMap<string, number>,
): readonly ShardDelta[] {
  const deltas = new Map<string, ShardDelta>()
  for (const call of calls) {
    for (const key of shardKeys(writer, call, admits)) {
      const id = shardId(key)
      const isNew = after === undefined || call.chain.sequence > (after.get(id) ?? Number.POSITIVE_INFINITY)
      if (isNew) addCall(deltas, id, key, call)
    }
  }
  return [...deltas.values()]
}

function* shardKeys(writer: string, call: DrainedCall, admits: Admits): Generator<ShardKey, void, undefined> {
  const { organizationId, endedAt } = call.record
  const endedMs = endedAt.getTime()
  const hourMs = floorTo('HOUR', endedMs)
  const seen = new Set<string>()
  for (const [dimension, asked] of valuesOf(call)) {
    const value = admits(organizationId, dimension, hourMs, asked) ? asked : OVERFLOW_VALUE
    if (seen.has(`${dimension}|${value}`)) continue
    seen.add(`${dimension}|${value}`)
    for (const interval of INTERVALS)
      yield { organizationId, dimension, value, interval, startMs: floorTo(interval, endedMs), writer }
  }
}

function valuesOf({ record }: DrainedCall): readonly (readonly [ShardDimension, string])[] {
  return [
    ['total', ''],
    ['key', record.keyId],
    ['model', record.model ?? NO_VALUE],
    ['provider', record.provider ?? NO_VALUE],
    ...record.tags.map((tag) => ['tag', tag] as const),
  ]
}

function addCall(deltas: Map<string, ShardDelta>, id: string, key: ShardKey, { record, chain }: DrainedCall): void {
  let delta = deltas.get(id)
  if (!delta) {
    delta = createDelta(id, key, chain.sequence)
    deltas.set(id, delta)
  }
  delta.lastSequence = chain.sequence
  delta.requests += 1
  if (!NO_ERRORS.has(record.status)) delta.errors += 1
  if (record.unpriced) delta.unpriced += 1
  delta.costNanos += record.cost?.totalNanos ?? 0n
  INPUT_BUCKETS.forEach((bucket, i) => {
    delta.input[i]! += record.usage.input[bucket]
  })
  OUTPUT_BUCKETS.forEach((bucket, i) => {
    delta.output[i]! += record.usage.output[bucket]
  })
  if (record.status !== 'ABANDONED') addLatency(delta.latency, record.timings.totalMs)
}

function addLatency(latency: Map<number, number>, ms: number): void {
  const bin = latencyBin(ms)
  latency.set(bin, (latency.get(bin) ?? 0) + 1)
}

function createDelta(id: string, key: ShardKey, sequence: number): ShardDelta {
  return {
    ...key,
    id,
    firstSequence: sequence,
    lastSequence: sequence,
    requests: 0,
    errors: 0,
    unpriced: 0,
    costNanos: 0n,
    input: INPUT_BUCKETS.map(() => 0),
    output: OUTPUT_BUCKETS.map(() => 0),
    latency: new Map(),
  }
}
