import { parseFilter } from '../aggregation/parse.js'
import { int32 } from '../bson/decode.js'
import { type Encodable, encode } from '../bson/encode.js'
import { bsonType, type Document, Opaque, truthy, type Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import type { Collection } from '../storage/collection.js'
import type { IndexDefinition } from '../storage/index-definition.js'
import { type Command, type CommandRequest, countField, documentField, namespaceOf, type Reply } from './request.js'
import type { ServerState } from './server-state.js'

export function existing(request: CommandRequest, state: ServerState): Collection {
  const namespace = namespaceOf(request)
  const collection = state.catalog.find(namespace)
  if (collection === undefined) throw new CommandError(26, `ns does not exist: ${namespace}`)
  return collection
}

const create: Command = {
  writes: true,
  fields: [],
  offFields: ['capped', 'autoIndexId', 'collation', 'validator', 'pipeline', 'storageEngine', 'indexOptionDefaults'],
  run: (request, state) => {
    const namespace = namespaceOf(request)
    if (state.catalog.find(namespace)) throw new CommandError(48, `Collection ${namespace} already exists.`)
    state.catalog.create(namespace)
    return {}
  },
}

const drop: Command = {
  writes: true,
  fields: [],
  run: (request, state) => {
    const collection = state.catalog.find(namespaceOf(request))
    if (collection === undefined) return { ns: namespaceOf(request) }
    const nIndexesWas = int32(collection.indexes.length + 1)
    state.catalog.drop(collection)
    return { nIndexesWas, ns: collection.namespace }
  },
}

const dropDatabase: Command = {
  writes: true,
  fields: [],
  run: ({ database }, state) => {
    const own = state.catalog.list().filter((collection) => collection.databaseName === database)
    for (const collection of own) state.catalog.drop(collection)
    return own.length > 0 ? { dropped: database } : {}
  },
}

function uuidValue(uuid: string): Opaque {
  const bytes = Buffer.alloc(21)
  bytes.writeInt32LE(16, 0)
  bytes[4] = 4
  bytes.write(uuid.replaceAll('-', ''), 5, 'hex')
  return new Opaque(bsonType.binData, bytes)
}

function describeCollection(collection: Collection, nameOnly: boolean): Document {
  const named: Document = new Map<string, Value>([
    ['name', collection.name],
    ['type', 'collection'],
  ])
  if (nameOnly) return named
  const idIndex: Document = new Map<string, Value>([
    ['v', int32(2)],
    ['key', new Map([['_id', int32(1)]])],
    ['name', '_id_'],
  ])
  const info: Document = new Map<string, Value>([
    ['readOnly', false],
    ['uuid', uuidValue(collection.uuid)],
  ])
  return named.set('options', new Map()).set('info', info).set('idIndex', idIndex)
}

function listed(request: CommandRequest, state: ServerState, collection: string, documents: Buffer[]): Reply {
  const namespace = `${request.database}.${collection}`
  const batchSize = countField(documentField(request.body, 'cursor'), 'batchSize')
  const batch = state.cursors.open(namespace, documents.values(), batchSize)
  return { cursor: { firstBatch: batch.documents, id: batch.cursorId, ns: namespace } }
}

const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: (request, state) => {
    const nameOnly = truthy(request.body.get('nameOnly'))
    const filter = parseFilter(documentField(request.body, 'filter'), state.nowMs())
    const own = state.catalog.list().filter((collection) => collection.databaseName === request.database)
    const matching = own.filter((collection) => filter.matches(describeCollection(collection, false)))
    return listed(
      request,
      state,
      '$cmd.listCollections',
      matching.map((collection) => encode(describeCollection(collection, nameOnly))),
    )
  },
}

const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run: ({ body }, state) => {
    const names = [...new Set(state.catalog.list().map((collection) => collection.databaseName))].sort()
    const filter = parseFilter(documentField(body, 'filter'), state.nowMs())
    const matching = names.filter((name) => filter.matches(new Map([['name', name]])))
    if (truthy(body.get('nameOnly'))) return { databases: matching.map((name) => ({ name })) }
    // Sizes are those of one shared file and so not known by database.
    return { databases: matching.map((name) => ({ name, sizeOnDisk: 0n, empty: false })), totalSize: 0n, totalSizeMb: 0n }
  },
}

export function describeIndex(index: IndexDefinition): Encodable {
  return {
    v: int32(2),
    key: index.key,
    name: index.name,
    ...(index.unique ? { unique: true } : {}),
    ...(index.sparse ? { sparse: true } : {}),
    ...(index.expireAfterSeconds === null ? {} : { expireAfterSeconds: int32(index.expireAfterSeconds) }),
  }
}

const listIndexes: Command = {
  fields: ['cursor'],
  run: (request, state) => {
    const collection = existing(request, state)
    const id = { v: int32(2), key: { _id: int32(1) }, name: '_id_' }
    const documents = [id, ...collection.indexes.map(describeIndex)] as { [name: string]: Encodable }[]
    return listed(
      request,
      state,
      collection.name,
      documents.map((document) => encode(document)),
    )
  },
}

export const catalogCommands: Record<string, Command> = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  listIndexes,
}
