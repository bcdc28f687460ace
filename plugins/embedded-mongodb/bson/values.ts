/**
 * BSON values as the server computes with them. Every number keeps its BSON type (a JavaScript number is always a double, a bigint
 * always an Int64), documents keep the order of their fields, and types that need no arithmetic stay the bytes they came as.
 */
export type Value = null | boolean | number | bigint | string | Int32 | UtcDate | Opaque | Value[] | Document

export type Document = Map<string, Value>

export class Int32 {
  constructor(readonly value: number) {}
}

/** Milliseconds since 1970 in BSON's full Int64 range, which is wider than that of a JavaScript Date. */
export class UtcDate {
  constructor(readonly ms: bigint) {}
}

/** A value kept as the raw bytes of its element, without type and name. */
export class Opaque {
  constructor(
    readonly type: number,
    readonly bytes: Buffer,
  ) {}
}

export const bsonType = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binData: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  javascript: 0x0d,
  symbol: 0x0e,
  javascriptWithScope: 0x0f,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const

export type BsonTypeName = keyof typeof bsonType

const nameOfType = new Map<number, BsonTypeName>(Object.entries(bsonType).map(([name, code]) => [code, name as BsonTypeName]))

export function isDocument(value: Value | undefined): value is Document {
  return value instanceof Map
}

export function isNumber(value: Value | undefined): value is number | bigint | Int32 {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Int32
}

export function isDecimal(value: Value | undefined): value is Opaque {
  return value instanceof Opaque && value.type === bsonType.decimal
}

export function isRegex(value: Value | undefined): value is Opaque {
  return value instanceof Opaque && value.type === bsonType.regex
}

export function typeCode(value: Value): number {
  if (typeof value === 'string') return bsonType.string
  if (value instanceof Int32) return bsonType.int
  if (value instanceof Opaque) return value.type
  if (typeof value === 'number') return bsonType.double
  if (typeof value === 'bigint') return bsonType.long
  if (value instanceof UtcDate) return bsonType.date
  if (value instanceof Map) return bsonType.object
  if (value === null) return bsonType.null
  return typeof value === 'boolean' ? bsonType.bool : bsonType.array
}

/** The name that `$type` and error messages use. */
export function typeName(value: Value | undefined): string {
  return value === undefined ? 'missing' : (nameOfType.get(typeCode(value)) ?? 'unknown')
}

/** Null when the value is no number or has a fraction. */
export function toInteger(value: Value | undefined): number | null {
  const number = value instanceof Int32 ? value.value : typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null
}

export function truthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false
  if (value instanceof Int32) return value.value !== 0
  if (value instanceof Opaque) return value.type !== bsonType.undefined
  return typeof value === 'number' ? value !== 0 : typeof value === 'bigint' ? value !== 0n : true
}
