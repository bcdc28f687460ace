import { encode } from '../bson/encode.js'
import { RawDocument } from '../bson/raw-document.js'
import { type Document, isDocument, type Value } from '../bson/values.js'
import { badValue } from '../errors.js'
import { type Filter, parseFilter as parseFilterWith } from '../query/filter.js'
import { findDocuments } from '../query/find.js'
import { type Projection, parseProjection as parseProjectionWith } from '../query/projection.js'
import { parseSort } from '../query/sort.js'
import type { Collection } from '../storage/collection.js'
import type { Item } from './expression.js'
import { ExpressionParser } from './expression-parser.js'
import { parseStage, wholeNumber } from './stages.js'

/** A filter that may hold `$expr`. */
export function parseFilter(query: Document, nowMs: number): Filter {
  return parseFilterWith(query, new ExpressionParser(nowMs).parse)
}

export function parseProjection(spec: Document, nowMs: number): Projection | null {
  return parseProjectionWith(spec, new ExpressionParser(nowMs).parse)
}

type NamedStage = readonly [name: string, spec: Value]

/** Parses the whole pipeline at once and runs it as its result is read. What it begins with becomes a query that an index can serve. */
export function runPipeline(pipeline: Document[], collection: Collection | undefined, nowMs: number): Iterator<Buffer> {
  const named = pipeline.map(toNamedStage)
  const query = takeQuery(named, nowMs)
  const expressions = new ExpressionParser(nowMs)
  const stages = named.map(([name, spec]) => parseStage(name, spec, expressions))
  let items: Iterable<Item> = collection === undefined ? [] : findDocuments(collection, query)
  for (const stage of stages) items = stage(items)
  return encodeAll(items)
}

function toNamedStage(stage: Document): NamedStage {
  if (stage.size !== 1) badValue('A pipeline stage specification object must contain exactly one field.')
  return [...stage][0]!
}

function takeQuery(stages: NamedStage[], nowMs: number) {
  const next = (name: string) => (stages[0]?.[0] === name ? stages.shift()![1] : undefined)
  const match = next('$match') ?? new Map()
  if (!isDocument(match)) badValue('the match filter must be an expression in an object')
  const sort = next('$sort')
  const limit = next('$limit')
  if (isDocument(sort) && sort.size === 0) badValue('$sort stage must have at least one sort key')
  return {
    filter: parseFilter(match, nowMs),
    sort: parseSort(sort),
    skip: 0,
    limit: limit === undefined ? 0 : wholeNumber('$limit', limit, 1),
  }
}

function* encodeAll(items: Iterable<Item>): Generator<Buffer, void> {
  for (const item of items) yield item instanceof RawDocument ? item.bytes : encode(item)
}
