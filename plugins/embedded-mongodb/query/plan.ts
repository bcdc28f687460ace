import { typeRank } from '../bson/compare.js'
import { bsonType, isDecimal, isRegex, typeCode, type Value } from '../bson/values.js'
import type { Collection } from '../storage/collection.js'
import type { IndexDefinition } from '../storage/index-definition.js'
import { encodePrefix, keyBytes, successor } from '../storage/key-encoding.js'
import { spaceEnd, spaceKey } from '../storage/spaces.js'
import type { Conjunct, Filter } from './filter.js'
import type { SortSpec } from './sort.js'

/** Ranges of keys that hold every match, in an index or, without one, in the collection itself, whose key is `_id`. */
export interface Plan {
  index: IndexDefinition | null
  ranges: Range[]
  reverse: boolean
  /** The ranges give the documents in the order asked for. */
  sorted: boolean
  /** The ranges hold nothing but matches: documents need not be tested again. */
  exact: boolean
}

interface Range {
  start: Buffer
  end: Buffer
  /** The values are longer than a key: others that begin alike may be in the range too. */
  isCut: boolean
}

interface Candidate {
  index: IndexDefinition | null
  fields: { path: string; descending: boolean }[]
  space: number
  multikey: boolean
  truncated: boolean
  bytes: { whole: number; kept: number }
}

/** The one `_id` that a filter asks for, when it asks for one. No plan is better than to read that document. */
export function findPointId(collection: Collection, { conjuncts }: Filter): Value | undefined {
  if (collection.truncatedIds) return undefined
  const point = conjuncts.find((conjunct) => conjunct.path === '_id' && conjunct.operator === '$eq' && canBound(conjunct))
  return point?.value as Value | undefined
}

export function choosePlan(collection: Collection, filter: Filter, sort: SortSpec): Plan {
  let best: { score: number; plan: Plan } | undefined
  for (const candidate of candidates(collection)) {
    const found = planFor(candidate, filter, sort)
    if (found !== null && (best === undefined || found.score > best.score)) best = found
  }
  return best!.plan
}

function candidates(collection: Collection): Candidate[] {
  const { space, truncatedIds, indexes } = collection
  const id = { path: '_id', descending: false }
  const primary = { index: null, fields: [id], space, multikey: false, truncated: truncatedIds, bytes: keyBytes.id }
  return [
    primary,
    ...indexes.map((index) => ({
      index,
      fields: index.fields,
      space: index.space,
      multikey: index.multikey,
      truncated: index.truncated,
      bytes: keyBytes.fields,
    })),
  ]
}

function planFor(candidate: Candidate, filter: Filter, sort: SortSpec): { score: number; plan: Plan } | null {
  const { index, fields, multikey, truncated } = candidate
  const matched = matchFields(candidate, filter.conjuncts)
  if (index?.sparse && !matched.proveFirstFieldExists) return null
  const prefixes = matched.lists.reduce<Value[][]>(
    (built, list) => built.flatMap((prefix) => list.map((value) => [...prefix, value])),
    [[]],
  )
  const ranges = prefixes.map((prefix) => toRange(candidate, prefix, matched.bounds))
  const order = multikey || truncated || prefixes.length > 1 ? null : sortDirection(fields, matched.fixed, sort, index !== null)
  const used = matched.lists.length
  const unique = used === fields.length && (index === null || index.unique)
  const bounded = matched.bounds.length > 0
  const score =
    used * 10 -
    (prefixes.length > 1 ? 2 : 0) +
    (bounded ? 5 : 0) +
    (order !== null && sort.length > 0 ? 4 : 0) +
    (unique ? 100 : 0)
  const exact = !multikey && !bounded && matched.used === filter.size && !ranges.some((range) => range.isCut)
  const reverse = order === 'reverse'
  return { score, plan: { index, ranges: inOrder(ranges), reverse, sorted: sort.length === 0 || order !== null, exact } }
}

interface MatchedFields {
  /** The values of the first fields: one each, several where `$in` names them. */
  lists: Value[][]
  /** How many of the first fields have exactly one value. */
  fixed: number
  bounds: Conjunct[]
  /** How many conjuncts the lists say. */
  used: number
  proveFirstFieldExists: boolean
}

const mostPoints = 20_000

