import { randomUUID } from 'node:crypto'
import { decode } from '../bson/decode.js'
import { encode } from '../bson/encode.js'
import { type Document, toInteger, truthy, type Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import { parsePath } from '../query/path.js'
import { Collection } from './collection.js'
import type { IndexDefinition } from './index-definition.js'
import { spaceEnd, spaceKey } from './spaces.js'
import type { Store } from './store.js'

const catalogSpace = 0
const formatVersion = 1
const nameEncoding = 'utf8'

/** Which collections and indexes there are. It changes inside transactions only; `reload` forgets what an aborted one changed. */
export class Catalog {
  readonly #collections = new Map<string, Collection>()
  #nextSpace = 1

  constructor(readonly store: Store) {
    this.reload()
  }

  reload(): void {
    for (const collection of this.#collections.values()) collection.dropped = true
    this.#collections.clear()
    this.#nextSpace = 1
    for (const { key, value } of this.store.scan(spaceKey(catalogSpace), spaceEnd(catalogSpace))) {
      const name = key.toString(nameEncoding, 4)
      if (name === '') this.#readHeader(decode(value))
      else this.#collections.set(name, this.#toCollection(name, decode(value)))
    }
  }

  #readHeader(header: Document): void {
    if (toInteger(header.get('formatVersion')) !== formatVersion)
      throw new Error('the data folder was written by another version of Weir')
    this.#nextSpace = toInteger(header.get('nextSpace')) ?? 1
  }

  find(namespace: string): Collection | undefined {
    return this.#collections.get(namespace)
  }

  list(): Collection[] {
    return [...this.#collections.values()]
  }

  create(namespace: string): Collection {
    checkNamespace(namespace)
    const collection = new Collection(this, namespace, {
      uuid: randomUUID(),
      space: this.allocateSpace(),
      truncatedIds: false,
      indexes: [],
    })
    collection.count = 0
    this.#collections.set(namespace, collection)
    this.save(collection)
    return collection
  }

  getOrCreate(namespace: string): Collection {
    return this.find(namespace) ?? this.create(namespace)
  }

  drop(collection: Collection): void {
    for (const space of [collection.space, ...collection.indexes.map((index) => index.space)]) this.clearSpace(space)
    this.store.remove(spaceKey(catalogSpace, Buffer.from(collection.namespace)))
    this.#collections.delete(collection.namespace)
    collection.dropped = true
  }

  clearSpace(space: number): void {
    for (const { key } of this.store.scan(spaceKey(space), spaceEnd(space))) this.store.remove(key)
  }

  allocateSpace(): number {
    const space = this.#nextSpace++
    this.store.put(spaceKey(catalogSpace), encode({ formatVersion, nextSpace: this.#nextSpace }))
    return space
  }

  save(collection: Collection): void {
    const { uuid, space, truncatedIds } = collection
    const indexes = collection.indexes.map(({ fields, descending, ...index }) => index)
    this.store.put(spaceKey(catalogSpace, Buffer.from(collection.namespace)), encode({ uuid, space, truncatedIds, indexes }))
  }

  #toCollection(namespace: string, saved: Document): Collection {
    const indexes = (saved.get('indexes') as Document[]).map(toIndexDefinition)
    const space = toInteger(saved.get('space'))!
    return new Collection(this, namespace, {
      uuid: saved.get('uuid') as string,
      space,
      truncatedIds: truthy(saved.get('truncatedIds')),
      indexes,
    })
  }
}

export function toIndexFields(key: Document): Pick<IndexDefinition, 'fields' | 'descending'> {
  const fields = [...key].map(([path, direction]) => ({ path, parts: parsePath(path), descending: isDescending(direction) }))
  return { fields, descending: fields.map((field) => field.descending) }
}

function isDescending(direction: Value): boolean {
  return (toInteger(direction) ?? 1) < 0
}

function toIndexDefinition(saved: Document): IndexDefinition {
  const key = saved.get('key') as Document
  return {
    name: saved.get('name') as string,
    space: toInteger(saved.get('space'))!,
    ...toIndexFields(key),
    key,
    unique: truthy(saved.get('unique')),
    sparse: truthy(saved.get('sparse')),
    expireAfterSeconds: toInteger(saved.get('expireAfterSeconds') ?? undefined),
    multikey: truthy(saved.get('multikey')),
    truncated: truthy(saved.get('truncated')),
  }
}

function checkNamespace(namespace: string): void {
  const dot = namespace.indexOf('.')
  const database = namespace.slice(0, dot)
  const collection = namespace.slice(dot + 1)
  if (dot < 1 || /[/\\. "$\0]/.test(database) || database.length > 63)
    throw new CommandError(73, `Invalid database name: '${database}'`)
  const valid =
    collection !== '' && !/[$\0]/.test(collection) && !collection.startsWith('system.') && Buffer.byteLength(namespace) <= 255
  if (!valid) throw new CommandError(73, `Invalid collection name: '${collection}'`)
}
