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
  firstSequence: number
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
  if (after) return INTERVALS.flatMap((interval) => sumCalls(writer, calls, admits, interval, after))
  const minutes = sumCalls(writer, calls, admits, 'MINUTE')
  return [...minutes, ...sumDeltas(minutes, 'HOUR'), ...sumDeltas(minutes, 'DAY')]
}

function sumCalls(
  writer: string,
  calls: readonly DrainedCall[],
  admits: Admits,
  interval: UsageInterval,
  after?: ReadonlyMap<string, number>,
): readonly ShardDelta[] {
  const deltas = new Map<string, ShardDelta>()
  for (const call of calls) {
    const bin = latencyBin(call.record.timings.totalMs)
    for (const key of shardKeys(writer, call, admits, interval)) {
      const id = shardId(key)
      const isNew = after === undefined || call.chain.sequence > (after.get(id) ?? Number.POSITIVE_INFINITY)
      if (isNew) addCall(getDelta(deltas, id, key, call.chain.sequence), call, bin)
    }
  }
  return [...deltas.values()]
}

/** A longer interval is the sum of its minutes: cheaper than adding every call three times. */
function sumDeltas(minutes: readonly ShardDelta[], interval: UsageInterval): readonly ShardDelta[] {
  const deltas = new Map<string, ShardDelta>()
  for (const minute of minutes) {
    const { organizationId, dimension, value, writer } = minute
    const key = { organizationId, dimension, value, writer, interval, startMs: floorTo(interval, minute.startMs) }
    addDelta(getDelta(deltas, shardId(key), key, minute.firstSequence), minute)
  }
  return [...deltas.values()]
}

function shardKeys(writer: string, call: DrainedCall, admits: Admits, interval: UsageInterval): readonly ShardKey[] {
  const { organizationId, endedAt, tags } = call.record
  const endedMs = endedAt.getTime()
  const hourMs = floorTo('HOUR', endedMs)
  const startMs = floorTo(interval, endedMs)
  const keys = valuesOf(call).map(([dimension, asked]) => {
    const value = admits(organizationId, dimension, hourMs, asked) ? asked : OVERFLOW_VALUE
    return { organizationId, dimension, value, interval, startMs, writer }
  })
  return tags.length > 1 ? distinct(keys) : keys
}

/** Two tags beyond the cap are one value. */
function distinct(keys: readonly ShardKey[]): readonly ShardKey[] {
  return [...new Map(keys.map((key) => [`${key.dimension}|${key.value}`, key])).values()]
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

function getDelta(deltas: Map<string, ShardDelta>, id: string, key: ShardKey, sequence: number): ShardDelta {
  let delta = deltas.get(id)
  if (!delta) {
    delta = createDelta(id, key, sequence)
    deltas.set(id, delta)
  }
  return delta
}

function addCall(delta: ShardDelta, { record, chain }: DrainedCall, bin: number): void {
  delta.lastSequence = chain.sequence
  delta.requests += 1
  if (!NO_ERRORS.has(record.status)) delta.errors += 1
  if (record.unpriced) delta.unpriced += 1
  if (record.cost) delta.costNanos += record.cost.totalNanos
  for (let i = 0; i < INPUT_BUCKETS.length; i++) delta.input[i]! += record.usage.input[INPUT_BUCKETS[i]!]
  for (let i = 0; i < OUTPUT_BUCKETS.length; i++) delta.output[i]! += record.usage.output[OUTPUT_BUCKETS[i]!]
  if (record.status !== 'ABANDONED') addLatency(delta.latency, bin, 1)
}

function addDelta(sum: ShardDelta, part: ShardDelta): void {
  sum.firstSequence = Math.min(sum.firstSequence, part.firstSequence)
  sum.lastSequence = Math.max(sum.lastSequence, part.lastSequence)
  sum.requests += part.requests
  sum.errors += part.errors
  sum.unpriced += part.unpriced
  sum.costNanos += part.costNanos
  for (let i = 0; i < part.input.length; i++) sum.input[i]! += part.input[i]!
  for (let i = 0; i < part.output.length; i++) sum.output[i]! += part.output[i]!
  for (const [bin, count] of part.latency) addLatency(sum.latency, bin, count)
}

function addLatency(latency: Map<number, number>, bin: number, count: number): void {
  latency.set(bin, (latency.get(bin) ?? 0) + count)
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
