import { decode, endOfName, readName, readValue, sizeOfValue } from '../bson/decode.js'
import type { Encodable } from '../bson/encode.js'
import { bsonType, type Document, isDocument, toInteger, truthy, type Value } from '../bson/values.js'
import { CommandError, refuse } from '../errors.js'
import type { ServerState } from './server-state.js'

export interface CommandRequest {
  name: string
  database: string
  body: Document
  /** The documents of an insert as they came, undecoded. */
  documents: Buffer[]
  connectionId: number
}

export type Reply = { readonly [name: string]: Encodable }

export interface Command {
  /** Runs inside a write transaction. */
  writes?: boolean
  /** Fields of its own; those of every command are known to `checkFields`. */
  fields: readonly string[] | 'any'
  /** Fields accepted only with a value that switches them off. */
  offFields?: readonly string[]
  run(request: CommandRequest, state: ServerState): Reply
}

const commonFields = new Set([
  '$db',
  'lsid',
  '$clusterTime',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  '$readPreference',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
])
const transactionFields = new Set(['txnNumber', 'startTransaction', 'autocommit'])

export function toRequest(bytes: Buffer, sequences: Map<string, Buffer[]>, connectionId: number): CommandRequest {
  const body: Document = new Map()
  let documents: Buffer[] = []
  let at = 4
  for (let type = bytes[at]!; type !== 0; type = bytes[at]!) {
    const end = endOfName(bytes, at + 1)
    const name = readName(bytes, at + 1, end)
    if (name === 'documents' && type === bsonType.array) documents = rawElements(bytes, end + 1)
    else body.set(name, readValue(type, bytes, end + 1))
    at = end + 1 + sizeOfValue(type, bytes, end + 1)
  }
  for (const [name, items] of sequences) {
    if (name === 'documents') documents = items
    else
      body.set(
        name,
        items.map((item) => decode(item)),
      )
  }
  const [name] = body.keys()
  const database = body.get('$db')
  return { name: name ?? '', database: typeof database === 'string' ? database : 'admin', body, documents, connectionId }
}

function rawElements(bytes: Buffer, start: number): Buffer[] {
  const elements: Buffer[] = []
  let at = start + 4
  for (let type = bytes[at]!; type !== 0; type = bytes[at]!) {
    const valueAt = endOfName(bytes, at + 1) + 1
    if (type !== bsonType.object) throw new CommandError(14, "an element of 'documents' is no object")
    const size = sizeOfValue(type, bytes, valueAt)
    elements.push(bytes.subarray(valueAt, valueAt + size))
    at = valueAt + size
  }
  return elements
}

/** Refuses every field that the command does not know: an ignored option is a wrong answer. */
export function checkFields({ name, body }: CommandRequest, command: Command): void {
  if (command.fields === 'any') return
  for (const [field, value] of body) {
    if (field === name || commonFields.has(field) || command.fields.includes(field)) continue
    if (transactionFields.has(field)) refuse(`A transaction (${field})`)
    if (command.offFields?.includes(field) && isOff(value)) continue
    refuse(`The field '${field}' of the command ${name}`)
  }
  checkConcerns(body)
}

function isOff(value: Value): boolean {
  return (
    !truthy(value) ||
    value === '' ||
    (isDocument(value) && (value.size === 0 || value.get('locale') === 'simple')) ||
    (Array.isArray(value) && value.length === 0)
  )
}

function checkConcerns(body: Document): void {
  const read = body.get('readConcern')
  const level = isDocument(read) ? read.get('level') : undefined
  if (level !== undefined && !['local', 'available', 'majority'].includes(level as string))
    refuse(`The read concern '${String(level)}'`)
  const write = body.get('writeConcern')
  const w = isDocument(write) ? write.get('w') : undefined
  if (w === undefined || w === 'majority' || (toInteger(w) ?? 2) <= 1) return
  throw new CommandError(2, "cannot use 'w' > 1 when a host is not replicated")
}

export function namespaceOf({ name, database, body }: CommandRequest, field = name): string {
  const collection = body.get(field)
  if (typeof collection !== 'string') throw new CommandError(2, `collection name has invalid type in the command ${name}`)
  return `${database}.${collection}`
}

export function documentField(body: Document, field: string): Document {
  const value = body.get(field)
  if (value === undefined || value === null) return new Map()
  return isDocument(value) ? value : wrongType(field, 'an object')
}

export function documentsField(body: Document, field: string): Document[] {
  const value = body.get(field)
  return Array.isArray(value) && value.every(isDocument) ? value : wrongType(field, 'an array of objects')
}

export function countField(body: Document, field: string): number | undefined {
  const value = body.get(field)
  if (value === undefined || value === null) return undefined
  const count = toInteger(value)
  return count !== null && count >= 0 ? count : wrongType(field, 'a whole number of at least 0')
}

function wrongType(field: string, wanted: string): never {
  throw new CommandError(14, `the field '${field}' has to be ${wanted}`)
}
