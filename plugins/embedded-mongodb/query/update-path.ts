import { type Document, isDocument, type Value } from '../bson/values.js'
import { CommandError, refuse } from '../errors.js'
import { describe } from '../storage/duplicate-key.js'
import { isArrayIndex, parsePath } from './path.js'

const mostPadding = 10_000

export function parseUpdatePath(path: string): readonly string[] {
  const parts = parsePath(path)
  if (!path.includes('$')) return parts
  if (parts.some((part) => part === '$' || part.startsWith('$['))) refuse(`The positional update path '${path}'`)
  const reserved = parts.find((part) => part.startsWith('$'))
  if (reserved !== undefined)
    throw new CommandError(52, `The dollar ($) prefixed field '${reserved}' in '${path}' is not allowed`)
  return parts
}

/** What is at a path now: `undefined` when some part of it is missing. */
export function valueAt(document: Document, parts: readonly string[]): Value | undefined {
  let value: Value | undefined = document
  for (const part of parts) {
    if (isDocument(value)) value = value.get(part)
    else if (Array.isArray(value) && isArrayIndex(part)) value = value[Number(part)]
    else return undefined
  }
  return value
}

/** Sets a value, creating documents on the way. @throws CommandError PathNotViable where a scalar stands in the way */
export function setAt(document: Document, parts: readonly string[], value: Value): void {
  let holder: Document | Value[] = document
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!
    const last = index === parts.length - 1
    const present: Value | undefined = isDocument(holder) ? holder.get(part) : elementOf(holder, part, parts[index - 1]!)
    const next: Value = last ? value : present === undefined ? new Map() : present
    if (isDocument(holder)) holder.set(part, next)
    else setElement(holder, Number(part), next)
    if (last) return
    if (!isDocument(next) && !Array.isArray(next)) cannotCreate(parts[index + 1]!, part, next)
    holder = next as Document | Value[]
  }
}

function cannotCreate(field: string, parent: string, value: Value): never {
  throw new CommandError(
    28,
    `Plan executor error during update :: caused by :: Cannot create field '${field}' in element {${parent}: ${describe(value)}}`,
  )
}

function elementOf(array: Value[], part: string, parent: string): Value | undefined {
  return isArrayIndex(part) ? array[Number(part)] : cannotCreate(part, parent, array)
}

function setElement(array: Value[], index: number, value: Value): void {
  if (index - array.length > mostPadding) refuse(`Setting element ${index} of an array of ${array.length}`)
  while (array.length < index) array.push(null)
  array[index] = value
}

export function unsetAt(document: Document, parts: readonly string[]): void {
  const holder = parts.length === 1 ? document : valueAt(document, parts.slice(0, -1))
  const last = parts.at(-1)!
  if (isDocument(holder)) holder.delete(last)
  else if (Array.isArray(holder) && isArrayIndex(last) && Number(last) < holder.length) holder[Number(last)] = null
}
