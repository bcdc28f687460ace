import { fitsLong, intOrLong, toBigInt } from '../bson/arithmetic.js'
import { addDecimals, type Decimal, decodeDecimal, encodeDecimal } from '../bson/decimal.js'
import { Int32, isDecimal, isNumber, type Value } from '../bson/values.js'
import { refuse } from '../errors.js'

/**
 * A sum of the type that MongoDB gives it: an int while all are ints and it fits, else a long, else a double. Integers add up exactly, and
 * doubles with a second double for what rounding loses, so that their order does not matter.
 */
export class Sum {
  #integers = 0n
  #sawLong = false
  #sawDouble = false
  #high = 0
  #low = 0
  /** The plain sum: right when an infinity or NaN is part of it. */
  #plain = 0
  #decimals: Decimal | undefined

  add(value: Value): void {
    if (isDecimal(value)) {
      const decimal = decodeDecimal(value)
      this.#decimals = this.#decimals === undefined ? decimal : addDecimals(this.#decimals, decimal)
    } else if (typeof value === 'number') {
      this.#sawDouble = true
      this.#addDouble(value)
    } else if (isNumber(value)) {
      if (!(value instanceof Int32)) this.#sawLong = true
      this.#integers += toBigInt(value)
    }
  }

  #addDouble(value: number): void {
    this.#plain += value
    const sum = this.#high + value
    const part = sum - this.#high
    this.#low += this.#high - (sum - part) + (value - part)
    this.#high = sum
  }

  toValue(): Value {
    if (this.#decimals !== undefined) {
      if (this.#sawDouble) refuse('A sum of doubles and Decimal128')
      return encodeDecimal(addDecimals(this.#decimals, { coefficient: this.#integers, exponent: 0 }))
    }
    if (this.#sawDouble || !fitsLong(this.#integers)) return this.toDouble()
    return this.#sawLong ? this.#integers : intOrLong(this.#integers)
  }

  toDouble(): number {
    if (this.#decimals !== undefined) refuse('The average of Decimal128 values')
    const high = Number(this.#integers)
    const total = new Sum()
    total.#high = this.#high
    total.#low = this.#low
    total.#plain = this.#plain
    total.#addDouble(high)
    total.#addDouble(Number(this.#integers - BigInt(high)))
    return Number.isFinite(total.#plain) ? total.#high + total.#low : total.#plain
  }
}
