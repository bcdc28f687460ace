import type { Fields } from '../bson/raw-document.js'
import type { Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import { indexedValues } from '../query/path.js'
import type { IndexDefinition } from './index-definition.js'
import { emptyArrayKey, encodeEntry, type KeyValue } from './key-encoding.js'

export interface IndexKeys {
  /** The whole keys of the entries, space and `_id` included. */
  keys: Buffer[]
  multikey: boolean
  truncated: boolean
}

/** The keys under which a document stands in an index: one for each element of the one field that may be an array. */
export function toIndexKeys(index: IndexDefinition, document: Fields, id: Buffer): IndexKeys {
  const values: KeyValue[] = []
  let spread: (Value | undefined)[] | undefined
  let spreadAt = 0
  let present = false
  for (const { parts } of index.fields) {
    const found = parts.length === 1 ? topLevel(document, parts[0]!) : indexedValues(document, parts)
    present ||= found.isArray || found.values[0] !== undefined
    if (found.isArray) {
      if (spread !== undefined) throw new CommandError(171, `cannot index parallel arrays: index ${index.name}`)
      spread = found.values
      spreadAt = values.length
    }
    values.push(found.values[0] ?? null)
  }
  if (index.sparse && !present) return { keys: [], multikey: false, truncated: false }
  if (spread !== undefined) return spreadKeys(index, values, spreadAt, spread, id)
  const { bytes, truncated } = encodeEntry(index.space, values, index.descending, index.unique ? null : id)
  return { keys: [bytes], multikey: false, truncated }
}

function topLevel(document: Fields, name: string): ReturnType<typeof indexedValues> {
  const value = document.get(name)
  return Array.isArray(value) ? { values: value, isArray: true } : { values: [value], isArray: false }
}

function spreadKeys(
  index: IndexDefinition,
  values: KeyValue[],
  at: number,
  spread: (Value | undefined)[],
  id: Buffer,
): IndexKeys {
  const each: KeyValue[] = spread.length === 0 ? [emptyArrayKey] : spread.map((value) => value ?? null)
  const encoded = each.map((value) =>
    encodeEntry(index.space, values.with(at, value), index.descending, index.unique ? null : id),
  )
  const distinct = new Map(encoded.map(({ bytes }) => [bytes.toString('latin1'), bytes]))
  return { keys: [...distinct.values()], multikey: true, truncated: encoded.some(({ truncated }) => truncated) }
}

/** The values that `keyValue` of a duplicate-key error shows. */
export function toKeyValue(index: IndexDefinition, document: Fields): Map<string, Value> {
  return new Map(index.fields.map(({ path, parts }) => [path, indexedValues(document, parts).values[0] ?? null]))
}
