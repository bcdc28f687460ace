import type { JsonObject } from '../../../src/plugin-api.js'

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '12:00:00Z',
  duration: 'P1D',
  email: 'demo@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
}

const WORDS_OF_HINT = 6

/** Within the length asked for; the user's first words, or `demo`. */
export function fillString(schema: JsonObject, hint: string): string {
  const { format } = schema
  if (typeof format === 'string' && Object.hasOwn(FORMATS, format)) return FORMATS[format]!
  const least = typeof schema['minLength'] === 'number' ? schema['minLength'] : 0
  const most = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : 200
  const words = hint.trim().split(/\s+/).slice(0, WORDS_OF_HINT).join(' ') || 'demo'
  return [...words.padEnd(least, '.')].slice(0, Math.max(most, least)).join('')
}

/** The number nearest to 1 within the bounds, whole or a multiple where that is asked for. */
export function fillNumber(schema: JsonObject): number {
  const step = typeof schema['multipleOf'] === 'number' ? schema['multipleOf'] : schema['type'] === 'integer' ? 1 : 0
  return step === 0 ? fillReal(schema) : fillMultiple(schema, step)
}

function fillReal({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonObject): number {
  const low = Math.max(toNumber(minimum, -Infinity), toNumber(exclusiveMinimum, -Infinity))
  const high = Math.min(toNumber(maximum, Infinity), toNumber(exclusiveMaximum, Infinity))
  if (low < 1 && 1 < high) return 1
  if (high <= 1) return toNumber(maximum, Infinity) === high ? high : low === -Infinity ? high - 1 : (low + high) / 2
  return toNumber(minimum, -Infinity) === low ? low : high === Infinity ? low + 1 : (low + high) / 2
}

function fillMultiple({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonObject, step: number): number {
  const low = Math.max(
    Math.ceil(toNumber(minimum, -Infinity) / step),
    Math.floor(toNumber(exclusiveMinimum, -Infinity) / step) + 1,
  )
  const high = Math.min(
    Math.floor(toNumber(maximum, Infinity) / step),
    Math.ceil(toNumber(exclusiveMaximum, Infinity) / step) - 1,
  )
  return Math.min(Math.max(1, low), high) * step
}

function toNumber(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}
