import mongoose from 'mongoose'
import type { UsageDimension, UsageInterval } from '../domain/stores.js'
import type { INPUT_BUCKETS, OUTPUT_BUCKETS } from '../domain/usage.js'

export const USAGE_SHARD_SCHEMA_VERSION = 1

export const INTERVAL_MS = { MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 } as const satisfies Record<UsageInterval, number>
export type ShardDimension = UsageDimension | 'total'

/** Calls without a value of a dimension: refused before a model was resolved. */
export const NO_VALUE = 'none'
/** Where values go that are beyond the cap of their hour. */
export const OVERFLOW_VALUE = 'other'

/** What one writer counted of one value of a dimension in one interval, UTC. Only that writer changes it. Counts are Int64. */
export interface UsageShardDocument {
  readonly _id: string
  readonly organizationId: string
  readonly dimension: ShardDimension
  readonly value: string
  readonly interval: UsageInterval
  readonly start: Date
  readonly writer: string
  /** Every call of the writer up to this one is counted. */
  readonly lastSequence: bigint
  readonly requests: bigint
  readonly errors?: bigint
  readonly input?: Partial<Record<(typeof INPUT_BUCKETS)[number], bigint>>
  readonly output?: Partial<Record<(typeof OUTPUT_BUCKETS)[number], bigint>>
  readonly costNanos?: bigint
  readonly unpriced?: bigint
  /** Calls by latency bin. */
  readonly latency?: Readonly<Record<string, bigint>>
  /** Days are kept. */
  readonly expiresAt?: Date
  readonly schemaVersion: number
}

/** Reports read ranges of time of one dimension; writes find their document by `_id`. */
export const usageShardSchema = new mongoose.Schema<UsageShardDocument>(
  {
    _id: { type: String, required: true },
    organizationId: String,
    dimension: String,
    value: String,
    interval: String,
    start: Date,
    writer: String,
    lastSequence: BigInt,
    expiresAt: Date,
  },
  { collection: 'usage_shards', versionKey: false, autoIndex: false, autoCreate: false },
)
  .index({ organizationId: 1, dimension: 1, interval: 1, start: 1 })
  .index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export interface ShardKey {
  readonly organizationId: string
  readonly dimension: ShardDimension
  readonly value: string
  readonly interval: UsageInterval
  readonly startMs: number
  readonly writer: string
}

export function shardId({ organizationId, dimension, value, interval, startMs, writer }: ShardKey): string {
  return `${organizationId}|${dimension}|${interval}|${(startMs / 60_000).toString(36)}|${writer}|${value}`
}

export function floorTo(interval: UsageInterval, timeMs: number): number {
  return timeMs - (timeMs % INTERVAL_MS[interval])
}
