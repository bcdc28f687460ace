import type { ExtraEvent, Json } from '../../../src/plugin-api.js'
import { DIALECT } from './to-blocks.js'
import type { Wire } from './wire.js'

const MAX_FIELDS = 64

const KNOWN_OF_MESSAGE = new Set(['id', 'type', 'role', 'model', 'content', 'usage', 'stop_reason', 'stop_sequence'])
const KNOWN_OF_USAGE = new Set([
  ...['input_tokens', 'output_tokens', 'output_tokens_details', 'cache_creation', 'service_tier'],
  ...['cache_creation_input_tokens', 'cache_read_input_tokens'],
])

/** Collects what the canonical model has no name for: a container, why an answer was refused, searches that were made. */
export interface OtherFields {
  add(message: Wire): void
  /** Under `usage`, beside what is counted as tokens. */
  addUsage(usage: Wire): void
  toEvent(): ExtraEvent | undefined
}

export function createOtherFields(): OtherFields {
  const fields = new Map<string, Json>()
  const ofUsage = new Map<string, Json>()
  return {
    add: (message) => collect(message, KNOWN_OF_MESSAGE, fields),
    addUsage: (usage) => collect(usage, KNOWN_OF_USAGE, ofUsage),
    toEvent() {
      if (ofUsage.size > 0) fields.set('usage', Object.fromEntries(ofUsage))
      return fields.size === 0 ? undefined : { type: 'extra', dialect: DIALECT, fields: Object.fromEntries(fields) }
    },
  }
}

function collect(from: Wire, known: ReadonlySet<string>, into: Map<string, Json>): void {
  for (const [name, value] of Object.entries(from)) {
    if (value == null || known.has(name)) continue
    if (into.has(name) || into.size < MAX_FIELDS) into.set(name, value as Json)
  }
}
