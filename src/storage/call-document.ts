import mongoose from 'mongoose'
import type { CallRecord, Door, Operation } from '../domain/call-record.js'
import type { Attempt, CallStatus, Timings } from '../domain/completion.js'
import type { FinishReason, Warning } from '../domain/completion-event.js'
import type { ChainedRecord, ChainLink } from '../domain/journal-sink.js'
import { createUsage, type Usage, type UsageCounts, type UsageSource } from '../domain/usage.js'

export const CALL_SCHEMA_VERSION = 1

/**
 * A call as MongoDB keeps it. What is null or zero is left out. What is never searched is one JSON text: nested documents cost twice as
 * much to write.
 */
export interface CallDocument {
  readonly _id: string
  readonly organizationId: string
  readonly keyId: string
  readonly operation: Operation
  readonly door: Door
  readonly requestedModel: string
  readonly stream: boolean
  readonly startedAt: Date
  readonly tags?: readonly string[]
  readonly endUser?: string
  readonly idempotencyKey?: string
  readonly endedAt: Date
  readonly status: CallStatus
  readonly model?: string
  readonly provider?: string
  readonly route?: string
  readonly usage: UsageCounts
  readonly usageSource: UsageSource
  /** Int64. */
  readonly costNanos?: bigint
  readonly priceVersion?: string
  readonly unpriced?: true
  readonly finishReason?: FinishReason
  readonly totalMs: number
  readonly overheadMs: number
  readonly providerMs: number
  readonly timeToFirstTokenMs?: number
  readonly details: string
  readonly configVersion: string
  readonly writer: string
  /** Int64. */
  readonly sequence: bigint
  readonly mac: Uint8Array | mongoose.mongo.Binary
  readonly bodyDigest?: Uint8Array | mongoose.mongo.Binary
  readonly expiresAt: Date
  readonly schemaVersion: number
}

interface Details {
  readonly attempts: readonly PackedAttempt[]
  readonly routing?: CallRecord['routing']
  readonly shadowOf?: string
  readonly stages: Timings['stages']
  readonly warnings: readonly Warning[]
  readonly error: CallRecord['error']
}

/** JSON has no integers of 64 bits. */
type PackedAttempt = Omit<Attempt, 'costNanos'> & { readonly costNanos?: string }

/** Retention is by `expiresAt`; lists are by organisation, newest first, other filters are tested on the way. */
export const callSchema = new mongoose.Schema<CallDocument>(
  {
    _id: { type: String, required: true },
    organizationId: String,
    keyId: String,
    status: String,
    model: String,
    provider: String,
    tags: { type: [String], default: undefined },
    idempotencyKey: String,
    writer: String,
    sequence: BigInt,
    expiresAt: Date,
  },
  { collection: 'calls', versionKey: false, autoIndex: false, autoCreate: false },
)
  .index({ organizationId: 1, _id: -1 })
  .index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export function toCallDocument(record: CallRecord, chain: ChainLink, expiresAt: Date): CallDocument {
  const { timings, cost } = record
  return {
    _id: record.id,
    organizationId: record.organizationId,
    keyId: record.keyId,
    operation: record.operation,
    door: record.door,
    requestedModel: record.requestedModel,
    stream: record.stream,
    startedAt: record.startedAt,
    ...(record.tags.length > 0 && { tags: record.tags }),
    ...(record.endUser !== undefined && { endUser: record.endUser }),
    ...(record.idempotencyKey !== undefined && { idempotencyKey: record.idempotencyKey }),
    endedAt: record.endedAt,
    status: record.status,
    ...(record.model !== null && { model: record.model }),
    ...(record.provider !== null && { provider: record.provider }),
    ...(record.route !== null && { route: record.route }),
    usage: { input: withoutZeros(record.usage.input), output: withoutZeros(record.usage.output) },
    usageSource: record.usageSource,
    ...(cost && { costNanos: cost.totalNanos, priceVersion: cost.priceVersion }),
    ...(record.unpriced && { unpriced: true as const }),
    ...(record.finishReason !== null && { finishReason: record.finishReason }),
    totalMs: timings.totalMs,
    overheadMs: timings.overheadMs,
    providerMs: timings.providerMs,
    ...(timings.timeToFirstTokenMs !== null && { timeToFirstTokenMs: timings.timeToFirstTokenMs }),
    details: packDetails(record),
    configVersion: record.configVersion,
    writer: record.writer,
    sequence: BigInt(chain.sequence),
    mac: chain.mac,
    ...(chain.bodyDigest && { bodyDigest: chain.bodyDigest }),
    expiresAt,
    schemaVersion: CALL_SCHEMA_VERSION,
  }
}

