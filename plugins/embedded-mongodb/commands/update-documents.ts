import { encode } from '../bson/encode.js'
import type { Document, Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import type { Filter } from '../query/filter.js'
import { type Found, findDocuments } from '../query/find.js'
import type { SortSpec } from '../query/sort.js'
import { toUpserted, type Update } from '../query/update.js'
import { type Collection, checkId } from '../storage/collection.js'
import type { ServerState } from './server-state.js'

export interface UpdateStatement {
  filter: Filter
  update: Update
  multi: boolean
  upsert: boolean
  sort?: SortSpec
}

export interface UpdateResult {
  matched: number
  modified: number
  upsertedId?: Value
  /** Of the last document that was updated. */
  before?: Document
  after?: Document
}

export function updateDocuments(state: ServerState, namespace: string, statement: UpdateStatement): UpdateResult {
  const { filter, update, multi, upsert, sort = [] } = statement
  if (multi && update.replaces) throw new CommandError(9, 'multi update is not supported for replacement-style update')
  const collection = state.catalog.find(namespace)
  // All matches are found before the first is changed: a change could move a document to where the search has yet to come.
  const found = collection === undefined ? [] : [...findDocuments(collection, { filter, sort, skip: 0, limit: multi ? 0 : 1 })]
  if (found.length === 0) return upsert ? insertUpserted(state, namespace, filter, update) : { matched: 0, modified: 0 }
  const result: UpdateResult = { matched: 0, modified: 0 }
  for (const each of found) {
    const { before, after, changed } = updateFound(collection!, each, update, state.nowMs())
    result.matched++
    if (changed) result.modified++
    result.before = before
    result.after = after
  }
  return result
}

function updateFound(
  collection: Collection,
  found: Found,
  update: Update,
  nowMs: number,
): { before: Document; after: Document; changed: boolean } {
  const before = found.decode()
  const after = update.apply(found.decode(), { nowMs, inserting: false })
  const bytes = encode(after)
  const changed = !bytes.equals(found.bytes)
  if (changed) collection.replace(found, bytes)
  return { before, after, changed }
}

function insertUpserted(state: ServerState, namespace: string, filter: Filter, update: Update): UpdateResult {
  const document = toUpserted(filter, update, state.nowMs())
  const id = document.get('_id')!
  checkId(id)
  state.catalog.getOrCreate(namespace).insert(id, encode(document))
  return { matched: 0, modified: 0, upsertedId: id, after: document }
}
