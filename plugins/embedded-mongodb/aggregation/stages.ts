import { int32 } from '../bson/decode.js'
import { encode } from '../bson/encode.js'
import { RawDocument } from '../bson/raw-document.js'
import { type Document, isDocument, toInteger, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import { parseFilter } from '../query/filter.js'
import { parseProjection } from '../query/projection.js'
import { parseSort, sortAll } from '../query/sort.js'
import { parseAddFields } from './add-fields.js'
import { type Item, toDocument } from './expression.js'
import type { ExpressionParser } from './expression-parser.js'
import { parseGroup } from './group.js'
import { parseUnwind } from './unwind.js'

export type Stage = (items: Iterable<Item>) => Iterable<Item>

/** Makes a stage of a pipeline. @throws CommandError, for what is not implemented a refusal that names it */
export function parseStage(name: string, spec: Value, expressions: ExpressionParser): Stage {
  const parser = Object.hasOwn(stages, name) ? stages[name]! : refuse(`The pipeline stage ${name}`)
  return parser(spec, expressions)
}

const stages: Record<string, (spec: Value, expressions: ExpressionParser) => Stage> = {
  $match: (spec, { parse }) => {
    if (!isDocument(spec)) badValue('the match filter must be an expression in an object')
    const { matches } = parseFilter(spec, parse)
    return (items) => filterItems(items, matches)
  },
  $group: (spec, { parse }) => parseGroup(spec, parse),
  $sort: (spec) => {
    const sort = parseSort(spec)
    if (sort.length === 0) badValue('$sort stage must have at least one sort key')
    return (items) => sortAll(items, sort, sizeOf)
  },
  $skip: (spec) => {
    const skip = wholeNumber('$skip', spec, 0)
    return (items) => slice(items, skip, Infinity)
  },
  $limit: (spec) => {
    const limit = wholeNumber('$limit', spec, 1)
    return (items) => slice(items, 0, limit)
  },
  $project: toProjection,
  $addFields: (spec, { parse }) => parseAddFields(spec, parse),
  $set: (spec, { parse }) => parseAddFields(spec, parse),
  $unset: (spec, expressions) => {
    const names = Array.isArray(spec) ? spec : [spec]
    if (names.length === 0 || !names.every((name) => typeof name === 'string'))
      badValue('$unset needs a string or an array of strings')
    return toProjection(new Map(names.map((name) => [String(name), int32(0)])), expressions)
  },
  $count: (spec) => {
    if (typeof spec !== 'string' || spec === '' || /[.$\0]/.test(spec))
      badValue('the count field must be a plain, non-empty name')
    return (items) => countItems(items, spec)
  },
  $unwind: parseUnwind,
  $replaceRoot: (spec, expressions) => {
    if (!isDocument(spec) || spec.size !== 1 || !spec.has('newRoot')) badValue('$replaceRoot takes newRoot')
    return toReplacement(spec.get('newRoot')!, expressions)
  },
  $replaceWith: toReplacement,
}

function toProjection(spec: Value, { parse }: ExpressionParser): Stage {
  if (!isDocument(spec) || spec.size === 0) badValue('a projection specification must have at least one field')
  if (spec.has('_id') && toInteger(spec.get('_id')) === null && typeof spec.get('_id') !== 'boolean')
    refuse('A computed _id in $project')
  const project = parseProjection(spec, parse)!
  return (items) => mapItems(items, (item) => project(toDocument(item)))
}

function toReplacement(spec: Value, { parse }: ExpressionParser): Stage {
  const expression = parse(spec)
  return (items) =>
    mapItems(items, (item) => {
      const root = expression(item)
      if (isDocument(root)) return root
      throw new CommandError(40228, "'newRoot' expression must evaluate to an object")
    })
}

export function wholeNumber(name: string, spec: Value, least: number): number {
  const number = toInteger(spec)
  return number !== null && number >= least
    ? number
    : badValue(`the value of ${name} has to be a whole number of at least ${least}`)
}

function* filterItems(items: Iterable<Item>, matches: (item: Item) => boolean): Iterable<Item> {
  for (const item of items) if (matches(item)) yield item
}

function* mapItems(items: Iterable<Item>, map: (item: Item) => Document): Iterable<Item> {
  for (const item of items) yield map(item)
}

function* slice(items: Iterable<Item>, skip: number, limit: number): Iterable<Item> {
  let at = 0
  for (const item of items) {
    if (at++ < skip) continue
    yield item
    if (at - skip >= limit) return
  }
}

function* countItems(items: Iterable<Item>, name: string): Iterable<Item> {
  let total = 0
  for (const _ of items) total++
  if (total > 0) yield new Map([[name, int32(total)]])
}

function sizeOf(item: Item): number {
  return item instanceof RawDocument ? item.bytes.length : encode(item).length
}
