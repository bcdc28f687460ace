import { parseFilter, parseProjection, runPipeline } from '../aggregation/parse.js'
import { compareValues } from '../bson/compare.js'
import { int32 } from '../bson/decode.js'
import { type Encodable, encode } from '../bson/encode.js'
import { identity } from '../bson/identity.js'
import { truthy, type Value } from '../bson/values.js'
import { badValue, CommandError } from '../errors.js'
import { findDocuments } from '../query/find.js'
import { parsePath, someValue } from '../query/path.js'
import { parseSort } from '../query/sort.js'
import type { Batch } from './cursors.js'
import {
  type Command,
  type CommandRequest,
  countField,
  documentField,
  documentsField,
  namespaceOf,
  type Reply,
} from './request.js'
import type { ServerState } from './server-state.js'

function cursorReply({ documents, cursorId }: Batch, namespace: string, batchName = 'firstBatch'): Reply {
  return { cursor: { [batchName]: documents, id: cursorId, ns: namespace } }
}

/** Parses at once, so that a bad query fails its own command, and reads as it is iterated. */
function findBytes(request: CommandRequest, state: ServerState): Iterator<Buffer> {
  const { body } = request
  const options = {
    filter: parseFilter(documentField(body, 'filter'), state.nowMs()),
    sort: parseSort(body.get('sort')),
    skip: countField(body, 'skip') ?? 0,
    limit: countField(body, 'limit') ?? 0,
  }
  const project = parseProjection(documentField(body, 'projection'), state.nowMs())
  const collection = state.catalog.find(namespaceOf(request))
  const found = collection === undefined ? [][Symbol.iterator]() : findDocuments(collection, options)
  return mapIterator(found, (each) => (project === null ? each.bytes : encode(project(each.decode()))))
}

function* mapIterator<From, To>(items: Iterable<From>, map: (item: From) => To): Generator<To, void> {
  for (const item of items) yield map(item)
}

const find: Command = {
  fields: ['filter', 'sort', 'skip', 'limit', 'projection', 'batchSize', 'singleBatch', 'allowDiskUse'],
  offFields: [
    ...['hint', 'collation', 'let', 'min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'noCursorTimeout'],
    ...['oplogReplay', 'allowPartialResults'],
  ],
  run: (request, state) => {
    const { body } = request
    const namespace = namespaceOf(request)
    const documents = findBytes(request, state)
    return cursorReply(
      state.cursors.open(namespace, documents, countField(body, 'batchSize'), truthy(body.get('singleBatch'))),
      namespace,
    )
  },
}

const getMore: Command = {
  fields: ['collection', 'batchSize'],
  run: (request, state) => {
    const namespace = namespaceOf(request, 'collection')
    const id = request.body.get('getMore')
    if (typeof id !== 'bigint') throw new CommandError(14, 'getMore needs the id of a cursor, a long')
    return cursorReply(state.cursors.more(id, namespace, countField(request.body, 'batchSize')), namespace, 'nextBatch')
  },
}

const killCursors: Command = {
  fields: ['cursors'],
  run: (request, state) => {
    const namespace = namespaceOf(request)
    const cursorsKilled: bigint[] = []
    const cursorsNotFound: bigint[] = []
    const ids = request.body.get('cursors')
    for (const id of Array.isArray(ids) ? ids : badValue('killCursors needs an array of cursors')) {
      if (typeof id !== 'bigint') badValue('a cursor id has to be a long')
      const list = state.cursors.kill(id, namespace) ? cursorsKilled : cursorsNotFound
      list.push(id)
    }
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] }
  },
}

const count: Command = {
  fields: ['query', 'limit', 'skip', 'fields'],
  offFields: ['hint', 'collation'],
  run: (request, state) => {
    const collection = state.catalog.find(namespaceOf(request))
    if (collection === undefined) return { n: int32(0) }
    const query = documentField(request.body, 'query')
    const skip = countField(request.body, 'skip') ?? 0
    const limit = countField(request.body, 'limit') ?? 0
    if (query.size === 0) {
      const rest = Math.max(0, collection.countDocuments() - skip)
      return { n: int32(limit > 0 ? Math.min(limit, rest) : rest) }
    }
    let n = 0
    for (const _ of findDocuments(collection, { filter: parseFilter(query, state.nowMs()), sort: [], skip, limit })) n++
    return { n: int32(n) }
  },
}

const mostDistinctBytes = 16 * 1024 * 1024

const distinct: Command = {
  fields: ['key', 'query'],
  offFields: ['hint', 'collation'],
  run: (request, state) => {
    const collection = state.catalog.find(namespaceOf(request))
    const key = request.body.get('key')
    if (typeof key !== 'string') throw new CommandError(14, "distinct needs a 'key'")
    const parts = parsePath(key)
    const values = new Map<string, Value>()
    let bytes = 0
    const filter = parseFilter(documentField(request.body, 'query'), state.nowMs())
    for (const found of collection === undefined ? [] : findDocuments(collection, { filter, sort: [], skip: 0, limit: 0 })) {
      for (const value of distinctValues(found, parts)) {
        const name = identity(value)
        if (values.has(name)) continue
        values.set(name, value)
        bytes += name.length
        if (bytes > mostDistinctBytes) throw new CommandError(17217, 'distinct too big, 16mb cap')
      }
    }
    return { values: [...values.values()].sort(compareValues) as Encodable[] }
  },
}

function distinctValues(found: Parameters<typeof someValue>[0], parts: readonly string[]): Value[] {
  const values: Value[] = []
  someValue(
    found,
    parts,
    (value) => {
      for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) values.push(each)
      return false
    },
    false,
  )
  return values
}

const aggregate: Command = {
  fields: ['pipeline', 'cursor', 'allowDiskUse', 'bypassDocumentValidation'],
  offFields: ['explain', 'hint', 'collation', 'let'],
  run: (request, state) => {
    const { database, body } = request
    if (typeof body.get('aggregate') !== 'string')
      throw new CommandError(
        238,
        'An aggregation without a collection is not supported by the embedded database. Set MONGODB_URI to use a MongoDB server.',
      )
    const namespace = namespaceOf(request)
    const documents = runPipeline(documentsField(body, 'pipeline'), state.catalog.find(namespace), state.nowMs())
    const batchSize = countField(documentField(body, 'cursor'), 'batchSize')
    return cursorReply(state.cursors.open(namespace, documents, batchSize), `${database}.${String(body.get('aggregate'))}`)
  },
}

export const readCommands: Record<string, Command> = { find, getMore, killCursors, count, distinct, aggregate }
