import { CommandError, refuse } from '../errors.js'
import { toDecimal } from './compare.js'
import { addDecimals, encodeDecimal } from './decimal.js'
import { int32 } from './decode.js'
import { Int32, isDecimal, isNumber, type Value } from './values.js'

const minLong = -(2n ** 63n)
const maxLong = 2n ** 63n - 1n

export function isNumeric(value: Value | undefined): boolean {
  return isNumber(value) || isDecimal(value)
}

export function fitsLong(value: bigint): boolean {
  return value >= minLong && value <= maxLong
}

export function isInt32(value: bigint): boolean {
  return value >= -0x80000000n && value <= 0x7fffffffn
}

export function toDouble(value: Value): number {
  return value instanceof Int32 ? value.value : Number(value as number | bigint)
}

export function toBigInt(value: Value): bigint {
  return value instanceof Int32 ? BigInt(value.value) : (value as bigint)
}

/** An int as an int when it fits and a long when not. */
export function intOrLong(value: bigint): Value {
  return isInt32(value) ? int32(Number(value)) : value
}

/** The sum in the wider type of the two, an int that overflows becoming a long. @throws CommandError when a long overflows */
export function add(left: Value, right: Value): Value {
  if (isDecimal(left) || isDecimal(right)) {
    if (typeof left === 'number' || typeof right === 'number') refuse('Adding a double to a Decimal128')
    return encodeDecimal(addDecimals(toDecimal(left), toDecimal(right)))
  }
  if (typeof left === 'number' || typeof right === 'number') return toDouble(left) + toDouble(right)
  const sum = toBigInt(left) + toBigInt(right)
  if (left instanceof Int32 && right instanceof Int32) return intOrLong(sum)
  if (!fitsLong(sum)) throw new CommandError(2, `the sum ${sum} overflows a 64-bit integer`)
  return sum
}
