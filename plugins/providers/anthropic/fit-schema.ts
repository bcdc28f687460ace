import type { Json, JsonObject } from '../../../src/plugin-api.js'

const FORMATS = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'])
const LOGIC = ['anyOf', 'oneOf', 'allOf'] as const
const MAPS = ['$defs', 'definitions'] as const
/** Says which draft it is, and constrains nothing. */
const IDLE = new Set(['$schema', '$id', '$comment'])
const MAX_DEPTH = 64

/**
 * A JSON schema within what structured output is compiled from: objects are closed, and each constraint beyond that is told to the model in the
 * description, so that it may keep to it; whoever validates the answer does so by the whole schema.
 * https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations
 */
export function fitSchema(schema: JsonObject): JsonObject {
  return fitLevel(schema, 0)
}

function fitLevel(schema: JsonObject, depth: number): JsonObject {
  if (depth > MAX_DEPTH) return { type: 'object', properties: {}, additionalProperties: false }
  const inner = (value: Json | undefined): Json => (isObject(value) ? fitLevel(value, depth + 1) : {})
  const definitions = Object.fromEntries(MAPS.flatMap((name) => fitMap(name, schema[name], inner)))
  if (typeof schema['$ref'] === 'string') return { ...definitions, $ref: schema['$ref'] }
  const several = toAlternatives(schema)
  if (several) return { ...definitions, ...fitLevel(several, depth) }
  const kept: Record<string, Json | undefined> = { ...definitions, ...fitShape(schema, inner) }
  const told = toldConstraints(schema, kept)
  const description = [schema['description'], told].filter((line) => typeof line === 'string' && line !== '').join('\n\n')
  return {
    ...kept,
    ...(schema['title'] === undefined ? {} : { title: schema['title'] }),
    ...(description ? { description } : {}),
  }
}

type Inner = (value: Json | undefined) => Json

function fitMap(name: string, value: Json | undefined, inner: Inner): [string, Json][] {
  return isObject(value) ? [[name, mapValues(value, inner)]] : []
}

/** A list of types of which one has parts of its own, as the alternatives that it means. */
function toAlternatives(schema: JsonObject): JsonObject | null {
  const { type: types, title, description, ...rest } = schema
  if (!Array.isArray(types) || !types.some((type) => type === 'object' || type === 'array')) return null
  const simple = (type: Json) => (type === 'object' || type === 'array' ? { ...rest, type } : { type })
  return { title, description, anyOf: types.map(simple) }
}

function fitShape(schema: JsonObject, inner: Inner): Record<string, Json | undefined> {
  const { type, enum: values, const: value } = schema
  if (Array.isArray(values) && values.length > 0 && values.every(isPlain)) return { enum: values }
  if (value !== undefined && isPlain(value)) return { const: value }
  const logic = LOGIC.find((name) => Array.isArray(schema[name]))
  if (logic) return { [logic === 'oneOf' ? 'anyOf' : logic]: (schema[logic] as Json[]).map(inner) }
  if (type === 'object' || (type === undefined && isObject(schema['properties']))) return fitObject(schema, inner)
  if (type === 'array') return fitArray(schema, inner)
  const { format } = schema
  if (type === 'string' && typeof format === 'string' && FORMATS.has(format)) return { type, format }
  return type === undefined ? {} : { type }
}

function fitObject({ properties, required }: JsonObject, inner: Inner): Record<string, Json | undefined> {
  return {
    type: 'object',
    properties: isObject(properties) ? mapValues(properties, inner) : {},
    ...(required === undefined ? {} : { required }),
    additionalProperties: false,
  }
}

function fitArray({ items, minItems }: JsonObject, inner: Inner): Record<string, Json | undefined> {
  return {
    type: 'array',
    ...(isObject(items) ? { items: inner(items) } : {}),
    ...(minItems === 0 || minItems === 1 ? { minItems } : {}),
  }
}

function toldConstraints(schema: JsonObject, kept: JsonObject): string {
  const told = Object.entries(schema).filter(
    ([name, value]) =>
      value !== undefined && !IDLE.has(name) && !isSaid(name, kept) && name !== 'description' && name !== 'title',
  )
  return told.length === 0 ? '' : `{${told.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')}}`
}

function isSaid(name: string, kept: JsonObject): boolean {
  if (name in kept || name === 'additionalProperties') return true
  return (name === 'oneOf' && 'anyOf' in kept) || (name === 'type' && ('enum' in kept || 'const' in kept))
}

function mapValues(object: JsonObject, change: Inner): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPlain(value: Json): boolean {
  return value === null || typeof value !== 'object'
}
