import { createHash } from 'node:crypto'
import { typeRank } from '../bson/compare.js'
import { bsonType, Int32, Opaque, UtcDate, type Value } from '../bson/values.js'
import { refuse } from '../errors.js'

/**
 * Values as bytes whose order is MongoDB's order, each ending by itself so that the fields of a compound index can follow one another.
 * An index entry of a missing field is that of null; an empty array sorts before null.
 */
export const emptyArrayKey = Symbol('empty array')
export type KeyValue = Value | typeof emptyArrayKey

/** lmdb takes keys of 1978 bytes: longer ones keep their beginning and get a digest of the whole, and can no longer serve a sort. */
const maxFieldBytes = 1280
const maxIdBytes = 512
const digestBytes = 32

export interface EncodedKey {
  bytes: Buffer
  truncated: boolean
}

let scratch = Buffer.allocUnsafe(16 * 1024)
let used = 0
const noBytes = Buffer.alloc(0)

/** The key of an index entry: the number of the index's space, the values, and `id` unless the index is unique. */
export function encodeEntry(
  space: number,
  values: readonly KeyValue[],
  descending: readonly boolean[],
  id: Buffer | null,
): EncodedKey {
  scratch.writeUInt32BE(space, 0)
  writeFields(4, values, descending)
  const suffix = id ?? noBytes
  if (used - 4 > maxFieldBytes) return { bytes: Buffer.concat([shortened(4, maxFieldBytes), suffix]), truncated: true }
  reserve(suffix.length)
  used += suffix.copy(scratch, used)
  return { bytes: Buffer.from(scratch.subarray(0, used)), truncated: false }
}

export function encodeId(id: Value): EncodedKey {
  writeFields(0, [id])
  if (used > maxIdBytes) return { bytes: shortened(0, maxIdBytes), truncated: true }
  return { bytes: Buffer.from(scratch.subarray(0, used)), truncated: false }
}

/** What is written after `start`, cut to `limit` bytes of which the last are a digest of the whole; what is before stays. */
function shortened(start: number, limit: number): Buffer {
  const digest = createHash('sha256').update(scratch.subarray(start, used)).digest()
  return Buffer.concat([scratch.subarray(0, start + limit - digestBytes), digest])
}

/** What all keys with these first fields begin with, as far as a truncated key keeps it. */
export function encodePrefix(values: readonly Value[], descending?: readonly boolean[]): Buffer {
  writeFields(0, values, descending)
  return Buffer.from(scratch.subarray(0, used))
}

/** How long whole keys get, and how much of the beginning a truncated one keeps. */
export const keyBytes = {
  fields: { whole: maxFieldBytes, kept: maxFieldBytes - digestBytes },
  id: { whole: maxIdBytes, kept: maxIdBytes - digestBytes },
}

/** The bytes that come right after every key starting with `prefix`. */
export function successor(prefix: Buffer): Buffer {
  const next = Buffer.from(prefix)
  for (let at = next.length - 1; at >= 0; at--) {
    if (next[at] !== 0xff) {
      next[at]!++
      return next.subarray(0, at + 1)
    }
  }
  return Buffer.alloc(prefix.length + 1, 0xff)
}

function writeFields(from: number, values: readonly KeyValue[], descending?: readonly boolean[]): void {
  used = from
  for (let index = 0; index < values.length; index++) {
    const start = used
    writeValue(values[index]!)
    if (descending?.[index]) for (let at = start; at < used; at++) scratch[at] = 255 - scratch[at]!
  }
}

function reserve(size: number): void {
  if (used + size <= scratch.length) return
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, used + size))
  scratch.copy(larger, 0, 0, used)
  scratch = larger
}

function writeTag(value: Value): number {
  // Even numbers leave room for the empty array, which sorts before null; 0 ends a document or an array.
  const rank = typeRank(value)
  scratch[used++] = rank * 2 + 2
  return rank
}

