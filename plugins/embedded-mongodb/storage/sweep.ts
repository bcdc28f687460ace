import { UtcDate } from '../bson/values.js'
import type { Catalog } from './catalog.js'
import type { Collection } from './collection.js'
import type { IndexDefinition } from './index-definition.js'
import { encodePrefix, successor } from './key-encoding.js'
import { spaceKey } from './spaces.js'

/** Bounds how long one sweep holds up everybody else; what is left goes with the next. */
const mostPerIndex = 2000

/** Removes, inside a transaction, documents whose indexed date is older than their index allows. Returns how many. */
export function sweepExpired(catalog: Catalog, nowMs: number): number {
  let removed = 0
  for (const collection of catalog.list()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== null) removed += sweepIndex(collection, index, nowMs - index.expireAfterSeconds * 1000)
    }
  }
  return removed
}

function sweepIndex(collection: Collection, index: IndexDefinition, untilMs: number): number {
  const { start, end } = rangeUntil(index, untilMs)
  const ids: Buffer[] = []
  for (const { value } of collection.catalog.store.scan(start, end)) {
    ids.push(value)
    if (ids.length >= mostPerIndex) break
  }
  for (const id of ids) {
    const bytes = collection.read(id)
    if (bytes !== undefined) collection.remove({ id, bytes })
  }
  return ids.length
}

function rangeUntil({ space, fields }: IndexDefinition, untilMs: number): { start: Buffer; end: Buffer } {
  const descending = [fields[0]!.descending]
  const until = encodePrefix([new UtcDate(BigInt(Math.floor(untilMs)))], descending)
  const oldest = encodePrefix([new UtcDate(-(2n ** 63n))], descending)
  const [first, last] = descending[0] ? [until, oldest] : [oldest, until]
  return { start: spaceKey(space, first), end: successor(spaceKey(space, last)) }
}