export function toCallRecord(document: CallDocument): CallRecord {
  const { attempts, stages, warnings, error, routing, shadowOf } = JSON.parse(document.details) as Details
  const { totalMs, overheadMs, providerMs, timeToFirstTokenMs = null } = document
  return {
    id: document._id,
    organizationId: document.organizationId,
    keyId: document.keyId,
    operation: document.operation,
    door: document.door,
    requestedModel: document.requestedModel,
    stream: document.stream,
    startedAt: document.startedAt,
    tags: document.tags ?? [],
    ...(document.endUser !== undefined && { endUser: document.endUser }),
    ...(document.idempotencyKey !== undefined && { idempotencyKey: document.idempotencyKey }),
    endedAt: document.endedAt,
    status: document.status,
    model: document.model ?? null,
    provider: document.provider ?? null,
    route: document.route ?? null,
    usage: toUsage(document.usage),
    usageSource: document.usageSource,
    cost: toCost(document),
    unpriced: document.unpriced ?? false,
    finishReason: document.finishReason ?? null,
    ...(routing !== undefined && { routing }),
    ...(shadowOf !== undefined && { shadowOf }),
    attempts: attempts.map(unpackAttempt),
    timings: { totalMs, overheadMs, providerMs, timeToFirstTokenMs, stages },
    warnings,
    error,
    configVersion: document.configVersion,
    writer: document.writer,
  }
}

export function toChainedRecord(document: CallDocument): ChainedRecord {
  const { sequence, mac, bodyDigest } = document
  const chain = { sequence: Number(sequence), mac: toBytes(mac), bodyDigest: bodyDigest ? toBytes(bodyDigest) : null }
  return { record: toCallRecord(document), chain }
}

export function toBytes(value: Uint8Array | mongoose.mongo.Binary): Buffer {
  const bytes = value instanceof Uint8Array ? value : value.buffer.subarray(0, value.position)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function packDetails({ attempts, timings, warnings, error, routing, shadowOf }: CallRecord): string {
  const packed = attempts.map(packAttempt)
  return JSON.stringify({ attempts: packed, stages: timings.stages, warnings, error, routing, shadowOf } satisfies Details)
}

function packAttempt(attempt: Attempt): PackedAttempt {
  const { target, deployment, role, outcome, durationMs, firstTokenMs, error, costNanos } = attempt
  return { target, deployment, role, outcome, durationMs, firstTokenMs, error, costNanos: costNanos?.toString() }
}

function unpackAttempt({ costNanos, ...attempt }: PackedAttempt): Attempt {
  return costNanos === undefined ? attempt : { ...attempt, costNanos: BigInt(costNanos) }
}

function withoutZeros<Bucket extends string>(counts: Readonly<Record<Bucket, number>>): Partial<Record<Bucket, number>> {
  const kept: Partial<Record<Bucket, number>> = {}
  for (const bucket in counts) if (counts[bucket] !== 0) kept[bucket] = counts[bucket]
  return kept
}

/** Counts beyond 32 bits come back as BigInt or as number, as the database keeps them. */
function toUsage({ input = {}, output = {} }: UsageCounts): Usage {
  return createUsage({ input: toNumbers(input), output: toNumbers(output) })
}

function toNumbers<Counts extends object>(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).map(([bucket, count]) => [bucket, Number(count)])) as Counts
}

function toCost({ costNanos, priceVersion }: CallDocument): CallRecord['cost'] {
  return costNanos === undefined ? null : { totalNanos: BigInt(costNanos), currency: 'USD', priceVersion: priceVersion ?? '' }
}
