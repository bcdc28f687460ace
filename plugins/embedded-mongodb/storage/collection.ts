import { int32 } from '../bson/decode.js'
import { RawDocument } from '../bson/raw-document.js'
import { isDecimal, type Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import { DuplicateKeyError } from './duplicate-key.js'
import type { IndexDefinition } from './index-definition.js'
import { toIndexKeys, toKeyValue } from './index-keys.js'
import { encodeId } from './key-encoding.js'
import { spaceEnd, spaceKey } from './spaces.js'
import type { Store } from './store.js'

export const maxDocumentBytes = 16 * 1024 * 1024

/** A stored document: its raw bytes, and the encoded `_id` under which it lies. */
export interface Stored {
  id: Buffer
  bytes: Buffer
}

/** What a collection needs of the catalog that it stands in. */
export interface CollectionCatalog {
  readonly store: Store
  /** Keeps what has changed of a collection's description. */
  save(collection: Collection): void
  /** Removes all keys of a space. */
  clearSpace(space: number): void
}

interface CollectionState {
  uuid: string
  space: number
  truncatedIds: boolean
  indexes: IndexDefinition[]
}

interface IndexChange {
  index: IndexDefinition
  added: Buffer[]
  removed: Buffer[]
}

/**
 * Documents by `_id`, and their entries in each index. An entry's value is the encoded `_id`; the key of an index that is not unique ends
 * with it too. All writes belong in `Store.transact`; a write checks every unique key before it puts anything.
 */
export class Collection {
  readonly uuid: string
  readonly space: number
  readonly indexes: IndexDefinition[]
  /** Set when some `_id` was too long to be its own key: `_id` order is then no key order. */
  truncatedIds: boolean
  dropped = false
  /** Undefined until somebody asks: it is then counted once and kept current. */
  count: number | undefined

  constructor(
    readonly catalog: CollectionCatalog,
    readonly namespace: string,
    state: CollectionState,
  ) {
    this.uuid = state.uuid
    this.space = state.space
    this.truncatedIds = state.truncatedIds
    this.indexes = state.indexes
  }

  get databaseName(): string {
    return this.namespace.slice(0, this.namespace.indexOf('.'))
  }

  get name(): string {
    return this.namespace.slice(this.namespace.indexOf('.') + 1)
  }

  countDocuments(): number {
    this.count ??= this.catalog.store.count(spaceKey(this.space), spaceEnd(this.space))
    return this.count
  }

  read(id: Buffer): Buffer | undefined {
    return this.catalog.store.get(spaceKey(this.space, id))
  }

  /** @throws DuplicateKeyError, and then nothing was written. */
  insert(id: Value, bytes: Buffer): Buffer {
    checkSize(bytes)
    const key = encodeId(id)
    const place = spaceKey(this.space, key.bytes)
    if (this.catalog.store.has(place))
      throw new DuplicateKeyError(this.namespace, '_id_', new Map([['_id', int32(1)]]), new Map([['_id', id]]))
    const changes = this.#indexChanges(key.bytes, undefined, bytes)
    if (key.truncated) this.#mark(this, 'truncatedIds')
    this.catalog.store.put(place, bytes)
    this.#apply(changes, key.bytes)
    if (this.count !== undefined) this.count++
    return key.bytes
  }

  /** `changed` names the top-level fields that may differ, when that is known: other indexes are left alone. */
  replace(stored: Stored, bytes: Buffer, changed?: ReadonlySet<string>): void {
    checkSize(bytes)
    const changes = this.#indexChanges(stored.id, stored.bytes, bytes, changed)
    this.catalog.store.put(spaceKey(this.space, stored.id), bytes)
    this.#apply(changes, stored.id)
  }

  remove(stored: Stored): void {
    this.#apply(this.#indexChanges(stored.id, stored.bytes, undefined), stored.id)
    this.catalog.store.remove(spaceKey(this.space, stored.id))
    if (this.count !== undefined) this.count--
  }

  /** Builds the entries of an index over what is already stored. @throws DuplicateKeyError */
  addIndex(index: IndexDefinition): void {
    try {
      this.#fillIndex(index)
    } catch (error) {
      this.catalog.clearSpace(index.space)
      throw error
    }
    this.indexes.push(index)
    this.catalog.save(this)
  }

  #fillIndex(index: IndexDefinition): void {
    const { store } = this.catalog
    for (const { key, value } of store.scan(spaceKey(this.space), spaceEnd(this.space))) {
      const id = key.subarray(4)
      const document = new RawDocument(value)
      const added = this.#entryKeys(index, document, id)
      if (index.unique) for (const entry of added) this.#refuseTaken(index, entry, document)
      for (const entry of added) store.put(entry, id)
    }
  }

  dropIndex(index: IndexDefinition): void {
    this.catalog.clearSpace(index.space)
    this.indexes.splice(this.indexes.indexOf(index), 1)
    this.catalog.save(this)
  }

  #indexChanges(id: Buffer, before: Buffer | undefined, after: Buffer | undefined, changed?: ReadonlySet<string>): IndexChange[] {
    const old = before === undefined ? undefined : new RawDocument(before)
    const now = after === undefined ? undefined : new RawDocument(after)
    const changes: IndexChange[] = []
    for (const index of this.indexes) {
      if (changed !== undefined && !index.fields.some(({ parts }) => changed.has(parts[0]!))) continue
      const removed = old === undefined ? [] : this.#entryKeys(index, old, id)
      const added = now === undefined ? [] : this.#entryKeys(index, now, id)
      const change = removed.length > 0 && added.length > 0 ? difference(index, removed, added) : { index, added, removed }
      if (index.unique) for (const entry of change.added) this.#refuseTaken(index, entry, now!)
      changes.push(change)
    }
    return changes
  }

  #entryKeys(index: IndexDefinition, document: RawDocument, id: Buffer): Buffer[] {
    const { keys, multikey, truncated } = toIndexKeys(index, document, id)
    if (multikey) this.#mark(index, 'multikey')
    if (truncated) this.#mark(index, 'truncated')
    return keys
  }

  #refuseTaken(index: IndexDefinition, entry: Buffer, document: RawDocument): void {
    if (!this.catalog.store.has(entry)) return
    throw new DuplicateKeyError(this.namespace, index.name, index.key, toKeyValue(index, document))
  }

  #apply(changes: IndexChange[], id: Buffer): void {
    const { store } = this.catalog
    for (const { added, removed } of changes) {
      for (const key of removed) store.remove(key)
      for (const key of added) store.put(key, id)
    }
  }

  #mark<Flag extends 'multikey' | 'truncated' | 'truncatedIds'>(holder: { [name in Flag]: boolean }, flag: Flag): void {
    if (holder[flag]) return
    holder[flag] = true
    this.catalog.save(this)
  }
}

function difference(index: IndexDefinition, old: Buffer[], now: Buffer[]): IndexChange {
  const without = (keys: Buffer[], others: Buffer[]) => keys.filter((key) => !others.some((other) => other.equals(key)))
  return { index, added: without(now, old), removed: without(old, now) }
}

function checkSize(bytes: Buffer): void {
  if (bytes.length > maxDocumentBytes)
    throw new CommandError(10334, `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${maxDocumentBytes}`)
}

/** @throws CommandError for an `_id` that MongoDB forbids, or that has no place in the order of keys here. */
export function checkId(id: Value): void {
  if (Array.isArray(id) || isDecimal(id))
    throw new CommandError(53, `The '_id' value cannot be of type ${Array.isArray(id) ? 'array' : 'decimal'}`)
}
