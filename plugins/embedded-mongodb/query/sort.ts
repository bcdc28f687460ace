import { compareValues } from '../bson/compare.js'
import type { Fields } from '../bson/raw-document.js'
import { isDocument, toInteger, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import { indexedValues, parsePath } from './path.js'

export type SortSpec = { path: string; parts: readonly string[]; descending: boolean }[]

const maxSortBytes = 100 * 1024 * 1024

export function parseSort(spec: Value | undefined): SortSpec {
  if (spec === undefined || spec === null) return []
  if (!isDocument(spec)) badValue('a sort has to be an object')
  if (spec.size > 32) badValue('a sort has at most 32 fields')
  return [...spec].map(([path, direction]) => {
    if (path.startsWith('$')) refuse(`Sorting by ${path}`)
    if (isDocument(direction)) refuse('A sort by $meta')
    const sign = toInteger(direction)
    if (sign !== 1 && sign !== -1) badValue('a sort direction has to be 1 or -1')
    return { path, parts: parsePath(path), descending: sign === -1 }
  })
}

/** `undefined` stands for an empty array, which sorts before null and missing fields. */
type SortKey = (Value | undefined)[]

function toSortKey(spec: SortSpec, document: Fields): SortKey {
  let arrays = 0
  return spec.map(({ parts, descending }) => {
    const { values, isArray } = indexedValues(document, parts)
    if (isArray && ++arrays > 1) throw new CommandError(2, 'cannot sort with keys that are parallel arrays')
    if (values.length === 0) return undefined
    return values
      .map((value) => value ?? null)
      .reduce((best, value) => (compareValues(value, best) < 0 === descending ? best : value))
  })
}

function compareKeys(spec: SortSpec, left: SortKey, right: SortKey): number {
  for (let index = 0; index < spec.length; index++) {
    const a = left[index]
    const b = right[index]
    const order = a === undefined || b === undefined ? Number(a !== undefined) - Number(b !== undefined) : compareValues(a, b)
    if (order !== 0) return spec[index]!.descending ? -order : order
  }
  return 0
}

/** Sorts in memory, stably, keeping no more than `limit` documents. @throws CommandError past 100 MiB, like MongoDB without disk use. */
export function sortAll<T extends Fields>(
  documents: Iterable<T>,
  spec: SortSpec,
  sizeOf: (item: T) => number,
  limit = Infinity,
): T[] {
  const order = (left: { key: SortKey }, right: { key: SortKey }) => compareKeys(spec, left.key, right.key)
  let kept: { item: T; key: SortKey }[] = []
  let bytes = 0
  for (const item of documents) {
    kept.push({ item, key: toSortKey(spec, item) })
    bytes += sizeOf(item)
    if (kept.length >= limit * 2 + 64) {
      kept = kept.sort(order).slice(0, limit)
      bytes = kept.reduce((sum, each) => sum + sizeOf(each.item), 0)
    }
    if (bytes > maxSortBytes)
      throw new CommandError(292, 'Sort exceeded memory limit of 104857600 bytes: an index on the sorted fields avoids it')
  }
  return kept
    .sort(order)
    .slice(0, limit)
    .map(({ item }) => item)
}
