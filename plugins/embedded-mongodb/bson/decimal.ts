import { refuse } from '../errors.js'
import { bsonType, Opaque } from './values.js'

/** `coefficient * 10 ** exponent`; the sign is the coefficient's. NaN and infinities are refused where arithmetic would need them. */
export interface Decimal {
  coefficient: bigint
  exponent: number
}

const bias = 6176

export function decodeDecimal(value: Opaque): Decimal {
  const low = value.bytes.readBigUInt64LE(0)
  const high = value.bytes.readBigUInt64LE(8)
  // A combination field that starts with 11 holds infinities, NaN, or coefficients past 34 digits that count as zero.
  if (((high >> 61n) & 3n) === 3n) refuse('A Decimal128 that is infinite, NaN or not canonical')
  const coefficient = ((high & 0x1ffffffffffffn) << 64n) | low
  return { coefficient: high >> 63n ? -coefficient : coefficient, exponent: Number((high >> 49n) & 0x3fffn) - bias }
}

export function encodeDecimal({ coefficient, exponent }: Decimal): Opaque {
  const magnitude = coefficient < 0n ? -coefficient : coefficient
  if (magnitude >= 10n ** 34n) refuse('A Decimal128 result of more than 34 digits')
  const bytes = Buffer.alloc(16)
  bytes.writeBigUInt64LE(magnitude & 0xffffffffffffffffn, 0)
  const sign = coefficient < 0n ? 1n << 63n : 0n
  bytes.writeBigUInt64LE(sign | (BigInt(exponent + bias) << 49n) | (magnitude >> 64n), 8)
  return new Opaque(bsonType.decimal, bytes)
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent)
  if (Math.max(left.exponent, right.exponent) - exponent > 68) refuse('Adding Decimal128 values so far apart')
  const scale = ({ coefficient, exponent: from }: Decimal) => coefficient * 10n ** BigInt(from - exponent)
  return { coefficient: scale(left) + scale(right), exponent }
}

/** A double as the exact decimal that it is, since every binary fraction ends in decimal. */
export function decimalOfDouble(value: number): Decimal {
  let exponent = 0
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    exponent++
  }
  return { coefficient: BigInt(scaled) * 5n ** BigInt(exponent), exponent: -exponent }
}

export function compareDecimals(left: Decimal, right: Decimal): number {
  const exponent = Math.min(left.exponent, right.exponent)
  const leftScaled = left.coefficient * 10n ** BigInt(left.exponent - exponent)
  const rightScaled = right.coefficient * 10n ** BigInt(right.exponent - exponent)
  return leftScaled < rightScaled ? -1 : leftScaled > rightScaled ? 1 : 0
}
