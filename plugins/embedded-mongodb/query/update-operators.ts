import { add, isNumeric } from '../bson/arithmetic.js'
import { compareValues, equalValues } from '../bson/compare.js'
import { bsonType, type Document, isDocument, isRegex, Opaque, toInteger, typeName, UtcDate, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import { describe } from '../storage/duplicate-key.js'
import { equalTo, isOperatorDocument } from './conditions.js'
import { elementTest } from './filter.js'

export interface UpdateMoment {
  nowMs: number
  /** The `_id`, for messages. */
  id: Value | undefined
  path: string
}

/** The new value at a path, or `undefined` to leave it as it is. */
export type Change = (present: Value | undefined, moment: UpdateMoment) => Value | undefined

/** Makes the change for an operand once, when the update is parsed. */
export const operators: Record<string, (operand: Value) => Change> = {
  $set: (operand) => () => operand,
  $setOnInsert: (operand) => () => operand,
  $inc: toIncrement,
  $min: (operand) => (present) => (present === undefined || compareValues(operand, present) < 0 ? operand : undefined),
  $max: (operand) => (present) => (present === undefined || compareValues(operand, present) > 0 ? operand : undefined),
  $currentDate: toCurrentDate,
  $push: toPush,
  $addToSet: toAddToSet,
  $pull: toPull,
}

function toIncrement(operand: Value): Change {
  if (!isNumeric(operand)) throw new CommandError(14, `Cannot increment with non-numeric argument: ${describe(operand)}`)
  return (present, { id, path }) => {
    if (present === undefined) return operand
    if (isNumeric(present)) return add(present, operand)
    const where = `{_id: ${describe(id ?? null)}} has the field '${path}' of non-numeric type ${typeName(present)}`
    throw new CommandError(
      14,
      `Plan executor error during update :: caused by :: Cannot apply $inc to a value of non-numeric type. ${where}`,
    )
  }
}

function toCurrentDate(operand: Value): Change {
  const type = isDocument(operand) && operand.size === 1 ? operand.get('$type') : undefined
  if (operand !== true && type !== 'date') refuse('$currentDate other than true or { $type: "date" }')
  return (_, { nowMs }) => new UtcDate(BigInt(nowMs))
}

function arrayAt(present: Value | undefined, { path, id }: UpdateMoment): Value[] {
  if (present === undefined) return []
  if (Array.isArray(present)) return present
  const message = `The field '${path}' must be an array but is of type ${typeName(present)} in document {_id: ${describe(id ?? null)}}`
  throw new CommandError(2, `Plan executor error during update :: caused by :: ${message}`)
}

function toPush(operand: Value): Change {
  if (!isDocument(operand) || !operand.has('$each')) {
    if (isOperatorDocument(operand)) refuse(`$push with ${[...operand.keys()][0]}`)
    return (present, moment) => [...arrayAt(present, moment), operand]
  }
  for (const name of operand.keys()) if (name !== '$each' && name !== '$slice') refuse(`$push with ${name}`)
  const each = eachOf('$push', operand)
  const slice = operand.has('$slice') ? toInteger(operand.get('$slice')) : undefined
  if (slice === null) badValue('The value for $slice must be an integer value')
  return (present, moment) => {
    const pushed = [...arrayAt(present, moment), ...each]
    if (slice === undefined) return pushed
    return slice < 0 ? pushed.slice(slice) : pushed.slice(0, slice)
  }
}

function eachOf(operator: string, operand: Document): Value[] {
  const each = operand.get('$each')
  return Array.isArray(each) ? each : badValue(`The argument to $each in ${operator} must be an array`)
}

function toAddToSet(operand: Value): Change {
  const withEach = isDocument(operand) && operand.has('$each')
  if (withEach && operand.size > 1) badValue('$addToSet with $each takes no other field')
  if (!withEach && isOperatorDocument(operand)) refuse(`$addToSet with ${[...operand.keys()][0]}`)
  const wanted = withEach ? eachOf('$addToSet', operand) : [operand]
  return (present, moment) => {
    const set = [...arrayAt(present, moment)]
    for (const value of wanted) if (!set.some((other) => equalValues(other, value))) set.push(value)
    return set
  }
}

function toPull(operand: Value): Change {
  const test = toPullTest(operand)
  return (present, moment) => (present === undefined ? undefined : arrayAt(present, moment).filter((element) => !test(element)))
}

function toPullTest(operand: Value): (element: Value) => boolean {
  if (operand instanceof Opaque && operand.type === bsonType.undefined) refuse('$pull of undefined')
  if (isRegex(operand)) return equalTo(operand)
  if (isDocument(operand)) return elementTest(operand)
  return (element) => equalValues(element, operand)
}
