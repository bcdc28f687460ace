import { RawDocument } from '../bson/raw-document.js'
import { validateBson } from '../bson/validate.js'
import type { Catalog } from './catalog.js'
import type { Collection } from './collection.js'
import type { IndexDefinition } from './index-definition.js'
import { toIndexKeys } from './index-keys.js'
import { encodeId } from './key-encoding.js'
import { spaceEnd, spaceKey } from './spaces.js'

/** Walks all documents and all index entries and says, in a line each, where they disagree. None means that the store is sound. */
export function findInconsistencies(catalog: Catalog): string[] {
  return catalog.list().flatMap((collection) => {
    const expected: ExpectedEntries = new Map(collection.indexes.map((index) => [index, new Map()]))
    const inDocuments = [...checkDocuments(collection, expected)]
    return inDocuments.concat(...collection.indexes.map((index) => [...checkIndex(collection, index, expected.get(index)!)]))
  })
}

type ExpectedEntries = Map<IndexDefinition, Map<string, string>>

function* checkDocuments(collection: Collection, expected: ExpectedEntries): Iterable<string> {
  for (const { key, value } of collection.catalog.store.scan(spaceKey(collection.space), spaceEnd(collection.space))) {
    const id = key.subarray(4)
    const where = `${collection.namespace} ${id.toString('hex')}`
    if (validateBson(value, 0, value.length) !== value.length) yield `${where}: bytes after the document`
    const document = new RawDocument(value)
    const ownId = document.get('_id')
    if (ownId === undefined || !encodeId(ownId).bytes.equals(id)) yield `${where}: lies under another _id`
    for (const [index, entries] of expected) yield* expectEntries(index, document, id, entries)
  }
}

function* expectEntries(
  index: IndexDefinition,
  document: RawDocument,
  id: Buffer,
  entries: Map<string, string>,
): Iterable<string> {
  for (const key of toIndexKeys(index, document, id).keys) {
    const entry = key.toString('hex', 4)
    if (entries.has(entry)) yield `${index.name}: two documents have the key ${entry}`
    entries.set(entry, id.toString('hex'))
  }
}

function* checkIndex(collection: Collection, index: IndexDefinition, expected: Map<string, string>): Iterable<string> {
  for (const { key, value } of collection.catalog.store.scan(spaceKey(index.space), spaceEnd(index.space))) {
    const entry = key.toString('hex', 4)
    if (expected.get(entry) !== value.toString('hex'))
      yield `${collection.namespace} ${index.name}: the entry ${entry} has no document`
    expected.delete(entry)
  }
  for (const entry of expected.keys()) yield `${collection.namespace} ${index.name}: the entry ${entry} is missing`
}
