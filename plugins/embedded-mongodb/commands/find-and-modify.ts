import { parseFilter, parseProjection } from '../aggregation/parse.js'
import { int32 } from '../bson/decode.js'
import { type Encodable, encode } from '../bson/encode.js'
import { truthy, type Value } from '../bson/values.js'
import { badValue } from '../errors.js'
import { findDocuments } from '../query/find.js'
import { parseSort } from '../query/sort.js'
import { parseUpdate } from '../query/update.js'
import { type Command, type CommandRequest, documentField, namespaceOf, type Reply } from './request.js'
import type { ServerState } from './server-state.js'
import { updateDocuments } from './update-documents.js'

function runFindAndModify(request: CommandRequest, state: ServerState): Reply {
  const { body } = request
  const project = parseProjection(documentField(body, 'fields'), state.nowMs()) ?? ((document) => document)
  const wantsNew = truthy(body.get('new'))
  if (truthy(body.get('remove'))) {
    if (wantsNew || truthy(body.get('upsert')) || body.has('update')) badValue('remove takes no update, new or upsert')
    const removed = removeOne(request, state)
    return { lastErrorObject: { n: int32(removed ? 1 : 0) }, value: removed ? encode(project(removed.decode())) : null }
  }
  const result = updateDocuments(state, namespaceOf(request), {
    filter: parseFilter(documentField(body, 'query'), state.nowMs()),
    update: parseUpdate(body.get('update') ?? badValue('Either an update or remove=true must be specified')),
    multi: false,
    upsert: truthy(body.get('upsert')),
    sort: parseSort(body.get('sort')),
    wantsBefore: !wantsNew,
  })
  const shown = wantsNew ? result.after : result.before
  const upserted: { readonly [name: string]: Encodable } = result.upsertedId === undefined ? {} : { upserted: result.upsertedId }
  const changed = result.matched > 0 || result.upsertedId !== undefined
  const lastErrorObject = { n: int32(changed ? 1 : 0), updatedExisting: result.matched > 0, ...upserted }
  return { lastErrorObject, value: shown === undefined ? (null as Value) : encode(project(shown)) }
}

function removeOne(request: CommandRequest, state: ServerState) {
  const collection = state.catalog.find(namespaceOf(request))
  if (collection === undefined) return undefined
  const filter = parseFilter(documentField(request.body, 'query'), state.nowMs())
  const [found] = findDocuments(collection, { filter, sort: parseSort(request.body.get('sort')), skip: 0, limit: 1 })
  if (found !== undefined) collection.remove(found)
  return found
}

const findAndModify: Command = {
  writes: true,
  fields: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'bypassDocumentValidation'],
  offFields: ['collation', 'arrayFilters', 'let', 'hint'],
  run: runFindAndModify,
}

export const findAndModifyCommands: Record<string, Command> = { findAndModify, findandmodify: findAndModify }
