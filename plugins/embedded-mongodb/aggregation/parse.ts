import type { Document, Value } from '../bson/values.js'
import { refuse } from '../errors.js'
import { type Filter, parseFilter as parseFilterWith } from '../query/filter.js'
import { type Projection, parseProjection as parseProjectionWith } from '../query/projection.js'
import type { Collection } from '../storage/collection.js'

export function parseFilter(query: Document, _nowMs: number): Filter {
  return parseFilterWith(query)
}

export function parseProjection(spec: Document, _nowMs: number): Projection | null {
  return parseProjectionWith(spec, () => refuse('A computed projection'))
}

export function runPipeline(_pipeline: Document[], _collection: Collection | undefined, _nowMs: number): Iterator<Buffer> {
  return refuse('aggregate')
}
export type { Value }
