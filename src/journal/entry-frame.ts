import { crc32 } from 'node:zlib'

export const ENTRY_KINDS = { segment: 1, started: 2, ended: 3 } as const
export type EntryKind = keyof typeof ENTRY_KINDS

/** Magic (2), kind (1), version (1), length of the payload (4), CRC-32 of all that and the payload (4). */
export const FRAME_HEADER_BYTES = 12
const CRC_OFFSET = 8
const MAGIC = Buffer.from('WE')
const VERSION = 1
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024

/** A frame with room for a payload: fill `payloadOf(frame)`, then `sealFrame` it. */
export function allocateFrame(kind: EntryKind, payloadBytes: number): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payloadBytes)
  MAGIC.copy(frame)
  frame[2] = ENTRY_KINDS[kind]
  frame[3] = VERSION
  frame.writeUInt32BE(payloadBytes, 4)
  return frame
}

export function payloadOf(frame: Buffer): Buffer {
  return frame.subarray(FRAME_HEADER_BYTES)
}

export function sealFrame(frame: Buffer): Buffer {
  frame.writeUInt32BE(checksum(frame), CRC_OFFSET)
  return frame
}

export function encodeJsonFrame(kind: EntryKind, value: unknown): Buffer {
  const json = JSON.stringify(value)
  const frame = allocateFrame(kind, Buffer.byteLength(json))
  frame.write(json, FRAME_HEADER_BYTES)
  return sealFrame(frame)
}

/** What lies at an offset of a segment, and where the next thing begins. */
export interface ScannedFrame {
  readonly type: 'entry' | 'corrupt' | 'torn'
  readonly offset: number
  readonly next: number
  readonly kind: EntryKind
  readonly payload: Buffer
}

/**
 * The frames of a segment in order. `torn` is an incomplete last one; `corrupt` is a stretch of bytes that is no entry, whether or not
 * entries follow it. Text cannot be mistaken for a frame: the kind is a control character, which JSON escapes.
 */
export function* scanFrames(buffer: Buffer, from = 0): Generator<ScannedFrame, void, undefined> {
  let offset = from
  while (offset < buffer.length) {
    const frame = readFrame(buffer, offset) ?? skipDamage(buffer, offset)
    yield frame
    offset = frame.next
  }
}

/** The valid frame at an offset, or null. */
export function readFrame(buffer: Buffer, offset: number): ScannedFrame | null {
  const kind = kindAt(buffer, offset)
  const next = frameEnd(buffer, offset)
  if (!kind || next === null || next > buffer.length) return null
  const frame = buffer.subarray(offset, next)
  if (frame.readUInt32BE(CRC_OFFSET) !== checksum(frame)) return null
  return { type: 'entry', offset, next, kind, payload: payloadOf(frame) }
}

/** Where the frame at an offset says that it ends; null when there is no header. */
export function frameEnd(buffer: Buffer, offset: number): number | null {
  if (offset + FRAME_HEADER_BYTES > buffer.length || !kindAt(buffer, offset)) return null
  const length = buffer.readUInt32BE(offset + 4)
  return length > MAX_PAYLOAD_BYTES ? null : offset + FRAME_HEADER_BYTES + length
}

function skipDamage(buffer: Buffer, offset: number): ScannedFrame {
  const found = findFrame(buffer, offset + 1)
  const end = frameEnd(buffer, offset)
  const incomplete = end === null ? offset + FRAME_HEADER_BYTES > buffer.length : end > buffer.length
  return {
    type: found === null && incomplete ? 'torn' : 'corrupt',
    offset,
    next: found ?? buffer.length,
    kind: 'segment',
    payload: buffer.subarray(offset, found ?? buffer.length),
  }
}

function findFrame(buffer: Buffer, from: number): number | null {
  let at = buffer.indexOf(MAGIC, from)
  while (at >= 0) {
    if (readFrame(buffer, at)) return at
    at = buffer.indexOf(MAGIC, at + 1)
  }
  return null
}

function kindAt(buffer: Buffer, offset: number): EntryKind | undefined {
  if (buffer[offset] !== MAGIC[0] || buffer[offset + 1] !== MAGIC[1] || buffer[offset + 3] !== VERSION) return undefined
  return KIND_NAMES.get(buffer[offset + 2] ?? 0)
}

function checksum(frame: Buffer): number {
  return crc32(frame.subarray(FRAME_HEADER_BYTES), crc32(frame.subarray(0, CRC_OFFSET)))
}

const KIND_NAMES: ReadonlyMap<number, EntryKind> = new Map(
  Object.entries(ENTRY_KINDS).map(([name, code]) => [code, name as EntryKind]),
)
