import type { Fields } from '../bson/raw-document.js'
import { type Document, isDocument, isRegex, toInteger, truthy, type Value } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'
import { equalTo, isOperatorDocument, type Ordering } from './conditions.js'
import { parsePath, someValue } from './path.js'
import { anyOf, parseElementOperators, valueTest } from './value-operators.js'

/** A condition that every match fulfils, for choosing an index and for the fields of an upsert. */
export type Conjunct =
  | { path: string; operator: '$eq' | Ordering; value: Value }
  | { path: string; operator: '$in'; value: Value[] }

export interface Filter {
  matches(document: Fields): boolean
  conjuncts: Conjunct[]
  /** How many conditions there are: when it equals `conjuncts.length`, the conjuncts say everything. */
  size: number
  /** The equalities that an upsert starts its document from. */
  equalities: { path: string; value: Value }[]
}

type DocumentTest = (document: Fields) => boolean
/** Evaluates `$expr`; handed in, since expressions belong to aggregation. */
export type ExpressionParser = (expression: Value) => (document: Fields) => Value | undefined

export function parseFilter(query: Document, parseExpression?: ExpressionParser): Filter {
  return new FilterParser(parseExpression).parse(query)
}

class FilterParser {
  #conjuncts: Conjunct[] = []
  #equalities: Filter['equalities'] = []
  #size = 0

  constructor(readonly parseExpression: ExpressionParser | undefined) {}

  parse(query: Document): Filter {
    const tests = [...query].map(([name, value]) =>
      name.startsWith('$') ? this.#logical(name, value) : this.#field(name, value),
    )
    this.#size = Math.max(this.#size, tests.length)
    return { matches: all(tests), conjuncts: this.#conjuncts, size: this.#size, equalities: this.#equalities }
  }

  #logical(operator: string, value: Value): DocumentTest {
    if (operator === '$comment') return () => true
    if (operator === '$expr') return this.#expression(value)
    if (operator !== '$and' && operator !== '$or' && operator !== '$nor') refuse(`The query operator ${operator}`)
    if (!Array.isArray(value) || value.length === 0) badValue(`${operator} argument must be a non-empty array`)
    const filters = value.map((query) => {
      if (!isDocument(query)) badValue(`${operator} argument's entries must be objects`)
      return parseFilter(query, this.parseExpression)
    })
    const tests = filters.map((filter) => filter.matches)
    if (operator === '$and' || (operator === '$or' && tests.length === 1)) this.#adopt(filters)
    else this.#size++
    if (operator === '$and') return all(tests)
    return operator === '$or'
      ? (document) => tests.some((test) => test(document))
      : (document) => !tests.some((test) => test(document))
  }

  #adopt(filters: Filter[]): void {
    for (const filter of filters) {
      this.#conjuncts.push(...filter.conjuncts)
      this.#equalities.push(...filter.equalities)
      this.#size += filter.size
    }
  }

  #expression(expression: Value): DocumentTest {
    this.#size++
    const evaluate = this.parseExpression?.(expression) ?? refuse('$expr here')
    return (document) => truthy(evaluate(document))
  }

  #field(path: string, value: Value): DocumentTest {
    const parts = parsePath(path)
    if (!isOperatorDocument(value)) return this.#operator(path, parts, '$eq', value, value)
    return all([...value].map(([operator, operand]) => this.#operator(path, parts, operator, operand, value)))
  }

  #operator(path: string, parts: readonly string[], operator: string, operand: Value, all: Value): DocumentTest {
    this.#size++
    this.#note(path, operator, operand)
    return parseOperator({ parts, operator, operand, siblings: all, parseExpression: this.parseExpression })
  }

  #note(path: string, operator: string, operand: Value): void {
    if (operator === '$eq') {
      if (!isRegex(operand)) this.#equalities.push({ path, value: operand })
      this.#conjuncts.push({ path, operator, value: operand })
    } else if (operator === '$in' && Array.isArray(operand)) {
      if (operand.length === 1 && !isRegex(operand[0]!)) this.#equalities.push({ path, value: operand[0]! })
      this.#conjuncts.push({ path, operator, value: operand })
    } else if (operator === '$gt' || operator === '$gte' || operator === '$lt' || operator === '$lte') {
      this.#conjuncts.push({ path, operator, value: operand })
    } else if (operator === '$all' && Array.isArray(operand) && operand.length === 1 && !isOperatorDocument(operand[0]!)) {
      this.#equalities.push({ path, value: operand[0]! })
    }
  }
}

