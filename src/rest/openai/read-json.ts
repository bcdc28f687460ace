import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'

/**
 * Readers of values that a client sent. Each throws INVALID_REQUEST naming the path and what was found by its kind only: the value
 * itself may be a prompt. They are written by hand since a schema library costs many times the CPU on long message lists.
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

export function readName(value: unknown, path: string): string {
  return typeof value === 'string' && value !== '' ? value : refuse(value, path, 'a string that is not empty')
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
  const found = allowed.find((candidate) => candidate === value)
  return found ?? refuse(value, path, `one of ${allowed.map((name) => `'${name}'`).join(', ')}`)
}

export function refuse(value: unknown, path: string, expected: string): never {
  const found = value === undefined ? 'it is missing' : `found ${kindOf(value)}`
  throw new GatewayError('INVALID_REQUEST', `${path} must be ${expected}; ${found}.`, { path })
}

/** The fields of an object that its reader has no name for; undefined when there are none. */
export function unknownFields(object: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  let fields: Record<string, Json> | undefined
  for (const key in object) {
    if (known.has(key)) continue
    fields ??= {}
    setField(fields, key, object[key] as Json)
  }
  return fields
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
