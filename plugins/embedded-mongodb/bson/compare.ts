import { compareDecimals, type Decimal, decimalOfDouble, decodeDecimal } from './decimal.js'
import { bsonType, Int32, isDecimal, Opaque, typeCode, UtcDate, type Value } from './values.js'

const ranks: Partial<Record<number, number>> = {
  [bsonType.minKey]: 1,
  [bsonType.undefined]: 2,
  [bsonType.null]: 3,
  [bsonType.int]: 4,
  [bsonType.long]: 4,
  [bsonType.double]: 4,
  [bsonType.decimal]: 4,
  [bsonType.string]: 5,
  [bsonType.symbol]: 5,
  [bsonType.object]: 6,
  [bsonType.array]: 7,
  [bsonType.binData]: 8,
  [bsonType.objectId]: 9,
  [bsonType.bool]: 10,
  [bsonType.date]: 11,
  [bsonType.timestamp]: 12,
  [bsonType.regex]: 13,
  [bsonType.dbPointer]: 14,
  [bsonType.javascript]: 15,
  [bsonType.javascriptWithScope]: 16,
  [bsonType.maxKey]: 17,
}

/** The place of a value's type in MongoDB's order across types; numbers of all types share one. */
export function typeRank(value: Value): number {
  return ranks[typeCode(value)] ?? 0
}

/** MongoDB's total order over all values: by type first, numbers numerically, text by its UTF-8 bytes, documents field by field. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  const rank = typeRank(left)
  const difference = rank - typeRank(right)
  if (difference !== 0) return difference
  if (rank === 4) return compareNumbers(left, right)
  if (left instanceof Map) return compareEntries([...left], [...(right as typeof left)])
  if (Array.isArray(left)) return compareArrays(left, right as Value[])
  if (left instanceof UtcDate) return compareScalars(left.ms, (right as UtcDate).ms)
  if (typeof left === 'boolean') return Number(left) - Number(right)
  return left instanceof Opaque ? compareOpaque(left, right as Opaque) : 0
}

export function equalValues(left: Value, right: Value): boolean {
  return compareValues(left, right) === 0
}

function compareScalars<T extends number | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function compareText(left: string, right: string): number {
  if (left === right) return 0
  // UTF-16 order differs from UTF-8 order only where surrogates meet the range after them.
  for (let index = 0; ; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a === b) continue
    if (a > 127 || b > 127) return Buffer.compare(Buffer.from(left), Buffer.from(right))
    return Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b
  }
}

function compareNumbers(left: Value, right: Value): number {
  if (left instanceof Int32 && right instanceof Int32) return left.value - right.value
  if (isDecimal(left) || isDecimal(right)) return compareWithDecimal(left, right)
  const a = left instanceof Int32 ? left.value : (left as number | bigint)
  const b = right instanceof Int32 ? right.value : (right as number | bigint)
  // NaN sorts before every other number.
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1
  if (Number.isNaN(b)) return 1
  return a < b ? -1 : a > b ? 1 : 0
}

function compareWithDecimal(left: Value, right: Value): number {
  const sign = (value: Value) => (typeof value === 'number' && !Number.isFinite(value) ? (value > 0 ? 1 : -1) : 0)
  if (sign(left) !== 0) return sign(left)
  if (sign(right) !== 0) return -sign(right)
  return compareDecimals(toDecimal(left), toDecimal(right))
}

export function toDecimal(value: Value): Decimal {
  if (value instanceof Opaque) return decodeDecimal(value)
  if (typeof value === 'number') return decimalOfDouble(value)
  return { coefficient: value instanceof Int32 ? BigInt(value.value) : (value as bigint), exponent: 0 }
}

function compareEntries(left: [string, Value][], right: [string, Value][]): number {
  for (let index = 0; index < left.length && index < right.length; index++) {
    const [leftName, leftValue] = left[index]!
    const [rightName, rightValue] = right[index]!
    const difference =
      typeRank(leftValue) - typeRank(rightValue) || compareText(leftName, rightName) || compareValues(leftValue, rightValue)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareArrays(left: Value[], right: Value[]): number {
  for (let index = 0; index < left.length && index < right.length; index++) {
    const difference = compareValues(left[index]!, right[index]!)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareOpaque(left: Opaque, right: Opaque): number {
  if (left.type === bsonType.binData) {
    const byLength = left.bytes.readInt32LE(0) - right.bytes.readInt32LE(0)
    return byLength || Buffer.compare(left.bytes.subarray(4), right.bytes.subarray(4))
  }
  if (left.type === bsonType.timestamp) return compareScalars(left.bytes.readBigUInt64LE(0), right.bytes.readBigUInt64LE(0))
  if (left.type === bsonType.symbol) return Buffer.compare(left.bytes.subarray(4), right.bytes.subarray(4))
  return Buffer.compare(left.bytes, right.bytes)
}