interface OperatorUse {
  parts: readonly string[]
  operator: string
  operand: Value
  siblings: Value
  parseExpression: ExpressionParser | undefined
}

function parseOperator(use: OperatorUse): DocumentTest {
  const { parts, operator, operand } = use
  switch (operator) {
    case '$exists': {
      const wanted = truthy(operand)
      return (document) => someValue(document, parts, (value) => value !== undefined, false) === wanted
    }
    case '$size': {
      const size = toInteger(operand)
      if (size === null || size < 0) badValue('$size must be a whole number of at least 0')
      return (document) => someValue(document, parts, (value) => Array.isArray(value) && value.length === size, false)
    }
    case '$elemMatch': {
      const test = elementTest(operand, use.parseExpression)
      return (document) => someValue(document, parts, (value) => Array.isArray(value) && value.some(test), false)
    }
    case '$all':
      return parseAll(use)
    case '$not':
      return parseNot(use)
    case '$ne':
    case '$nin': {
      if (operator === '$ne' && isRegex(operand)) badValue("Can't have regex as arg to $ne.")
      const test = operator === '$ne' ? equalTo(operand) : anyOf(operator, operand)
      return (document) => !someValue(document, parts, test)
    }
    default: {
      const test = valueTest(operator, operand, use.siblings)
      return (document) => someValue(document, parts, test)
    }
  }
}

function parseAll({ parts, operand, parseExpression }: OperatorUse): DocumentTest {
  if (!Array.isArray(operand)) badValue('$all needs an array')
  if (operand.length === 0) return () => false
  return all(
    operand.map((wanted): DocumentTest => {
      if (!isOperatorDocument(wanted)) return (document) => someValue(document, parts, equalTo(wanted))
      const match = wanted.get('$elemMatch')
      if (wanted.size !== 1 || match === undefined) refuse('$all with an operator other than $elemMatch')
      const test = elementTest(match, parseExpression)
      return (document) => someValue(document, parts, (value) => Array.isArray(value) && value.some(test), false)
    }),
  )
}

function parseNot(use: OperatorUse): DocumentTest {
  const { parts, operand } = use
  if (isRegex(operand)) {
    const test = equalTo(operand)
    return (document) => !someValue(document, parts, test)
  }
  if (!isOperatorDocument(operand)) badValue('$not needs a regex or a document of operators')
  const inner = all(
    [...operand].map(([operator, value]) => parseOperator({ ...use, operator, operand: value, siblings: operand })),
  )
  return (document) => !inner(document)
}

/** The test that `$elemMatch` and `$pull` put to one array element. */
export function elementTest(condition: Value, parseExpression?: ExpressionParser): (element: Value) => boolean {
  if (!isDocument(condition)) badValue('$elemMatch needs an Object')
  const [first] = condition.keys()
  if (isOperatorDocument(condition) && first !== '$and' && first !== '$or' && first !== '$nor' && first !== '$expr') {
    const wrapped = parseElementOperators(condition)
    return (element) => wrapped(element)
  }
  const { matches } = parseFilter(condition, parseExpression)
  return (element) => {
    if (Array.isArray(element)) return matches(new Map(element.map((value, index) => [String(index), value])))
    return isDocument(element) && matches(element)
  }
}

function all(tests: readonly DocumentTest[]): DocumentTest {
  if (tests.length === 1) return tests[0]!
  return (document) => {
    for (const test of tests) if (!test(document)) return false
    return true
  }
}
