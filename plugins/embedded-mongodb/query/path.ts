import type { Fields } from '../bson/raw-document.js'
import { isDocument, type Value } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'

const numeric = /^(?:0|[1-9]\d*)$/

export function isArrayIndex(part: string): boolean {
  return numeric.test(part)
}

/** The paths of a store are few and come with every command. */
const parsed = new Map<string, readonly string[]>()
const mostParsed = 4096

export function parsePath(path: string): readonly string[] {
  const known = parsed.get(path)
  if (known !== undefined) return known
  const parts = split(path)
  if (parsed.size >= mostParsed) parsed.clear()
  parsed.set(path, parts)
  return parts
}

function split(path: string): string[] {
  const parts = path.split('.')
  if (parts.some((part) => part === '')) badValue(`the path '${path}' has an empty part`)
  if (path.includes('\0')) badValue('a path holds a NUL')
  return parts
}

/** The value at a path that goes through documents only, or the array that stops it, with how many parts were used. */
function walk(from: Fields, parts: readonly string[], start: number): { value: Value | undefined; used: number } {
  let fields = from
  for (let index = start; ; index++) {
    const value = fields.get(parts[index]!)
    if (index === parts.length - 1 || Array.isArray(value)) return { value, used: index + 1 }
    if (!isDocument(value)) return { value: undefined, used: parts.length }
    fields = value
  }
}

/**
 * Visits what a query condition on `parts` is tested against, until `visit` says true: the value, or each element of an array and then the
 * array itself; `undefined` stands for a missing field. Arrays inside the path are entered, by index too.
 */
export function someValue(
  from: Fields,
  parts: readonly string[],
  visit: (value: Value | undefined) => boolean,
  enterLastArray = true,
  start = 0,
): boolean {
  const { value, used } = walk(from, parts, start)
  if (!Array.isArray(value)) return visit(value)
  if (used === parts.length) return (enterLastArray && value.some(visit)) || visit(value)
  for (let index = 0; index < value.length; index++) {
    const element = value[index]!
    if (isDocument(element) && someValue(element, parts, visit, enterLastArray, used)) return true
    if (parts[used] === String(index) && visitIndexed(element, parts, visit, enterLastArray, used + 1)) return true
  }
  return false
}

function visitIndexed(
  element: Value,
  parts: readonly string[],
  visit: (value: Value | undefined) => boolean,
  enterLastArray: boolean,
  start: number,
): boolean {
  if (Array.isArray(element)) refuse(`The path '${parts.join('.')}' into an array inside an array`)
  if (start === parts.length) return visit(element)
  return isDocument(element) && someValue(element, parts, visit, enterLastArray, start)
}

/** The values by which a field is indexed and sorted: each element of an array, `undefined` where the field is missing. */
export function indexedValues(
  from: Fields,
  parts: readonly string[],
  start = 0,
): { values: (Value | undefined)[]; isArray: boolean } {
  const { value, used } = walk(from, parts, start)
  if (!Array.isArray(value)) return { values: [value], isArray: false }
  if (used === parts.length) return { values: value, isArray: true }
  if (isArrayIndex(parts[used]!)) refuse(`Indexing or sorting by '${parts.join('.')}', a position inside an array,`)
  const values = value.flatMap((element) => {
    const inner = isDocument(element) ? indexedValues(element, parts, used).values : [undefined]
    if (inner.length === 0) refuse(`Indexing or sorting by '${parts.join('.')}', an empty array inside an array,`)
    return inner
  })
  return { values: values.length > 0 ? values : [undefined], isArray: true }
}