function writeValue(value: KeyValue): void {
  reserve(32)
  if (value === emptyArrayKey) {
    scratch[used++] = 5
    return
  }
  const rank = writeTag(value)
  writeBody(value, rank)
}

function writeBody(value: Value, rank: number): void {
  reserve(32)
  if (rank === 4) writeNumber(value)
  else if (typeof value === 'string') writeString(value)
  else if (value instanceof Map) writeDocument(value)
  else if (Array.isArray(value)) writeArray(value)
  else if (typeof value === 'boolean') scratch[used++] = value ? 1 : 0
  else if (value instanceof UtcDate) used = scratch.writeBigUInt64BE(BigInt.asUintN(64, value.ms) ^ (1n << 63n), used)
  else if (value instanceof Opaque) writeOpaque(value)
}

function writeNumber(value: Value): void {
  if (value instanceof Int32) writeDouble(value.value, 0)
  else if (typeof value === 'number') writeDouble(value, 0)
  else if (typeof value === 'bigint') writeLong(value)
  else refuse('A Decimal128 in an index or an _id')
}

/** A long as the double below it and the distance to it, so that longs past 2^53 keep their order among themselves and doubles. */
function writeLong(value: bigint): void {
  const nearest = Number(value)
  const below = BigInt(nearest) <= value ? nearest : doubleBefore(nearest)
  writeDouble(below, Number(value - BigInt(below)))
}

const bits = Buffer.alloc(8)

function doubleBefore(value: number): number {
  bits.writeDoubleBE(value)
  bits.writeBigUInt64BE(bits.readBigUInt64BE() + (value > 0 ? -1n : 1n))
  return bits.readDoubleBE()
}

function writeDouble(value: number, distance: number): void {
  const start = used
  if (Number.isNaN(value)) scratch.fill(0, start, start + 8)
  else {
    scratch.writeDoubleBE(value === 0 ? 0 : value, start)
    if (scratch[start]! & 0x80) for (let at = start; at < start + 8; at++) scratch[at] = 255 - scratch[at]!
    else scratch[start]! |= 0x80
  }
  used = scratch.writeUInt16BE(distance, start + 8)
}

function writeString(text: string): void {
  const start = used
  reserve(text.length * 3 + 2)
  const length = scratch.write(text, start, 'utf8')
  if (scratch.subarray(start, start + length).includes(0)) {
    writeText(Buffer.from(text))
    return
  }
  used = start + length
  scratch[used++] = 0
  scratch[used++] = 0
}

function writeText(bytes: Buffer): void {
  reserve(bytes.length * 2 + 2)
  for (let at = 0; at < bytes.length; at++) {
    scratch[used++] = bytes[at]!
    if (bytes[at] === 0) scratch[used++] = 0xff
  }
  scratch[used++] = 0
  scratch[used++] = 0
}

function writeDocument(document: Map<string, Value>): void {
  for (const [name, value] of document) {
    reserve(32)
    const rank = writeTag(value)
    writeText(Buffer.from(name))
    writeBody(value, rank)
  }
  reserve(1)
  scratch[used++] = 0
}

function writeArray(values: readonly Value[]): void {
  for (const value of values) writeValue(value)
  reserve(1)
  scratch[used++] = 0
}

function writeOpaque({ type, bytes }: Opaque): void {
  reserve(bytes.length + 8)
  if (type === bsonType.objectId) used += bytes.copy(scratch, used)
  else if (type === bsonType.timestamp) used = scratch.writeBigUInt64BE(bytes.readBigUInt64LE(0), used)
  else if (type === bsonType.binData) {
    used = scratch.writeUInt32BE(bytes.readUInt32LE(0), used)
    used += bytes.copy(scratch, used, 4)
  } else if (type !== bsonType.minKey && type !== bsonType.maxKey) refuse(`A value of BSON type ${type} in an index or an _id`)
}
