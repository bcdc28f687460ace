import { GatewayError } from '../domain/gateway-error.js'
import type { Json, JsonObject } from '../domain/json.js'

/**
 * Readers of values that a client sent. Each throws INVALID_REQUEST naming the path and what was found by its kind only: the value
 * itself may be a prompt. They are written by hand so that one pass checks, converts and keeps unknown fields: on a body of 20 kB it
 * costs about what a schema library takes for its check alone.
 */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readObject(value: unknown, path: string): JsonObject {
  return isObject(value) ? value : refuse(value, path, 'an object')
}

export function readArray(value: unknown, path: string): readonly Json[] {
  return Array.isArray(value) ? value : refuse(value, path, 'an array')
}

export function readString(value: unknown, path: string): string {
  return typeof value === 'string' ? value : refuse(value, path, 'a string')
}

export function readName(value: unknown, path: string, maxLength = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string' || value === '') return refuse(value, path, 'a string that is not empty')
  return readLimited(value, path, maxLength)
}

/** For what goes into records, which must stay small. */
export function readLimited(value: unknown, path: string, maxLength: number): string {
  const text = readString(value, path)
  if (text.length <= maxLength) return text
  throw new GatewayError('INVALID_REQUEST', `${path} must be at most ${maxLength} characters long; it has ${text.length}.`, {
    path,
  })
}

export function readBoolean(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : refuse(value, path, 'true or false')
}

export function readNumber(value: unknown, path: string, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value
  return refuse(value, path, `a number from ${min} to ${max}`)
}

export function readInteger(value: unknown, path: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return value as number
  return refuse(
    value,
    path,
    max === Number.MAX_SAFE_INTEGER ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`,
  )
}

export function readOneOf<Allowed extends string>(value: unknown, path: string, allowed: readonly Allowed[]): Allowed {
  if (allowed.includes(value as Allowed)) return value as Allowed
  return refuse(value, path, `one of ${allowed.map((name) => `'${name}'`).join(', ')}`)
}

const MAX_DEPTH = 100

/** For values that are passed on as they are: whoever serialises one again recurses into it, and the stack has an end. */
export function refuseDeep(value: Json | undefined, path: string, levels = MAX_DEPTH): void {
  if (typeof value !== 'object' || value === null) return
  if (levels === 0) throw new GatewayError('INVALID_REQUEST', `${path} is nested deeper than ${MAX_DEPTH} levels.`, { path })
  if (Array.isArray(value)) for (const item of value) refuseDeep(item, path, levels - 1)
  else for (const key in value) refuseDeep((value as JsonObject)[key], path, levels - 1)
}

/** An object that is passed on as it is, such as a JSON Schema. */
export function readOpaqueObject(value: unknown, path: string): JsonObject {
  const object = readObject(value, path)
  refuseDeep(object, path)
  return object
}

export function refuse(value: unknown, path: string, expected: string): never {
  const found = value === undefined ? 'it is missing' : `found ${kindOf(value)}`
  throw new GatewayError('INVALID_REQUEST', `${path} must be ${expected}; ${found}.`, { path })
}

/** The fields of an object that its reader has no name for; undefined when there are none. `path` is empty for the body itself. */
export function unknownFields(object: JsonObject, known: ReadonlySet<string>, path: string): JsonObject | undefined {
  let fields: Record<string, Json> | undefined
  for (const key in object) {
    if (known.has(key)) continue
    fields ??= {}
    keepField(fields, key, object[key] as Json, path)
  }
  return fields
}

export function keepField(fields: Record<string, Json>, key: string, value: Json, path: string): void {
  if (typeof value === 'object') refuseDeep(value, `${path}${path && '.'}${key.slice(0, 64)}`)
  setField(fields, key, value)
}

/** Like an assignment, but `__proto__` becomes a field as any other. */
export function setField(fields: Record<string, Json>, key: string, value: Json): void {
  if (key !== '__proto__') fields[key] = value
  else Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true })
}

/** For objects inside a field, where an unknown name could not be kept: better refused than lost. */
export function refuseUnknownFields(object: JsonObject, known: ReadonlySet<string>, path: string): void {
  for (const key in object) {
    if (known.has(key)) continue
    const name = `${path}.${key.slice(0, 64)}`
    throw new GatewayError('INVALID_REQUEST', `${name} is not known. Known here: ${[...known].join(', ')}.`, { path: name })
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (value === '') return 'an empty string'
  if (typeof value === 'number') return `the number ${value}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
