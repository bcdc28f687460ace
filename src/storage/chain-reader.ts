import type { Model } from 'mongoose'
import type { ChainedRecord } from '../domain/journal-sink.js'
import { type CallDocument, toChainedRecord } from './call-document.js'
import { guard } from './storage-errors.js'

const BATCH = 500

/**
 * A writer's records in the order of its chain. Verification is rare, so it has no index, which every call would pay for: one pass over the
 * collection finds the order, then the records are read by id.
 */
export async function* readChain(
  calls: Model<CallDocument>,
  writer: string,
  afterSequence: number,
): AsyncGenerator<readonly ChainedRecord[], void, undefined> {
  const filter = { writer, sequence: { $gt: BigInt(afterSequence) } }
  const found = await guard(() => calls.find(filter, { sequence: 1 }).lean<Pick<CallDocument, '_id' | 'sequence'>[]>())
  const ids = found.sort((a, b) => Number(BigInt(a.sequence) - BigInt(b.sequence))).map(({ _id }) => _id)
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH)
    const documents = await guard(() => calls.find({ _id: { $in: batch } }).lean<CallDocument[]>())
    yield documents.map(toChainedRecord).sort((a, b) => a.chain.sequence - b.chain.sequence)
  }
}
