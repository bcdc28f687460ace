import { createHmac, hash, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { ChainedRecord } from '../domain/journal-sink.js'
import { encodeRecord } from './record-codec.js'

export const MAC_BYTES = 32
export const DIGEST_BYTES = 32
export const SEQUENCE_BYTES = 6
const NO_DIGEST = Buffer.alloc(DIGEST_BYTES)

/** A point of a writer's chain: everything up to `sequence` is summed up by `mac`. */
export interface ChainHead {
  readonly sequence: number
  readonly mac: Buffer
}

export function genesis(sequence: number): ChainHead {
  return { sequence, mac: Buffer.alloc(MAC_BYTES) }
}

/** @param link Sequence, body digest and canonical record, as `linkBytes` lays them out. */
export function macOf(key: KeyObject, previousMac: Uint8Array, link: Uint8Array): Buffer {
  return createHmac('sha256', key).update(previousMac).update(link).digest()
}

export function digestOf(saltAndBody: Uint8Array): Buffer {
  return hash('sha256', saltAndBody, 'buffer')
}

export function linkBytes(sequence: number, bodyDigest: Uint8Array | null, record: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(SEQUENCE_BYTES + DIGEST_BYTES + record.length)
  bytes.writeUIntBE(sequence, 0, SEQUENCE_BYTES)
  bytes.set(bodyDigest ?? NO_DIGEST, SEQUENCE_BYTES)
  bytes.set(record, SEQUENCE_BYTES + DIGEST_BYTES)
  return bytes
}

export interface ChainProblem {
  /** `TAMPERED`: the record, its digest or its code was changed. `MISSING`: records before it are gone. `OUT_OF_ORDER`: it comes too late or twice. */
  readonly type: 'TAMPERED' | 'MISSING' | 'OUT_OF_ORDER'
  readonly sequence: number
}

export interface ChainReport {
  readonly verified: number
  readonly problems: readonly ChainProblem[]
  readonly head: ChainHead
}

/**
 * Verifies records of one writer, in the order given, from a checkpoint that is trusted: the beginning of the chain, or the anchor that
 * retention left. Compare the head of the report with the anchored head to see whether the newest records are gone.
 */
export function verifyChain(key: KeyObject, from: ChainHead, entries: Iterable<ChainedRecord>): ChainReport {
  const problems: ChainProblem[] = []
  let head = from
  let verified = 0
  for (const { record, chain } of entries) {
    const { sequence } = chain
    if (sequence <= head.sequence) {
      problems.push({ type: 'OUT_OF_ORDER', sequence })
      continue
    }
    const stored = Buffer.from(chain.mac)
    const mac = macOf(key, head.mac, linkBytes(sequence, chain.bodyDigest, encodeRecord(record)))
    if (sequence > head.sequence + 1) problems.push({ type: 'MISSING', sequence })
    else if (!isEqual(mac, stored)) problems.push({ type: 'TAMPERED', sequence })
    else verified += 1
    head = { sequence, mac: stored }
  }
  return { verified, problems, head }
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
