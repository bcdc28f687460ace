import type { Fields } from '../bson/raw-document.js'
import { type Document, isDocument, UtcDate, type Value } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'
import { parsePath } from '../query/path.js'
import { type Expression, toDocument } from './expression.js'
import { expressionOperators } from './expression-operators.js'

export class ExpressionParser {
  constructor(readonly nowMs: number) {}

  readonly parse = (spec: Value): Expression => {
    if (typeof spec === 'string' && spec.startsWith('$')) return this.#variable(spec)
    if (Array.isArray(spec)) return this.#array(spec)
    return isDocument(spec) ? this.#document(spec) : () => spec
  }

  #variable(spec: string): Expression {
    if (!spec.startsWith('$$')) return fieldPath(parsePath(spec.slice(1)))
    const [name, ...rest] = parsePath(spec.slice(2))
    if (name === 'NOW' && rest.length === 0) return () => new UtcDate(BigInt(this.nowMs))
    if (name === 'REMOVE' && rest.length === 0) return () => undefined
    if (name !== 'ROOT' && name !== 'CURRENT') refuse(`The variable $$${name}`)
    return rest.length > 0 ? fieldPath(rest) : toDocument
  }

  #array(spec: Value[]): Expression {
    const elements = spec.map(this.parse)
    return (document) => elements.map((element) => element(document) ?? null)
  }

  #document(spec: Document): Expression {
    const [first] = spec.keys()
    if (first?.startsWith('$')) {
      if (spec.size !== 1) badValue('An object representing an expression must have exactly one field')
      const operator = expressionOperators[first] ?? refuse(`The expression operator ${first}`)
      return operator(spec.get(first)!, this.parse)
    }
    const fields = [...spec].map(([name, value]) => {
      if (name.includes('.')) badValue(`FieldPath '${name}' of an expression must not contain '.'`)
      return [name, this.parse(value)] as const
    })
    return (document) => {
      const built: Document = new Map()
      for (const [name, expression] of fields) {
        const value = expression(document)
        if (value !== undefined) built.set(name, value)
      }
      return built
    }
  }
}

function fieldPath(parts: readonly string[]): Expression {
  if (parts.length === 1) return (document) => document.get(parts[0]!)
  return (document) => valueAlong(document, parts, 0)
}

/** An array on the way gives an array of what its documents hold. */
function valueAlong(document: Fields, parts: readonly string[], at: number): Value | undefined {
  const value = document.get(parts[at]!)
  if (at === parts.length - 1) return value
  if (isDocument(value)) return valueAlong(value, parts, at + 1)
  if (!Array.isArray(value)) return undefined
  const inner = value.map((element) => (isDocument(element) ? valueAlong(element, parts, at + 1) : undefined))
  return inner.filter((each) => each !== undefined)
}
