import type { Model } from 'mongoose'
import type { DrainedCall, JournalSink, RejectedCall } from '../domain/journal-sink.js'
import { applyUsage, type ShardRetention } from './apply-usage.js'
import { type CallBodyDocument, toCallBodyDocument } from './call-body-document.js'
import { type CallDocument, toBytes, toCallDocument } from './call-document.js'
import { bulkFailures, DUPLICATE_KEY, guard, type WriteFailure } from './storage-errors.js'
import type { UsageShardDocument } from './usage-shard.js'
import { ValueCaps } from './value-caps.js'

export interface SinkOptions {
  readonly calls: Model<CallDocument>
  readonly bodies: Model<CallBodyDocument>
  readonly shards: Model<UsageShardDocument>
  readonly callRetentionDays: number
  readonly bodyRetentionDays: number
  readonly shardRetention: ShardRetention
}

const DAY_MS = 86_400_000

/** Calls first: what is counted can always be shown. Native bulk writes, for a document made by mongoose costs more than its insert. */
export function createJournalSink(options: SinkOptions): JournalSink {
  const capsOf = new Map<string, ValueCaps>()
  return {
    async apply(writer, calls) {
      const rejected = await insertCalls(options, calls)
      const accepted = rejected.length === 0 ? calls : without(calls, rejected)
      await insertBodies(options, accepted)
      const caps = capsOf.get(writer) ?? new ValueCaps(options.shards, writer)
      capsOf.set(writer, caps)
      await applyUsage(options.shards, writer, accepted, caps, options.shardRetention)
      return rejected
    },
  }
}

async function insertCalls({ calls: model, callRetentionDays }: SinkOptions, calls: readonly DrainedCall[]) {
  const documents = calls.map(({ record, chain }) => toCallDocument(record, chain, later(record.endedAt, callRetentionDays)))
  const failures = await bulkFailures(() => model.collection.insertMany(documents as never[], { ordered: false }))
  if (failures.length === 0) return []
  const repeated = failures.filter(({ code }) => code === DUPLICATE_KEY).map(({ index }) => calls[index]!)
  const refused = failures.filter(({ code }) => code !== DUPLICATE_KEY).map((failure) => toRejected(calls, failure))
  return [...refused, ...(await findConflicts(model, repeated))]
}

/** A call that is there already is the same one, applied before; another one under its id would be lost in silence. */
async function findConflicts(model: Model<CallDocument>, calls: readonly DrainedCall[]): Promise<readonly RejectedCall[]> {
  if (calls.length === 0) return []
  const ids = calls.map(({ record }) => record.id)
  const stored = await guard(() => model.find({ _id: { $in: ids } }, { mac: 1 }).lean<Pick<CallDocument, '_id' | 'mac'>[]>())
  const macs = new Map(stored.map(({ _id, mac }) => [_id, toBytes(mac)]))
  return calls
    .filter(({ record, chain }) => macs.get(record.id)?.equals(chain.mac) === false)
    .map(({ chain }) => ({ sequence: chain.sequence, reason: 'Another call has the same id' }))
}

/** A body that cannot be stored is not worth its call. */
async function insertBodies({ bodies: model, bodyRetentionDays }: SinkOptions, calls: readonly DrainedCall[]): Promise<void> {
  const documents = calls
    .map((call) => toCallBodyDocument(call, later(call.record.endedAt, bodyRetentionDays)))
    .filter((document) => document !== null)
  if (documents.length === 0) return
  await bulkFailures(() => model.collection.insertMany(documents as never[], { ordered: false }))
}

function toRejected(calls: readonly DrainedCall[], { index, message }: WriteFailure): RejectedCall {
  return { sequence: calls[index]!.chain.sequence, reason: message }
}

function without(calls: readonly DrainedCall[], rejected: readonly RejectedCall[]): readonly DrainedCall[] {
  const sequences = new Set(rejected.map(({ sequence }) => sequence))
  return calls.filter(({ chain }) => !sequences.has(chain.sequence))
}

function later(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS)
}
