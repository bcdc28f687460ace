import { compareValues, equalValues, typeRank } from '../bson/compare.js'
import { type BsonTypeName, bsonType, isDocument, isRegex, toInteger, typeCode, type Value } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'
import { readRegex, toRegExp } from './regex.js'

/** A test of one value that a path leads to; `undefined` is a missing field. */
export type ValueTest = (value: Value | undefined) => boolean

export function equalTo(expected: Value): ValueTest {
  if (isRegex(expected)) return regexTest(readRegex(expected).pattern, readRegex(expected).options, expected)
  if (typeCode(expected) === bsonType.undefined) refuse('A query for undefined')
  if (expected === null) return (value) => value === undefined || value === null
  if (typeof expected === 'string') return (value) => value === expected
  return (value) => value !== undefined && equalValues(value, expected)
}

export type Ordering = '$gt' | '$gte' | '$lt' | '$lte'

/** Compares values of the same kind only, as MongoDB's query operators do (those of expressions differ). */
export function orderedTo(ordering: Ordering, bound: Value): ValueTest {
  const inclusive = ordering === '$gte' || ordering === '$lte'
  if (isRegex(bound)) badValue(`Can't have RegEx as arg to predicate over field`)
  if (typeCode(bound) === bsonType.minKey || typeCode(bound) === bsonType.maxKey) refuse(`${ordering} with MinKey or MaxKey`)
  if (bound === null) return (value) => inclusive && (value === undefined || value === null)
  if (Number.isNaN(bound)) return (value) => inclusive && Number.isNaN(value)
  const rank = typeRank(bound)
  const wanted = ordering === '$gt' || ordering === '$gte' ? 1 : -1
  return (value) => {
    if (value === undefined || typeRank(value) !== rank || Number.isNaN(value)) return false
    const order = compareValues(value, bound)
    return order === 0 ? inclusive : Math.sign(order) === wanted
  }
}

export function regexTest(pattern: string, options: string, same?: Value): ValueTest {
  const expression = toRegExp(pattern, options)
  return (value) =>
    typeof value === 'string' ? expression.test(value) : same !== undefined && isRegex(value) && equalValues(value, same)
}

const typeAliases: Record<string, readonly number[]> = {
  number: [bsonType.int, bsonType.long, bsonType.double, bsonType.decimal],
}

export function typeTest(wanted: Value): ValueTest {
  const codes = new Set((Array.isArray(wanted) ? wanted : [wanted]).flatMap(toTypeCodes))
  if (codes.size === 0) badValue('$type must match at least one type')
  return (value) => value !== undefined && codes.has(typeCode(value))
}

function toTypeCodes(wanted: Value): readonly number[] {
  if (typeof wanted === 'string') {
    const code = bsonType[wanted as BsonTypeName]
    return typeAliases[wanted] ?? (code === undefined ? badValue(`Unknown type name alias: ${wanted}`) : [code])
  }
  const code = toInteger(wanted)
  const known = Object.values(bsonType).some((each) => each === (code === -1 ? bsonType.minKey : code))
  if (code === null || !known) badValue('Invalid numerical type code')
  return [code === -1 ? bsonType.minKey : code]
}

export function isOperatorDocument(value: Value): value is Map<string, Value> {
  if (!isDocument(value)) return false
  const [first] = value.keys()
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first)
}
