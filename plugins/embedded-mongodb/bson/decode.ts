import { CommandError } from '../errors.js'
import { bsonType, type Document, Int32, Opaque, UtcDate, type Value } from './values.js'

const small = Array.from({ length: 1280 }, (_, index) => new Int32(index - 256))

export function int32(value: number): Int32 {
  return small[value + 256] ?? new Int32(value)
}

/** The end of a NUL-terminated string: the position of its NUL. */
export function endOfName(bytes: Buffer, start: number): number {
  let end = start
  while (bytes[end] !== 0) end++
  return end
}

export function readName(bytes: Buffer, start: number, end: number): string {
  for (let at = start; at < end; at++) if (bytes[at]! > 127) return bytes.toString('utf8', start, end)
  return bytes.toString('latin1', start, end)
}

/** The length in bytes of an element's value. The bytes have passed `validateBson`. */
export function sizeOfValue(type: number, bytes: Buffer, at: number): number {
  switch (type) {
    case bsonType.string:
    case bsonType.javascript:
    case bsonType.symbol:
      return 4 + bytes.readInt32LE(at)
    case bsonType.object:
    case bsonType.array:
    case bsonType.javascriptWithScope:
      return bytes.readInt32LE(at)
    case bsonType.binData:
      return 5 + bytes.readInt32LE(at)
    case bsonType.dbPointer:
      return 16 + bytes.readInt32LE(at)
    case bsonType.objectId:
      return 12
    case bsonType.bool:
      return 1
    case bsonType.int:
      return 4
    case bsonType.double:
    case bsonType.date:
    case bsonType.timestamp:
    case bsonType.long:
      return 8
    case bsonType.decimal:
      return 16
    case bsonType.regex:
      return endOfName(bytes, endOfName(bytes, at) + 1) + 1 - at
    case bsonType.null:
    case bsonType.undefined:
    case bsonType.minKey:
    case bsonType.maxKey:
      return 0
    default:
      throw new CommandError(22, `unknown BSON type 0x${type.toString(16)}`)
  }
}

export function readValue(type: number, bytes: Buffer, at: number): Value {
  switch (type) {
    case bsonType.string:
      return bytes.toString('utf8', at + 4, at + 3 + bytes.readInt32LE(at))
    case bsonType.int:
      return int32(bytes.readInt32LE(at))
    case bsonType.long:
      return bytes.readBigInt64LE(at)
    case bsonType.double:
      return bytes.readDoubleLE(at)
    case bsonType.object:
      return decode(bytes, at)
    case bsonType.array:
      return decodeArray(bytes, at)
    case bsonType.date:
      return new UtcDate(bytes.readBigInt64LE(at))
    case bsonType.bool:
      return bytes[at] === 1
    case bsonType.null:
      return null
    default:
      return new Opaque(type, bytes.subarray(at, at + sizeOfValue(type, bytes, at)))
  }
}

export function decode(bytes: Buffer, start = 0): Document {
  const document: Document = new Map()
  let at = start + 4
  for (let type = bytes[at]!; type !== 0; type = bytes[at]!) {
    const end = endOfName(bytes, at + 1)
    document.set(readName(bytes, at + 1, end), readValue(type, bytes, end + 1))
    at = end + 1 + sizeOfValue(type, bytes, end + 1)
  }
  return document
}

function decodeArray(bytes: Buffer, start: number): Value[] {
  const values: Value[] = []
  let at = start + 4
  for (let type = bytes[at]!; type !== 0; type = bytes[at]!) {
    const valueAt = endOfName(bytes, at + 1) + 1
    values.push(readValue(type, bytes, valueAt))
    at = valueAt + sizeOfValue(type, bytes, valueAt)
  }
  return values
}
