import { createUsage, type Usage } from '../../../src/plugin-api.js'
import { toWire, type Wire } from './wire.js'

/**
 * Claude counts input that no cache served apart from what caches served and took in, and thought within `output_tokens`
 * (https://platform.claude.com/docs/en/api/messages#usage). null when nothing was counted.
 */
export function toUsage(wire: Wire): Usage | null {
  if (typeof wire['input_tokens'] !== 'number' && typeof wire['output_tokens'] !== 'number') return null
  const output = count(wire['output_tokens'])
  const reasoning = Math.min(count(toWire(wire['output_tokens_details'])['thinking_tokens']), output)
  return createUsage({
    input: { text: count(wire['input_tokens']), cacheRead: count(wire['cache_read_input_tokens']), ...toWrites(wire) },
    output: { text: output - reasoning, reasoning },
  })
}

/** The split says how long; what the whole exceeds it by, as when a stream counts on, was written for the usual five minutes. */
function toWrites(wire: Wire): { cacheWrite5m: number; cacheWrite1h: number } {
  const split = toWire(wire['cache_creation'])
  const hour = count(split['ephemeral_1h_input_tokens'])
  const minutes = count(split['ephemeral_5m_input_tokens'])
  const whole = Math.max(count(wire['cache_creation_input_tokens']), hour + minutes)
  return { cacheWrite5m: whole - hour, cacheWrite1h: hour }
}

/** The counts of a stream are cumulative: a later one replaces an earlier, and null says nothing. */
export function mergeUsage(before: Wire, later: Wire): Wire {
  return { ...before, ...Object.fromEntries(Object.entries(later).filter(([, value]) => value != null)) }
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0
}
