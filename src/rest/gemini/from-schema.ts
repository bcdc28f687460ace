import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { isObject, readObject, readOpaqueObject, setField } from '../read-json.js'
import { toCamelCase } from './read-fields.js'

/** What Google writes as text, since its numbers are of 64 bits. */
const COUNTS = new Set(['maxItems', 'minItems', 'maxLength', 'minLength', 'maxProperties', 'minProperties'])
const MOST_LEVELS = 100

/**
 * Google's subset of OpenAPI as JSON Schema: types in capitals, `nullable`, counts as text. A schema that is JSON Schema already stays as it
 * is. Source: https://ai.google.dev/api/caching#Schema
 */
export function fromSchema(value: Json, path: string): JsonObject {
  return toJsonSchema(readOpaqueObject(value, path), path, MOST_LEVELS)
}

/** JSON Schema that is passed on. */
export function fromJsonSchema(value: Json, path: string): JsonObject {
  return readOpaqueObject(value, path)
}

function toJsonSchema(schema: JsonObject, path: string, levels: number): JsonObject {
  if (levels === 0) throw new GatewayError('INVALID_REQUEST', `${path} is nested too deep.`, { path })
  const out: Record<string, Json> = {}
  for (const key in schema) {
    const name = toCamelCase(key)
    const value = schema[key] as Json
    if (value !== null || name === 'default' || name === 'example') addField(out, name, value, { path, levels })
  }
  return schema['nullable'] === true ? withNull(out) : out
}

function addField(
  out: Record<string, Json>,
  name: string,
  value: Json,
  { path, levels }: { path: string; levels: number },
): void {
  const inner = (schema: Json, at: string) => toJsonSchema(readObject(schema, at), at, levels - 1)
  if (name === 'nullable') return
  if (name === 'type') out['type'] = toType(value)
  else if (COUNTS.has(name)) out[name] = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  else if (name === 'example') out['examples'] = [value]
  else if (name === 'items' && isObject(value)) out[name] = inner(value, `${path}.items`)
  else if (name === 'anyOf' && Array.isArray(value)) {
    out[name] = value.map((option: Json, index: number) => inner(option, `${path}.anyOf[${index}]`))
  } else if (name === 'properties' && isObject(value)) {
    const properties: Record<string, Json> = {}
    for (const key in value) setField(properties, key, inner(value[key] as Json, `${path}.properties.${key.slice(0, 64)}`))
    out[name] = properties
  } else setField(out, name, value)
}

function toType(value: Json): Json {
  if (Array.isArray(value)) return value.map(toType)
  return typeof value === 'string' ? value.toLowerCase() : value
}

function withNull(schema: Record<string, Json>): JsonObject {
  const { type, enum: values } = schema
  const nullable = Array.isArray(values) && !values.includes(null) ? { ...schema, enum: [...values, null] } : schema
  if (typeof type === 'string') return { ...nullable, type: [type, 'null'] }
  if (Array.isArray(schema['anyOf'])) return { ...nullable, anyOf: [...schema['anyOf'], { type: 'null' }] }
  return nullable
}