function matchFields({ fields, multikey }: Candidate, conjuncts: Conjunct[]): MatchedFields {
  const matched: MatchedFields = { lists: [], fixed: 0, bounds: [], used: 0, proveFirstFieldExists: false }
  for (const { path } of fields) {
    const own = conjuncts.filter((conjunct) => conjunct.path === path && canBound(conjunct))
    const exact = own.find((conjunct) => conjunct.operator === '$eq') ?? own.find((conjunct) => conjunct.operator === '$in')
    if (exact === undefined) {
      const bounds = own.filter((conjunct) => typeRank(conjunct.value as Value) === typeRank(own[0]!.value as Value))
      // In an array one element may fulfil one bound, another element the other.
      matched.bounds = multikey ? bounds.slice(0, 1) : bounds
      break
    }
    const list = exact.operator === '$in' ? exact.value : [exact.value]
    if (matched.lists.reduce((product, each) => product * each.length, list.length) > mostPoints) break
    matched.lists.push(list)
    matched.used++
    if (list.length === 1 && matched.fixed === matched.lists.length - 1) matched.fixed++
  }
  const [first] = matched.lists
  matched.proveFirstFieldExists = first !== undefined ? first.every((value) => value !== null) : matched.bounds.length > 0
  return matched
}

function canBound({ operator, value }: Conjunct): boolean {
  if (operator === '$in') return value.every(isIndexable)
  if (operator === '$eq') return isIndexable(value)
  const single = value as Value
  return isIndexable(single) && single !== null && typeof single !== 'object'
    ? !Number.isNaN(single)
    : isIndexable(single) && typeRank(single) >= 4 && typeRank(single) !== 6
}

const indexableTypes = new Set<number>([
  bsonType.null,
  bsonType.int,
  bsonType.long,
  bsonType.double,
  bsonType.string,
  bsonType.object,
  bsonType.binData,
  bsonType.objectId,
  bsonType.bool,
  bsonType.date,
  bsonType.timestamp,
])

/** Arrays are not: their index entries are those of their elements. */
function isIndexable(value: Value): boolean {
  if (isDecimal(value) || isRegex(value)) return false
  if (value instanceof Map) return [...value.values()].every((inner) => isIndexable(inner))
  return indexableTypes.has(typeCode(value))
}

function toRange({ fields, space, truncated, bytes }: Candidate, prefix: Value[], bounds: Conjunct[]): Range {
  const fixed = encodePrefix(
    prefix,
    fields.map((field) => field.descending),
  )
  const limit = truncated ? bytes.kept : bytes.whole
  const cut = (key: Buffer) => spaceKey(space, key.length > limit ? key.subarray(0, bytes.kept) : key)
  const isCut = fixed.length > limit
  if (bounds.length === 0) return { start: cut(fixed), end: fixed.length === 0 ? spaceEnd(space) : successor(cut(fixed)), isCut }
  const { descending } = fields[prefix.length]!
  const encode = (value: Value) => encodePrefix([value], [descending])
  const tag = encode(bounds[0]!.value as Value).subarray(0, 1)
  const lows = bounds
    .filter(({ operator }) => operator === '$gt' || operator === '$gte')
    .map(({ value }) => encode(value as Value))
  const highs = bounds
    .filter(({ operator }) => operator === '$lt' || operator === '$lte')
    .map(({ value }) => encode(value as Value))
  // Any one bound of a side is right, since matches are tested again; two on one side are rare.
  const [low = tag] = lows
  const [high = tag] = highs
  const [first, last] = descending ? [high, low] : [low, high]
  return { start: cut(Buffer.concat([fixed, first])), end: successor(cut(Buffer.concat([fixed, last]))), isCut }
}

function inOrder(ranges: Range[]): Range[] {
  const sorted = ranges.sort((left, right) => Buffer.compare(left.start, right.start))
  return sorted.filter((range, at) => at === 0 || !range.start.equals(sorted[at - 1]!.start))
}

/** How the keys after `fixed` fields have to be read for `sort`, if they can be. Every index ends with `_id`, ascending. */
function sortDirection(
  fields: Candidate['fields'],
  fixed: number,
  sort: SortSpec,
  secondary: boolean,
): 'forward' | 'reverse' | null {
  const settled = new Set(fields.slice(0, fixed).map((field) => field.path))
  const wanted = sort.filter(({ path }) => !settled.has(path))
  const rest = secondary ? [...fields.slice(fixed), { path: '_id', descending: false }] : fields.slice(fixed)
  if (wanted.length > rest.length) return null
  const reverse = wanted.length > 0 && wanted[0]!.descending !== rest[0]!.descending
  const follows = wanted.every(
    ({ path, descending }, at) => rest[at]!.path === path && (rest[at]!.descending !== reverse) === descending,
  )
  return follows ? (reverse ? 'reverse' : 'forward') : null
}
