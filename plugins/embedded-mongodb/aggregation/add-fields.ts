import { type Document, isDocument, type Value } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'
import { parsePath } from '../query/path.js'
import { type Expression, type Item, toDocument } from './expression.js'

interface Assignment {
  parts: readonly string[]
  expression: Expression
}

export function parseAddFields(spec: Value, parse: (spec: Value) => Expression): (items: Iterable<Item>) => Iterable<Item> {
  if (!isDocument(spec) || spec.size === 0) badValue('$addFields needs an object with at least one field')
  const assignments = toAssignments(spec, '', parse)
  return function* addFields(items) {
    for (const item of items) {
      const before = toDocument(item)
      const document: Document = new Map(before)
      for (const { parts, expression } of assignments) assign(document, parts, 0, expression(before))
      yield document
    }
  }
}

/** A document that is no expression names fields inside a field. */
function toAssignments(spec: Document, prefix: string, parse: (spec: Value) => Expression): Assignment[] {
  return [...spec].flatMap(([name, value]) => {
    const path = prefix + name
    if (name.startsWith('$')) badValue(`FieldPath '${name}' doesn't support the '$' prefix`)
    const nested = isDocument(value) && value.size > 0 && ![...value.keys()][0]!.startsWith('$')
    return nested ? toAssignments(value, `${path}.`, parse) : [{ parts: parsePath(path), expression: parse(value) }]
  })
}

function assign(document: Document, parts: readonly string[], at: number, value: Value | undefined): void {
  const part = parts[at]!
  if (at === parts.length - 1) {
    if (value === undefined) document.delete(part)
    else document.set(part, value)
    return
  }
  const present = document.get(part)
  if (Array.isArray(present)) refuse(`$addFields of '${parts.join('.')}' inside an array`)
  const inner: Document = isDocument(present) ? new Map(present) : new Map()
  document.set(part, inner)
  assign(inner, parts, at + 1, value)
}
