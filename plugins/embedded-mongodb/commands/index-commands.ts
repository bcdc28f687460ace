import { equalValues } from '../bson/compare.js'
import { int32 } from '../bson/decode.js'
import { type Document, isDocument, toInteger, truthy, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import { isArrayIndex } from '../query/path.js'
import { toIndexFields } from '../storage/catalog.js'
import type { Collection } from '../storage/collection.js'
import type { IndexDefinition } from '../storage/index-definition.js'
import { existing } from './catalog-commands.js'
import { type Command, documentsField, namespaceOf } from './request.js'

const mostIndexes = 63
const mostFields = 32

/** `background` changes nothing in MongoDB since 4.2, and `v` names the only format there is. */
const knownOptions = new Set(['key', 'name', 'unique', 'sparse', 'expireAfterSeconds', 'background', 'v', 'ns'])

function toIndexKey(value: Value | undefined): Document {
  if (!isDocument(value) || value.size === 0) throw new CommandError(67, 'an index needs a key with at least one field')
  if (value.size > mostFields) throw new CommandError(67, `an index has at most ${mostFields} fields`)
  for (const [path, direction] of value) {
    if (typeof direction === 'string') refuse(`An index of the kind '${direction}'`)
    if (toInteger(direction) !== 1 && toInteger(direction) !== -1) refuse(`The index direction of '${path}'`)
    if (path.includes('$**') || path.split('.').some(isArrayIndex)) refuse(`An index on '${path}'`)
    if (path.startsWith('$')) throw new CommandError(67, `Index key contains an illegal field name: '${path}'`)
  }
  return value
}

function toIndex(spec: Document, space: () => number): IndexDefinition {
  for (const [name, value] of spec) if (!knownOptions.has(name) && truthy(value)) refuse(`The index option '${name}'`)
  const key = toIndexKey(spec.get('key'))
  const name = spec.get('name')
  if (typeof name !== 'string' || name === '' || name === '*') throw new CommandError(67, 'an index needs a name')
  const expireAfterSeconds = spec.has('expireAfterSeconds') ? toInteger(spec.get('expireAfterSeconds')) : null
  if (spec.has('expireAfterSeconds')) {
    if (expireAfterSeconds === null || expireAfterSeconds < 0 || expireAfterSeconds > 0x7fffffff)
      throw new CommandError(67, 'TTL index expireAfterSeconds has to be a whole number from 0 to 2147483647')
    if (key.size > 1 || key.has('_id')) throw new CommandError(67, 'TTL indexes are single-field indexes, not on _id')
  }
  const flags = { unique: truthy(spec.get('unique')), sparse: truthy(spec.get('sparse')), multikey: false, truncated: false }
  return { name, key, ...toIndexFields(key), expireAfterSeconds, ...flags, space: space() }
}

/** The index that is there already under this name or key. @throws CommandError when it differs from the wanted one */
function findSame(collection: Collection, wanted: IndexDefinition): IndexDefinition | undefined {
  const sameKey = (index: IndexDefinition) => equalValues(index.key, wanted.key)
  const named = collection.indexes.find((index) => index.name === wanted.name)
  if (named !== undefined && !sameKey(named))
    throw new CommandError(86, `An existing index has the same name as the requested index: ${wanted.name}, but another key`)
  const keyed = named ?? collection.indexes.find(sameKey)
  if (keyed === undefined) return undefined
  const same = keyed.name === wanted.name && keyed.unique === wanted.unique && keyed.sparse === wanted.sparse
  if (same && keyed.expireAfterSeconds === wanted.expireAfterSeconds) return keyed
  throw new CommandError(85, `Index with name '${wanted.name}' exists already with other options or another name: ${keyed.name}`)
}

function isIdIndex(spec: Document): boolean {
  const key = spec.get('key')
  return isDocument(key) && key.size === 1 && key.has('_id')
}

const createIndexes: Command = {
  writes: true,
  fields: ['indexes'],
  offFields: ['commitQuorum'],
  run: (request, state) => {
    const namespace = namespaceOf(request)
    const specs = documentsField(request.body, 'indexes').filter((spec) => !isIdIndex(spec))
    const wanted = specs.map((spec) => toIndex(spec, () => 0))
    const createdCollectionAutomatically = state.catalog.find(namespace) === undefined
    const collection = state.catalog.getOrCreate(namespace)
    const numIndexesBefore = int32(collection.indexes.length + 1)
    for (const index of wanted) {
      if (findSame(collection, index) !== undefined) continue
      if (collection.indexes.length >= mostIndexes)
        throw new CommandError(67, `add index fails, too many indexes for ${namespace}`)
      collection.addIndex({ ...index, space: state.catalog.allocateSpace() })
    }
    return { numIndexesBefore, numIndexesAfter: int32(collection.indexes.length + 1), createdCollectionAutomatically }
  },
}

function findToDrop(collection: Collection, wanted: Value | undefined): IndexDefinition[] {
  if (wanted === '*') return [...collection.indexes]
  if (wanted === '_id_') throw new CommandError(72, 'cannot drop _id index')
  if (Array.isArray(wanted)) return wanted.flatMap((name) => findToDrop(collection, name))
  const matches = (index: IndexDefinition) => (isDocument(wanted) ? equalValues(index.key, wanted) : index.name === wanted)
  const found = collection.indexes.filter(matches)
  if (typeof wanted !== 'string' && !isDocument(wanted)) badValue("dropIndexes needs an 'index'")
  if (found.length === 0)
    throw new CommandError(27, `index not found with name [${String(isDocument(wanted) ? 'of that key' : wanted)}]`)
  return found
}

const dropIndexes: Command = {
  writes: true,
  fields: ['index'],
  run: (request, state) => {
    const collection = existing(request, state)
    const nIndexesWas = int32(collection.indexes.length + 1)
    for (const index of findToDrop(collection, request.body.get('index'))) collection.dropIndex(index)
    return { nIndexesWas }
  },
}

export const indexCommands: Record<string, Command> = { createIndexes, dropIndexes, deleteIndexes: dropIndexes }
