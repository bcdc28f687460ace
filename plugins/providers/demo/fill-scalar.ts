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
  const above = bound(schema['minimum'], schema['exclusiveMinimum'], step || 0.5)
  const below = bound(schema['maximum'], schema['exclusiveMaximum'], -(step || 0.5))
  const value = Math.min(Math.max(1, above ?? Number.NEGATIVE_INFINITY), below ?? Number.POSITIVE_INFINITY)
  if (step === 0) return value
  const rounded = Math.ceil(value / step) * step
  return below !== undefined && rounded > below ? Math.floor(value / step) * step : rounded
}

function bound(inclusive: unknown, exclusive: unknown, step: number): number | undefined {
  if (typeof exclusive === 'number') return exclusive + step
  return typeof inclusive === 'number' ? inclusive : undefined
}
