import type { Json, JsonObject } from '../../../src/plugin-api.js'
import { fillNumber, fillString } from './fill-scalar.js'

const DEEPEST = 12
const MOST_ITEMS = 20

/**
 * A value that satisfies a JSON schema, the same for the same schema and `hint` (the user's text, for strings without other rules).
 * Optional properties are filled while the schema is not yet deep, so that recursive schemas end.
 */
export function fillSchema(schema: JsonObject, hint: string): Json {
  return fill(schema, { root: schema, hint, depth: 0 })
}

interface Place {
  readonly root: JsonObject
  readonly hint: string
  readonly depth: number
}

function fill(value: Json | undefined, place: Place): Json {
  const schema = resolve(value, place.root)
  if (schema['const'] !== undefined) return schema['const']
  const options = schema['enum']
  if (Array.isArray(options) && options.length > 0) return options[0]
  const branch = firstBranch(schema)
  if (branch) return fill(merge(schema, resolve(branch, place.root)), place)
  if (schema['default'] !== undefined) return schema['default']
  return fillType(schema, place)
}

function fillType(schema: JsonObject, place: Place): Json {
  switch (typeOf(schema)) {
    case 'object':
      return fillObject(schema, deeper(place))
    case 'array':
      return fillArray(schema, deeper(place))
    case 'string':
      return fillString(schema, place.hint)
    case 'integer':
    case 'number':
      return fillNumber(schema)
    case 'boolean':
      return true
    default:
      return null
  }
}

function typeOf(schema: JsonObject): Json | undefined {
  const { type } = schema
  if (Array.isArray(type)) return type.find((name) => name !== 'null') ?? 'null'
  if (type !== undefined) return type
  if (schema['properties']) return 'object'
  return schema['items'] || schema['prefixItems'] ? 'array' : 'string'
}

function fillObject(schema: JsonObject, place: Place): Json {
  const properties = asSchema(schema['properties'])
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const names = place.depth < 4 ? Object.keys(properties) : []
  const all = new Set([...names, ...required.filter((name) => typeof name === 'string')])
  if (place.depth > DEEPEST) return {}
  return Object.fromEntries([...all].map((name) => [name, fill(properties[name], place)]))
}

function fillArray(schema: JsonObject, place: Place): Json {
  const prefix = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : []
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : place.depth < 4 ? 1 : 0
  const most = typeof schema['maxItems'] === 'number' ? schema['maxItems'] : MOST_ITEMS
  if (place.depth > DEEPEST) return []
  const length = Math.min(Math.max(least, prefix.length), most, MOST_ITEMS)
  return Array.from({ length }, (_, index) => fill(prefix[index] ?? schema['items'], place))
}

function firstBranch(schema: JsonObject): Json | undefined {
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const branches = schema[keyword]
    if (Array.isArray(branches) && branches.length > 0) return keyword === 'allOf' ? branches.reduce(mergeJson, {}) : branches[0]
  }
  return undefined
}

function mergeJson(a: Json, b: Json): Json {
  return merge(asSchema(a), asSchema(b))
}

/** The branch decides; what stands beside it holds as well. */
function merge(schema: JsonObject, branch: JsonObject): JsonObject {
  const { anyOf: _anyOf, oneOf: _oneOf, allOf: _allOf, ...beside } = schema
  const properties = { ...asSchema(beside['properties']), ...asSchema(branch['properties']) }
  const required = [...asList(beside['required']), ...asList(branch['required'])]
  return {
    ...beside,
    ...branch,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** Follows `$ref` within the document: `#`, `#/$defs/Name`, `#/definitions/Name`. */
function resolve(value: Json | undefined, root: JsonObject): JsonObject {
  let schema = asSchema(value)
  for (let hops = 0; typeof schema['$ref'] === 'string' && hops < DEEPEST; hops++) {
    const { $ref, ...beside } = schema
    const path = String($ref).replace(/^#\/?/, '').split('/').filter(Boolean)
    const target = path.reduce<Json | undefined>((at, key) => asSchema(at)[key.replaceAll('~1', '/').replaceAll('~0', '~')], root)
    schema = { ...asSchema(target), ...beside }
  }
  return schema
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 }
}

function asSchema(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
