import { type Document, isDocument, isRegex, type Value } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'
import { equalTo, isOperatorDocument, orderedTo, regexTest, typeTest, type ValueTest } from './conditions.js'
import { readRegex } from './regex.js'

/** The operators that are tested on one value at a time. `siblings` is the document that the operator stands in. */
export function valueTest(operator: string, operand: Value, siblings: Value): ValueTest {
  switch (operator) {
    case '$eq':
      return equalTo(operand)
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return orderedTo(operator, operand)
    case '$in':
      return anyOf(operator, operand)
    case '$type':
      return typeTest(operand)
    case '$regex':
      return parseRegex(operand, siblings)
    case '$options':
      if (!isDocument(siblings) || !siblings.has('$regex')) badValue('$options needs a $regex')
      return () => true
    default:
      return refuse(`The query operator ${operator}`)
  }
}

function parseRegex(operand: Value, siblings: Value): ValueTest {
  const options = (siblings as Document).get('$options') ?? ''
  if (typeof options !== 'string') badValue('$options has to be a string')
  if (typeof operand === 'string') return regexTest(operand, options)
  if (!isRegex(operand)) badValue('$regex has to be a string')
  const own = readRegex(operand)
  if (own.options !== '' && options !== '') badValue('options set in both $regex and $options')
  return regexTest(own.pattern, own.options || options, operand)
}

export function anyOf(operator: string, operand: Value): ValueTest {
  if (!Array.isArray(operand)) badValue(`${operator} needs an array`)
  if (operand.some(isOperatorDocument)) badValue(`cannot nest $ under ${operator}`)
  const tests = operand.map(equalTo)
  return (value) => tests.some((test) => test(value))
}

/** Operators apply to the element as it is: an element that is an array is not entered. */
export function parseElementOperators(condition: Document): (element: Value) => boolean {
  const tests = [...condition].map(([operator, operand]): ((element: Value) => boolean) => {
    switch (operator) {
      case '$ne':
      case '$nin': {
        const test = operator === '$ne' ? equalTo(operand) : anyOf(operator, operand)
        return (element) => !test(element)
      }
      case '$not':
      case '$exists':
      case '$size':
      case '$all':
      case '$elemMatch':
        return refuse(`${operator} on the elements of an array`)
      default:
        return valueTest(operator, operand, condition)
    }
  })
  return (element) => tests.every((test) => test(element))
}
