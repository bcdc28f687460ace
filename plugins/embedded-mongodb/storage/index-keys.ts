import type { Fields } from '../bson/raw-document.js'
import type { Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import { indexedValues } from '../query/path.js'
import type { IndexDefinition } from './catalog.js'
import { type EncodedKey, emptyArrayKey, encodeKey, type KeyValue } from './key-encoding.js'

export interface IndexKeys {
  keys: EncodedKey[]
  multikey: boolean
}

/** The keys under which a document stands in an index: one for each element of the one field that may be an array. */
export function toIndexKeys(index: IndexDefinition, document: Fields): IndexKeys {
  const values: KeyValue[] = []
  let spread: KeyValue[] | undefined
  let spreadAt = 0
  let present = false
  for (const [position, field] of index.fields.entries()) {
    const found = indexedValues(document, field.parts)
    present ||= found.isArray || found.values[0] !== undefined
    values.push(found.values[0] ?? null)
    if (!found.isArray) continue
    if (spread !== undefined) throw new CommandError(171, `cannot index parallel arrays: index ${index.name}`)
    spread = found.values.length === 0 ? [emptyArrayKey] : found.values.map((value) => value ?? null)
    spreadAt = position
  }
  if (index.sparse && !present) return { keys: [], multikey: false }
  const descending = index.fields.map((field) => field.descending)
  if (spread === undefined) return { keys: [encodeKey(values, descending)], multikey: false }
  const keys = spread.map((value) => encodeKey(values.with(spreadAt, value), descending))
  return { keys: withoutRepeats(keys), multikey: true }
}

function withoutRepeats(keys: EncodedKey[]): EncodedKey[] {
  return [...new Map(keys.map((key) => [key.bytes.toString('latin1'), key])).values()]
}

/** The values that `keyValue` of a duplicate-key error shows. */
export function toKeyValue(index: IndexDefinition, document: Fields): Map<string, Value> {
  return new Map(index.fields.map(({ path, parts }) => [path, indexedValues(document, parts).values[0] ?? null]))
}
