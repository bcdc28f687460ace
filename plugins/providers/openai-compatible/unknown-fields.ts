import type { ExtraEvent, Json, JsonObject } from '../../../src/plugin-api.js'

const MAX_FIELDS = 64
const MAX_ITEMS = 10_000

/** Noise, or with names of ours. */
const OF_ANSWER = [
  ...['id', 'object', 'created', 'model', 'choices', 'usage', 'x_groq'],
  ...['system_fingerprint', 'service_tier', 'obfuscation'],
]
const OF_MESSAGE = [
  'role',
  'content',
  'refusal',
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'tool_calls',
  'function_call',
  'name',
]

const KNOWN_OF_ANSWER = new Set(OF_ANSWER)
const KNOWN_OF_MESSAGE = new Set(OF_MESSAGE)

/** Collects what the canonical model has no name for, over the chunks of an answer: `citations`, a message's `annotations` or `audio`. */
export interface UnknownFields {
  addAnswer(answer: Readonly<Record<string, unknown>>): void
  addMessage(message: Readonly<Record<string, unknown>>): void
  toEvent(): ExtraEvent | undefined
}

export function createUnknownFields(): UnknownFields {
  const fields = new Map<string, Json>()

  function add(name: string, value: unknown, merge: boolean): void {
    if (value == null || (Array.isArray(value) && value.length === 0)) return
    const before = fields.get(name)
    if (before === undefined && fields.size >= MAX_FIELDS) return
    fields.set(name, merge && before !== undefined ? join(before, value as Json) : (value as Json))
  }

  return {
    // Vendors repeat the whole of such a field on each chunk; those of a delta are pieces.
    addAnswer(answer) {
      for (const name in answer) if (!KNOWN_OF_ANSWER.has(name)) add(name, answer[name], false)
    },
    addMessage(message) {
      for (const name in message) if (!KNOWN_OF_MESSAGE.has(name)) add(name, message[name], true)
    },
    toEvent() {
      return fields.size === 0 ? undefined : { type: 'extra', dialect: 'openai', fields: Object.fromEntries(fields) }
    },
  }
}

/** Lists grow, objects are merged, the text and the data of audio are continued. */
function join(before: Json, piece: Json, name = ''): Json {
  if (Array.isArray(before) && Array.isArray(piece)) return before.length < MAX_ITEMS ? [...before, ...piece] : before
  if (isObject(before) && isObject(piece)) {
    const joined: Record<string, Json | undefined> = { ...before }
    for (const [key, value] of Object.entries(piece))
      joined[key] = joined[key] == null ? value : join(joined[key], value ?? null, key)
    return joined
  }
  const continues = (name === 'data' || name === 'transcript') && typeof before === 'string' && typeof piece === 'string'
  return continues ? before + piece : piece
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
