import { equalValues } from '../bson/compare.js'
import { decode } from '../bson/decode.js'
import { encode } from '../bson/encode.js'
import { createObjectId } from '../bson/object-id.js'
import { type Document, isDocument, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import type { Filter } from './filter.js'
import { isArrayIndex } from './path.js'
import { type Change, operators } from './update-operators.js'
import { parseUpdatePath, setAt, unsetAt, valueAt } from './update-path.js'

export interface Update {
  replaces: boolean
  /** The top-level fields that it may change; any of them when undefined. */
  changes?: ReadonlySet<string>
  /** Changes the document in place, or makes the one that replaces it. */
  apply(document: Document, moment: { nowMs: number; inserting: boolean }): Document
}

interface Step {
  path: string
  parts: readonly string[]
  operator: string
  change: Change | null
}

/** @throws CommandError for an update that is malformed, or a refusal for one that needs more than is implemented here */
export function parseUpdate(update: Value): Update {
  if (Array.isArray(update)) refuse('An update that is a pipeline')
  if (!isDocument(update)) badValue('an update has to be an object')
  const [first] = update.keys()
  return first?.startsWith('$') ? parseOperators(update) : parseReplacement(update)
}

function parseReplacement(replacement: Document): Update {
  for (const name of replacement.keys()) {
    if (name.startsWith('$'))
      throw new CommandError(52, `The dollar ($) prefixed field '${name}' is not allowed in a replacement`)
  }
  return {
    replaces: true,
    apply: (document) => {
      const id = document.get('_id')
      const replaced: Document = id === undefined ? new Map() : new Map([['_id', id]])
      for (const [name, value] of replacement) replaced.set(name, value)
      return keepId(id, replaced)
    },
  }
}

function parseOperators(update: Document): Update {
  const steps = [...update].flatMap(([operator, paths]) => parseOperator(operator, paths))
  steps.sort((left, right) => comparePaths(left.parts, right.parts))
  refuseConflicts(steps)
  return {
    replaces: false,
    changes: new Set(steps.map(({ parts }) => parts[0]!)),
    apply: (document, { nowMs, inserting }) => {
      const id = document.get('_id')
      for (const step of steps) {
        if (step.operator !== '$setOnInsert' || inserting) applyStep(document, step, nowMs, id)
      }
      return keepId(id, document)
    },
  }
}

function parseOperator(operator: string, paths: Value): Step[] {
  const change = operators[operator]
  if (change === undefined && operator !== '$unset') refuse(`The update operator ${operator}`)
  if (!isDocument(paths)) throw new CommandError(9, `Modifiers operate on fields but we found another type for ${operator}`)
  return [...paths].map(([path, operand]) => ({
    path,
    parts: parseUpdatePath(path),
    operator,
    change: change?.(operand) ?? null,
  }))
}

function applyStep(document: Document, { path, parts, change }: Step, nowMs: number, id: Value | undefined): void {
  if (change === null) {
    unsetAt(document, parts)
    return
  }
  const value = change(valueAt(document, parts), { nowMs, id, path })
  if (value !== undefined) setAt(document, parts, value)
}

/** New fields appear in this order, whatever that of the operators: names as text, array positions as numbers. */
function comparePaths(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < left.length && index < right.length; index++) {
    const a = left[index]!
    const b = right[index]!
    if (a === b) continue
    if (isArrayIndex(a) && isArrayIndex(b)) return Number(a) - Number(b)
    return a < b ? -1 : 1
  }
  return left.length - right.length
}

function refuseConflicts(steps: Step[]): void {
  for (let index = 1; index < steps.length; index++) {
    const before = steps[index - 1]!.parts
    const { path, parts } = steps[index]!
    if (!before.every((part, at) => parts[at] === part)) continue
    throw new CommandError(40, `Updating the path '${path}' would create a conflict at '${before.join('.')}'`)
  }
}

function keepId(id: Value | undefined, document: Document): Document {
  const now = document.get('_id')
  if (id === undefined || (now !== undefined && equalValues(id, now))) return document
  throw new CommandError(
    66,
    "Plan executor error during update :: caused by :: Performing an update on the path '_id' would modify the immutable field '_id'",
  )
}

/** The document that an upsert inserts: what the filter says must be equal, then the update, `_id` first. */
export function toUpserted(filter: Filter, update: Update, nowMs: number): Document {
  const seed: Document = new Map()
  for (const { path, value } of filter.equalities) {
    const parts = parseUpdatePath(path)
    if (update.replaces && path !== '_id') continue
    if (parts[0] === '_id' && parts.length > 1) refuse(`An upsert by '${path}'`)
    if (valueAt(seed, parts) !== undefined)
      throw new CommandError(54, `cannot infer query fields to set, path '${path}' is matched twice`)
    // A copy, since the update changes it and the command may be run again.
    setAt(seed, parts, isDocument(value) ? decode(encode(value)) : value)
  }
  const built = update.apply(seed, { nowMs, inserting: true })
  const document: Document = new Map([['_id', built.get('_id') ?? createObjectId(nowMs)]])
  for (const [name, value] of built) document.set(name, value)
  return document
}
