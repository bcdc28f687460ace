import { CommandError } from '../errors.js'
import { bsonType } from './values.js'

const maxDepth = 180

function invalid(reason: string): never {
  throw new CommandError(22, `invalid BSON: ${reason}`)
}

/**
 * Checks lengths, terminators, types and depth of a document and returns its end, so that everything after may read the bytes
 * without checking again. @throws CommandError InvalidBSON
 */
export function validateBson(bytes: Buffer, start: number, limit: number, depth = 0): number {
  if (depth > maxDepth) invalid(`nested deeper than ${maxDepth}`)
  if (limit - start < 5) invalid('a document is cut short')
  const end = start + bytes.readInt32LE(start)
  if (end < start + 5 || end > limit || bytes[end - 1] !== 0) invalid('a document has a wrong length')
  let at = start + 4
  while (at < end - 1) {
    const type = bytes[at]!
    const nameEnd = bytes.indexOf(0, at + 1)
    if (nameEnd < 0 || nameEnd >= end - 1) invalid('a field name has no end')
    at = endOfValue(type, bytes, nameEnd + 1, end - 1, depth)
  }
  if (at !== end - 1) invalid('a document has a wrong length')
  return end
}

const fixedSizes: Partial<Record<number, number>> = {
  [bsonType.double]: 8,
  [bsonType.undefined]: 0,
  [bsonType.objectId]: 12,
  [bsonType.bool]: 1,
  [bsonType.date]: 8,
  [bsonType.null]: 0,
  [bsonType.int]: 4,
  [bsonType.timestamp]: 8,
  [bsonType.long]: 8,
  [bsonType.decimal]: 16,
  [bsonType.minKey]: 0,
  [bsonType.maxKey]: 0,
}

function endOfValue(type: number, bytes: Buffer, at: number, limit: number, depth: number): number {
  const size = fixedSizes[type]
  if (size !== undefined) return at + size <= limit ? at + size : invalid('a value is cut short')
  switch (type) {
    case bsonType.object:
    case bsonType.array:
      return validateBson(bytes, at, limit, depth + 1)
    case bsonType.string:
    case bsonType.javascript:
    case bsonType.symbol:
      return endOfString(bytes, at, limit)
    case bsonType.binData:
      return endOfBinary(bytes, at, limit)
    case bsonType.regex:
      return endOfCString(bytes, endOfCString(bytes, at, limit), limit)
    case bsonType.dbPointer:
      return endOfValue(bsonType.objectId, bytes, endOfString(bytes, at, limit), limit, depth)
    case bsonType.javascriptWithScope: {
      if (limit - at < 14) invalid('a value is cut short')
      const end = at + bytes.readInt32LE(at)
      if (end > limit || end < at + 14) invalid('code with scope has a wrong length')
      const scopeEnd = validateBson(bytes, endOfString(bytes, at + 4, end), end, depth + 1)
      return scopeEnd === end ? end : invalid('code with scope has a wrong length')
    }
    default:
      return invalid(`unknown type 0x${type.toString(16)}`)
  }
}

function endOfString(bytes: Buffer, at: number, limit: number): number {
  if (limit - at < 5) invalid('a string is cut short')
  const length = bytes.readInt32LE(at)
  const end = at + 4 + length
  if (length < 1 || end > limit || bytes[end - 1] !== 0) invalid('a string has a wrong length')
  return end
}

function endOfBinary(bytes: Buffer, at: number, limit: number): number {
  if (limit - at < 5) invalid('a binary value is cut short')
  const length = bytes.readInt32LE(at)
  return length >= 0 && at + 5 + length <= limit ? at + 5 + length : invalid('a binary value has a wrong length')
}

function endOfCString(bytes: Buffer, at: number, limit: number): number {
  const end = bytes.indexOf(0, at)
  return end >= 0 && end < limit ? end + 1 : invalid('a regular expression has no end')
}
