import { type KeyObject, randomFillSync } from 'node:crypto'
import type { CallRecord } from '../domain/call-record.js'
import type { DrainedCall } from '../domain/journal-sink.js'
import { type ChainHead, DIGEST_BYTES, digestOf, MAC_BYTES, macOf, SEQUENCE_BYTES } from './chain.js'
import { allocateFrame, FRAME_HEADER_BYTES, payloadOf, sealFrame } from './entry-frame.js'
import { decodeRecord } from './record-codec.js'

/** A call that has ended and waits to be written: its record, canonical already, and its packed body. */
export interface UnwrittenEnd {
  readonly record: CallRecord
  readonly metadata: string
  readonly metadataBytes: number
  readonly body: string | null
  readonly bodyBytes: number
}

const SALT_BYTES = 16
const LINK_AT = MAC_BYTES + 4
const DIGEST_AT = LINK_AT + SEQUENCE_BYTES
const METADATA_AT = DIGEST_AT + DIGEST_BYTES

export function createUnwrittenEnd({ record, metadata, body }: Pick<UnwrittenEnd, 'record' | 'metadata' | 'body'>): UnwrittenEnd {
  const bodyBytes = body === null ? 0 : SALT_BYTES + Buffer.byteLength(body)
  return { record, metadata, metadataBytes: Buffer.byteLength(metadata), body, bodyBytes }
}

export function withoutBody(end: UnwrittenEnd): UnwrittenEnd {
  return { ...end, body: null, bodyBytes: 0 }
}

export function endedFrameBytes({ metadataBytes, bodyBytes }: UnwrittenEnd): number {
  return FRAME_HEADER_BYTES + METADATA_AT + metadataBytes + bodyBytes
}

/**
 * MAC (32), length of the metadata (4), sequence (6), body digest (32), metadata, salt (16), body. What the MAC covers is one stretch and
 * what the digest covers another, so neither has to be copied.
 */
export function encodeEnded(key: KeyObject, head: ChainHead, end: UnwrittenEnd): { frame: Buffer; head: ChainHead } {
  const frame = allocateFrame('ended', METADATA_AT + end.metadataBytes + end.bodyBytes)
  const payload = payloadOf(frame)
  const sequence = head.sequence + 1
  const metadataEnd = METADATA_AT + end.metadataBytes
  payload.writeUInt32BE(end.metadataBytes, MAC_BYTES)
  payload.writeUIntBE(sequence, LINK_AT, SEQUENCE_BYTES)
  payload.write(end.metadata, METADATA_AT)
  writeBody(payload, metadataEnd, end.body)
  const mac = macOf(key, head.mac, payload.subarray(LINK_AT, metadataEnd))
  payload.set(mac)
  return { frame: sealFrame(frame), head: { sequence, mac } }
}

function writeBody(payload: Buffer, at: number, body: string | null): void {
  if (body === null) {
    payload.fill(0, DIGEST_AT, METADATA_AT)
    return
  }
  nextSalt().copy(payload, at)
  payload.write(body, at + SALT_BYTES)
  payload.set(digestOf(payload.subarray(at)), DIGEST_AT)
}

/** @param record The record when it is at hand, to save decoding it. */
export function decodeEnded(payload: Buffer, record?: CallRecord): DrainedCall {
  const metadataEnd = METADATA_AT + payload.readUInt32BE(MAC_BYTES)
  const hasBody = payload.length > metadataEnd
  return {
    record: record ?? decodeRecord(payload.subarray(METADATA_AT, metadataEnd)),
    chain: {
      sequence: payload.readUIntBE(LINK_AT, SEQUENCE_BYTES),
      mac: payload.subarray(0, MAC_BYTES),
      bodyDigest: hasBody ? payload.subarray(DIGEST_AT, METADATA_AT) : null,
    },
    body: hasBody
      ? { salt: payload.subarray(metadataEnd, metadataEnd + SALT_BYTES), bytes: payload.subarray(metadataEnd + SALT_BYTES) }
      : null,
  }
}

/** Random bytes are bought by the page: a request for each salt costs more than the salt is worth. */
const salts = Buffer.alloc(4096)
let saltAt = salts.length

function nextSalt(): Buffer {
  if (saltAt === salts.length) {
    randomFillSync(salts)
    saltAt = 0
  }
  saltAt += SALT_BYTES
  return salts.subarray(saltAt - SALT_BYTES, saltAt)
}
