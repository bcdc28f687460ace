import { parseFilter } from '../aggregation/parse.js'
import { decode, int32 } from '../bson/decode.js'
import { type Encodable, encode } from '../bson/encode.js'
import { createObjectId } from '../bson/object-id.js'
import { RawDocument } from '../bson/raw-document.js'
import { type Document, isRegex, toInteger, truthy, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import { findDocuments } from '../query/find.js'
import { parseUpdate } from '../query/update.js'
import { type Collection, checkId } from '../storage/collection.js'
import { DuplicateKeyError } from '../storage/duplicate-key.js'
import { maxWriteBatch } from './handshake.js'
import { type Command, documentField, documentsField, namespaceOf, type Reply } from './request.js'
import { updateDocuments } from './update-documents.js'

/** Runs the statements of one command; the first error ends an ordered one. What was done before it stays. */
function runStatements<T>(statements: readonly T[], ordered: boolean, run: (statement: T, index: number) => void): Encodable[] {
  if (statements.length === 0 || statements.length > maxWriteBatch)
    throw new CommandError(16, `Write batch sizes must be between 1 and ${maxWriteBatch}`)
  const errors: Encodable[] = []
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      errors.push({ index: int32(index), ...toWriteError(error) })
      if (ordered) break
    }
  }
  return errors
}

export function toWriteError(error: CommandError): { readonly [name: string]: Encodable } {
  const detail = error instanceof DuplicateKeyError ? { keyPattern: error.keyPattern, keyValue: error.keyValue } : {}
  return { code: int32(error.code), codeName: error.codeName, ...detail, errmsg: error.message }
}

function writeReply(counts: Reply, errors: Encodable[]): Reply {
  return errors.length > 0 ? { ...counts, writeErrors: errors } : counts
}

function isOrdered(body: Document): boolean {
  return body.get('ordered') !== false
}

/** The bytes to store and the `_id`, which goes first, made up when it is missing. */
export function toStorable(bytes: Buffer, nowMs: number): { id: Value; bytes: Buffer } {
  const raw = new RawDocument(bytes)
  const id = raw.get('_id')
  if (id !== undefined && isFirst(bytes)) return { id, bytes }
  const document: Document = new Map([['_id', id ?? createObjectId(nowMs)]])
  for (const [name, value] of decode(bytes)) document.set(name, value)
  return { id: document.get('_id')!, bytes: encode(document) }
}

function isFirst(bytes: Buffer): boolean {
  return bytes.toString('latin1', 5, 9) === '_id\0'
}

function insertOne(collection: Collection, bytes: Buffer, nowMs: number): void {
  const storable = toStorable(bytes, nowMs)
  checkStorable(storable.id)
  if (bytes.includes('$')) refuseDollarFields(storable.bytes)
  collection.insert(storable.id, storable.bytes)
}

function checkStorable(id: Value): void {
  checkId(id)
  if (isRegex(id)) throw new CommandError(53, "The '_id' value cannot be of type regex")
}

function refuseDollarFields(bytes: Buffer): void {
  for (const name of decode(bytes).keys()) if (name.startsWith('$')) refuse(`A field named '${name}'`)
}

const insert: Command = {
  writes: true,
  fields: ['ordered', 'bypassDocumentValidation'],
  run: (request, state) => {
    const collection = state.catalog.getOrCreate(namespaceOf(request))
    let inserted = 0
    const errors = runStatements(request.documents, isOrdered(request.body), (bytes) => {
      insertOne(collection, bytes, state.nowMs())
      inserted++
    })
    return writeReply({ n: int32(inserted) }, errors)
  },
}

const updateFields = new Set(['q', 'u', 'multi', 'upsert'])
const deleteFields = new Set(['q', 'limit'])

function checkStatement(command: string, statement: Document, known: Set<string>): void {
  for (const [name, value] of statement) {
    const off = name === 'arrayFilters' ? Array.isArray(value) && value.length === 0 : !truthy(value)
    if (!known.has(name) && !off) refuse(`The field '${name}' of a statement of ${command}`)
  }
}

const update: Command = {
  writes: true,
  fields: ['updates', 'ordered', 'bypassDocumentValidation'],
  offFields: ['let'],
  run: (request, state) => {
    const counts = { n: 0, nModified: 0 }
    const upserted: Encodable[] = []
    const errors = runStatements(documentsField(request.body, 'updates'), isOrdered(request.body), (statement, index) => {
      checkStatement('update', statement, updateFields)
      const result = updateDocuments(state, namespaceOf(request), {
        filter: parseFilter(documentField(statement, 'q'), state.nowMs()),
        update: parseUpdate(statement.get('u') ?? badValue('an update needs the field u')),
        multi: truthy(statement.get('multi')),
        upsert: truthy(statement.get('upsert')),
      })
      counts.n += result.matched
      counts.nModified += result.modified
      if (result.upsertedId !== undefined) upserted.push({ index: int32(index), _id: result.upsertedId })
    })
    const reply = { n: int32(counts.n + upserted.length), nModified: int32(counts.nModified) }
    return writeReply(upserted.length > 0 ? { ...reply, upserted } : reply, errors)
  },
}

function deleteMatching(collection: Collection, filter: ReturnType<typeof parseFilter>, limit: number): number {
  const found = [...findDocuments(collection, { filter, sort: [], skip: 0, limit })]
  for (const each of found) collection.remove(each)
  return found.length
}

/** So many at a time, so that deleting a whole collection does not hold it all in memory. */
const deleteChunk = 1000

function deleteAll(collection: Collection, filter: ReturnType<typeof parseFilter>): number {
  let total = 0
  for (;;) {
    const deleted = deleteMatching(collection, filter, deleteChunk)
    total += deleted
    if (deleted < deleteChunk) return total
  }
}

const remove: Command = {
  writes: true,
  fields: ['deletes', 'ordered'],
  offFields: ['let'],
  run: (request, state) => {
    const collection = state.catalog.find(namespaceOf(request))
    let deleted = 0
    const errors = runStatements(documentsField(request.body, 'deletes'), isOrdered(request.body), (statement) => {
      checkStatement('delete', statement, deleteFields)
      const limit = toInteger(statement.get('limit'))
      if (limit !== 0 && limit !== 1) throw new CommandError(9, 'The limit field in delete objects must be 0 or 1')
      const filter = parseFilter(documentField(statement, 'q'), state.nowMs())
      if (collection !== undefined) deleted += limit === 1 ? deleteMatching(collection, filter, 1) : deleteAll(collection, filter)
    })
    return writeReply({ n: int32(deleted) }, errors)
  },
}

export const writeCommands: Record<string, Command> = { insert, update, delete: remove }
