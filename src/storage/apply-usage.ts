import type { Model } from 'mongoose'
import type { DrainedCall } from '../domain/journal-sink.js'
import { INPUT_BUCKETS, OUTPUT_BUCKETS } from '../domain/usage.js'
import { mergeUsage, type ShardDelta } from './merge-usage.js'
import { bulkFailures, DUPLICATE_KEY, guard } from './storage-errors.js'
import { USAGE_SHARD_SCHEMA_VERSION, type UsageShardDocument } from './usage-shard.js'
import type { ValueCaps } from './value-caps.js'

export interface ShardRetention {
  readonly minuteDays: number
  readonly hourDays: number
}

const DAY_MS = 86_400_000

/**
 * Counts calls in the shards of their writer, each call once: an update finds its shard only while that has counted none of its calls, and
 * sets the last one counted in the same step. Where it does not find it, the upsert meets the document that is there (E11000): then what
 * the shard has not counted yet is summed again.
 */
export async function applyUsage(
  shards: Model<UsageShardDocument>,
  writer: string,
  calls: readonly DrainedCall[],
  caps: ValueCaps,
  retention: ShardRetention,
): Promise<void> {
  await caps.load(calls)
  let deltas = mergeUsage(writer, calls, caps.admits)
  while (deltas.length > 0) {
    const met = await upsert(shards, deltas, retention)
    if (met.length === 0) break
    deltas = mergeUsage(writer, calls, caps.admits, await lastSequences(shards, met))
  }
  caps.forgetOldest()
}

/** The shards that have counted some of the calls before. */
async function upsert(
  shards: Model<UsageShardDocument>,
  deltas: readonly ShardDelta[],
  retention: ShardRetention,
): Promise<readonly ShardDelta[]> {
  const operations = deltas.map((delta) => ({ updateOne: { ...toUpdate(delta, retention), upsert: true } }))
  const failures = await bulkFailures(() => shards.collection.bulkWrite(operations as never, { ordered: false }))
  const other = failures.find(({ code }) => code !== DUPLICATE_KEY)
  if (other) throw new Error(`Usage cannot be counted: ${other.message}`)
  return failures.map(({ index }) => deltas[index]!)
}

async function lastSequences(
  shards: Model<UsageShardDocument>,
  met: readonly ShardDelta[],
): Promise<ReadonlyMap<string, number>> {
  const ids = met.map(({ id }) => id)
  const found = await guard(() => shards.find({ _id: { $in: ids } }, { lastSequence: 1 }).lean<UsageShardDocument[]>())
  return new Map(found.map(({ _id, lastSequence }) => [_id, Number(lastSequence)]))
}

function toUpdate(delta: ShardDelta, retention: ShardRetention) {
  return {
    filter: { _id: delta.id, lastSequence: { $lt: BigInt(delta.firstSequence) } },
    update: {
      $inc: increments(delta),
      $set: { lastSequence: BigInt(delta.lastSequence) },
      $setOnInsert: {
        organizationId: delta.organizationId,
        dimension: delta.dimension,
        value: delta.value,
        interval: delta.interval,
        start: new Date(delta.startMs),
        writer: delta.writer,
        ...expiry(delta, retention),
        schemaVersion: USAGE_SHARD_SCHEMA_VERSION,
      },
    },
  }
}

function increments(delta: ShardDelta): Record<string, bigint> {
  const counts: Record<string, bigint> = { requests: BigInt(delta.requests) }
  if (delta.errors > 0) counts['errors'] = BigInt(delta.errors)
  if (delta.unpriced > 0) counts['unpriced'] = BigInt(delta.unpriced)
  if (delta.costNanos !== 0n) counts['costNanos'] = delta.costNanos
  INPUT_BUCKETS.forEach((bucket, i) => {
    if (delta.input[i]) counts[`input.${bucket}`] = BigInt(delta.input[i])
  })
  OUTPUT_BUCKETS.forEach((bucket, i) => {
    if (delta.output[i]) counts[`output.${bucket}`] = BigInt(delta.output[i])
  })
  for (const [bin, count] of delta.latency) counts[`latency.${bin}`] = BigInt(count)
  return counts
}

function expiry({ interval, startMs }: ShardDelta, { minuteDays, hourDays }: ShardRetention): { expiresAt?: Date } {
  if (interval === 'DAY') return {}
  return { expiresAt: new Date(startMs + (interval === 'MINUTE' ? minuteDays : hourDays) * DAY_MS) }
}
