import { type Document, isDocument, truthy, type Value } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'
import { parsePath } from '../query/path.js'
import { type Item, toDocument } from './expression.js'

interface Unwind {
  parts: readonly string[]
  indexField: string | null
  keepsEmpty: boolean
}

export function parseUnwind(spec: Value): (items: Iterable<Item>) => Iterable<Item> {
  const unwind = toUnwind(spec)
  return function* unwindAll(items) {
    for (const item of items) yield* unwindOne(toDocument(item), unwind)
  }
}

const options = new Set(['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'])

function toUnwind(spec: Value): Unwind {
  const given: Document = isDocument(spec) ? spec : new Map([['path', spec]])
  for (const name of given.keys()) if (!options.has(name)) badValue(`unrecognized option to $unwind stage: ${name}`)
  const path = given.get('path')
  if (typeof path !== 'string' || !path.startsWith('$')) badValue("path option to $unwind stage should be prefixed with a '$'")
  const indexField = given.get('includeArrayIndex') ?? null
  if (indexField !== null && (typeof indexField !== 'string' || indexField === '' || indexField.startsWith('$'))) {
    badValue('invalid includeArrayIndex of $unwind')
  }
  if (indexField?.includes('.')) refuse('$unwind with a dotted includeArrayIndex')
  return { parts: parsePath(path.slice(1)), indexField, keepsEmpty: truthy(given.get('preserveNullAndEmptyArrays')) }
}

function* unwindOne(document: Document, { parts, indexField, keepsEmpty }: Unwind): Iterable<Document> {
  const value = valueAtPath(document, parts)
  const isEmpty = Array.isArray(value) && value.length === 0
  const withIndex = (changed: Document, index: bigint | null) =>
    indexField === null ? changed : new Map(changed).set(indexField, index)
  if (value === undefined || value === null || isEmpty) {
    if (keepsEmpty) yield withIndex(isEmpty ? withValue(document, parts, 0, undefined) : document, null)
  } else if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) yield withIndex(withValue(document, parts, 0, element), BigInt(index))
  } else yield withIndex(document, null)
}

function valueAtPath(document: Document, parts: readonly string[]): Value | undefined {
  let value: Value | undefined = document
  for (const part of parts) value = isDocument(value) ? value.get(part) : undefined
  return value
}

/** A copy in which only the documents along the path are new. */
function withValue(document: Document, parts: readonly string[], at: number, value: Value | undefined): Document {
  const copy: Document = new Map(document)
  const part = parts[at]!
  if (at < parts.length - 1) copy.set(part, withValue(copy.get(part) as Document, parts, at + 1, value))
  else if (value === undefined) copy.delete(part)
  else copy.set(part, value)
  return copy
}
