import { encode } from '../bson/encode.js'
import type { Document, Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import type { Filter } from '../query/filter.js'
import { Found, findDocuments } from '../query/find.js'
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
  /** Whether `before` of the result is asked for. */
  wantsBefore?: boolean
}

export interface UpdateResult {
  matched: number
  modified: number
  upsertedId?: Value
  /** Of the one document that was updated, when `multi` is off. */
  before?: Document
  after?: Document
}

export function updateDocuments(state: ServerState, namespace: string, statement: UpdateStatement): UpdateResult {
  const { filter, update, multi, upsert, sort = [] } = statement
  if (multi && update.replaces) throw new CommandError(9, 'multi update is not supported for replacement-style update')
  const collection = state.catalog.find(namespace)
  const found = collection === undefined ? [] : findDocuments(collection, { filter, sort, skip: 0, limit: multi ? 0 : 1 })
  const result = { matched: 0, modified: 0 }
  for (const each of multi ? foundFirst(collection!, found) : found) {
    const { before, after, changed } = updateFound(collection!, each, statement, state.nowMs())
    if (!multi) return { matched: 1, modified: changed ? 1 : 0, before, after }
    result.matched++
    if (changed) result.modified++
  }
  return result.matched === 0 && upsert ? insertUpserted(state, namespace, filter, update) : result
}

/** All matches, found before the first is changed: a change could move a document to where the search has yet to come. */
function* foundFirst(collection: Collection, found: Iterable<Found>): Iterable<Found> {
  const ids = Array.from(found, ({ id }) => id)
  for (const id of ids) yield new Found(id, collection.read(id)!)
}

function updateFound(
  collection: Collection,
  found: Found,
  { update, wantsBefore }: UpdateStatement,
  nowMs: number,
): { before: Document | undefined; after: Document; changed: boolean } {
  const before = wantsBefore ? found.decode() : undefined
  const after = update.apply(found.decode(), { nowMs, inserting: false })
  const bytes = encode(after)
  const changed = !bytes.equals(found.bytes)
  if (changed) collection.replace(found, bytes, update.changes)
  return { before, after, changed }
}

function insertUpserted(state: ServerState, namespace: string, filter: Filter, update: Update): UpdateResult {
  const document = toUpserted(filter, update, state.nowMs())
  const id = document.get('_id')!
  checkId(id)
  state.catalog.getOrCreate(namespace).insert(id, encode(document))
  return { matched: 0, modified: 0, upsertedId: id, after: document }
}
