import { add, fitsLong, intOrLong, isNumeric, toBigInt, toDouble } from '../bson/arithmetic.js'
import { compareValues } from '../bson/compare.js'
import { int32 } from '../bson/decode.js'
import { Int32, isDecimal, isDocument, truthy, typeName, UtcDate, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import { toDateTrunc } from './date-trunc.js'
import type { Expression } from './expression.js'
import { Sum } from './sum.js'

type Parse = (spec: Value) => Expression
type Operator = (operand: Value, parse: Parse) => Expression

function operandsOf(name: string, operand: Value, parse: Parse, count?: number): Expression[] {
  const operands = (Array.isArray(operand) ? operand : [operand]).map(parse)
  if (count !== undefined && operands.length !== count) badValue(`Expression ${name} takes exactly ${count} arguments`)
  return operands
}

function isNullish(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null
}

function numeric(name: string, compute: (left: Value, right: Value) => Value): Operator {
  return (operand, parse) => {
    const [left, right] = operandsOf(name, operand, parse, 2) as [Expression, Expression]
    return (document) => {
      const a = left(document)
      const b = right(document)
      if (isNullish(a) || isNullish(b)) return null
      return compute(requireNumber(name, a), requireNumber(name, b))
    }
  }
}

function requireNumber(name: string, value: Value): Value {
  if (value instanceof UtcDate) refuse(`${name} with dates`)
  if (isDecimal(value) && name !== '$subtract') refuse(`${name} with Decimal128`)
  return isNumeric(value) ? value : badOperand(name, value)
}

function badOperand(name: string, value: Value): never {
  throw new CommandError(14, `${name} only supports numeric types, not ${typeName(value)}`)
}

const sum: Operator = (operand, parse) => {
  const operands = operandsOf('$add', operand, parse)
  return (document) => {
    const total = new Sum()
    for (const each of operands) {
      const value = each(document)
      if (isNullish(value)) return null
      if (value instanceof UtcDate) refuse('$add with dates')
      total.add(isNumeric(value) ? value : badOperand('$add', value))
    }
    return total.toValue()
  }
}

function negate(value: Value): Value {
  if (isDecimal(value)) refuse('$subtract with Decimal128')
  if (typeof value === 'number') return -value
  return value instanceof Int32 && value.value !== -0x80000000 ? int32(-value.value) : -toBigInt(value)
}

function multiply(left: Value, right: Value): Value {
  if (typeof left === 'number' || typeof right === 'number') return toDouble(left) * toDouble(right)
  const product = toBigInt(left) * toBigInt(right)
  if (!fitsLong(product)) refuse('$multiply past 64 bits')
  return left instanceof Int32 && right instanceof Int32 ? intOrLong(product) : product
}

function divide(left: Value, right: Value): Value {
  if (toDouble(right) === 0) badValue("can't $divide by zero")
  return toDouble(left) / toDouble(right)
}

/** Expressions compare values of all types, a missing one before all others. */
function compare(name: string, toResult: (order: number) => Value): Operator {
  return (operand, parse) => {
    const [left, right] = operandsOf(name, operand, parse, 2) as [Expression, Expression]
    return (document) => {
      const a = left(document)
      const b = right(document)
      const order = a === undefined || b === undefined ? Number(a !== undefined) - Number(b !== undefined) : compareValues(a, b)
      return toResult(order)
    }
  }
}

const cond: Operator = (operand, parse) => {
  const parts = isDocument(operand)
    ? ['if', 'then', 'else'].map((name) => operand.get(name) ?? badValue(`$cond needs '${name}'`))
    : operand
  if (isDocument(operand) && operand.size !== 3) badValue('$cond takes if, then and else')
  const [test, then, otherwise] = operandsOf('$cond', parts, parse, 3) as [Expression, Expression, Expression]
  return (document) => (truthy(test(document)) ? then(document) : otherwise(document))
}

const ifNull: Operator = (operand, parse) => {
  const operands = operandsOf('$ifNull', operand, parse)
  if (operands.length < 2) badValue('$ifNull needs at least two arguments')
  return (document) => {
    let value: Value | undefined
    for (const each of operands) {
      value = each(document)
      if (!isNullish(value)) return value
    }
    return value
  }
}

const concat: Operator = (operand, parse) => {
  const operands = operandsOf('$concat', operand, parse)
  return (document) => {
    let text = ''
    for (const each of operands) {
      const value = each(document)
      if (isNullish(value)) return null
      if (typeof value !== 'string') throw new CommandError(16702, `$concat only supports strings, not ${typeName(value)}`)
      text += value
    }
    return text
  }
}

const size: Operator = (operand, parse) => {
  const [array] = operandsOf('$size', operand, parse, 1) as [Expression]
  return (document) => {
    const value = array(document)
    if (!Array.isArray(value))
      throw new CommandError(17124, `The argument to $size must be an array, but was of type: ${typeName(value)}`)
    return int32(value.length)
  }
}

export const expressionOperators: Record<string, Operator> = {
  $literal: (operand) => () => operand,
  $add: sum,
  $subtract: numeric('$subtract', (left, right) => add(left, negate(right))),
  $multiply: numeric('$multiply', multiply),
  $divide: numeric('$divide', divide),
  $eq: compare('$eq', (order) => order === 0),
  $ne: compare('$ne', (order) => order !== 0),
  $gt: compare('$gt', (order) => order > 0),
  $gte: compare('$gte', (order) => order >= 0),
  $lt: compare('$lt', (order) => order < 0),
  $lte: compare('$lte', (order) => order <= 0),
  $cmp: compare('$cmp', (order) => int32(Math.sign(order))),
  $and: (operand, parse) => {
    const operands = operandsOf('$and', operand, parse)
    return (document) => operands.every((each) => truthy(each(document)))
  },
  $or: (operand, parse) => {
    const operands = operandsOf('$or', operand, parse)
    return (document) => operands.some((each) => truthy(each(document)))
  },
  $not: (operand, parse) => {
    const [inner] = operandsOf('$not', operand, parse, 1) as [Expression]
    return (document) => !truthy(inner(document))
  },
  $cond: cond,
  $ifNull: ifNull,
  $concat: concat,
  $size: size,
  $type: (operand, parse) => {
    const [inner] = operandsOf('$type', operand, parse, 1) as [Expression]
    return (document) => typeName(inner(document))
  },
  $dateTrunc: toDateTrunc,
}
