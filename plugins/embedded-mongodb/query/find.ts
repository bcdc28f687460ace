import { RawDocument } from '../bson/raw-document.js'
import type { Value } from '../bson/values.js'
import { CommandError } from '../errors.js'
import type { Collection, Stored } from '../storage/collection.js'
import { encodeId } from '../storage/key-encoding.js'
import type { Filter } from './filter.js'
import { choosePlan, findPointId, type Plan } from './plan.js'
import { type SortSpec, sortAll } from './sort.js'

export class Found extends RawDocument {
  constructor(
    readonly id: Buffer,
    bytes: Buffer,
  ) {
    super(bytes)
  }
}

export interface FindOptions {
  filter: Filter
  sort: SortSpec
  skip: number
  /** 0 for no limit. */
  limit: number
}

/** The documents of a query, lazily where an index gives their order. */
export function* findDocuments(collection: Collection, { filter, sort, skip, limit }: FindOptions): Generator<Found, void> {
  const pointId = findPointId(collection, filter)
  if (pointId !== undefined) {
    const found = readPoint(collection, pointId)
    if (found !== undefined && skip === 0 && filter.matches(found)) yield found
    return
  }
  const plan = choosePlan(collection, filter, sort)
  const matches = matchesOf(collection, plan, filter)
  const ordered = plan.sorted
    ? matches
    : sortAll(matches, sort, (found) => found.bytes.length, limit > 0 ? skip + limit : undefined)
  let at = 0
  for (const found of ordered) {
    if (at++ < skip) continue
    yield found
    if (limit > 0 && at >= skip + limit) return
  }
}

function readPoint(collection: Collection, pointId: Value): Found | undefined {
  const id = encodeId(pointId).bytes
  const bytes = collection.read(id)
  return bytes === undefined ? undefined : new Found(id, bytes)
}

function* matchesOf(collection: Collection, plan: Plan, filter: Filter): Generator<Found, void> {
  const seen = plan.index?.multikey ? new Set<string>() : null
  for (const { id, bytes } of candidatesOf(collection, plan)) {
    const found = new Found(id, bytes)
    if (!plan.exact && !filter.matches(found)) continue
    if (seen !== null) {
      const name = id.toString('latin1')
      if (seen.has(name)) continue
      seen.add(name)
    }
    yield found
  }
}

function* candidatesOf(collection: Collection, { index, ranges, reverse }: Plan): Generator<Stored, void> {
  const { store } = collection.catalog
  for (const { start, end } of ranges) {
    for (const { key, value } of store.scan(start, end, reverse)) {
      refuseDropped(collection, index)
      if (index === null) yield { id: key.subarray(4), bytes: value }
      else {
        // Read later than its entry, the document may be gone by now.
        const bytes = collection.read(value)
        if (bytes !== undefined) yield { id: value, bytes }
      }
    }
  }
  refuseDropped(collection, index)
}

/** A cursor whose collection or index went away has not read all: its end would look like the end of the result. */
function refuseDropped(collection: Collection, index: Plan['index']): void {
  if (collection.dropped || (index !== null && !collection.indexes.includes(index))) {
    throw new CommandError(175, 'the query was ended because its collection or its index was dropped')
  }
}
