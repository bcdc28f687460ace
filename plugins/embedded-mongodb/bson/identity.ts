import { compareDecimals, decimalOfDouble, decodeDecimal } from './decimal.js'
import { encode } from './encode.js'
import { Int32, isDecimal, type Opaque, type Value } from './values.js'

/** A text that is the same for values that compare as equal, numbers of different types included. For grouping. */
export function identity(value: Value): string {
  if (typeof value === 'string') return `s${value}`
  if (value instanceof Int32) return `n${value.value}`
  if (typeof value === 'bigint') return `n${value}`
  if (typeof value === 'number') return Number.isInteger(value) ? `n${BigInt(value)}` : `n${value}`
  if (isDecimal(value)) return decimalIdentity(value)
  if (Array.isArray(value)) return `[${value.map((inner) => quoted(identity(inner))).join()}]`
  if (value instanceof Map) return `{${[...value].map(([name, inner]) => `${quoted(name)}:${quoted(identity(inner))}`).join()}}`
  return `b${encode({ v: value }).toString('latin1')}`
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

function decimalIdentity(value: Opaque): string {
  let { coefficient, exponent } = decodeDecimal(value)
  while (exponent < 0 && coefficient % 10n === 0n) {
    coefficient /= 10n
    exponent++
  }
  if (exponent >= 0) return `n${coefficient * 10n ** BigInt(exponent)}`
  // A double is a decimal of finite length too: it is the same number only where it is exactly so.
  const double = Number(`${coefficient}e${exponent}`)
  const exact = Number.isFinite(double) && compareDecimals(decimalOfDouble(double), { coefficient, exponent }) === 0
  return exact ? `n${double}` : `d${coefficient}e${exponent}`
}
