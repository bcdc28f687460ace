import type { ContentPart, Json, JsonObject, ToolCallPart } from '../../../src/plugin-api.js'
import { DIALECT, toSignature } from './gemini-state.js'
import { toMediaPart } from './to-media-part.js'
import { toWireId } from './tool-call-id.js'

/** Fields of a part that this dialect knows; others would be refused. */
const FIELDS = ['videoMetadata', 'mediaResolution', 'partMetadata'] as const

/**
 * A part as an element of `parts`, with the signature that it came with: https://ai.google.dev/api/caching#Part. undefined for what there is
 * nothing of, and for items of other dialects.
 */
export function toPart(part: ContentPart): JsonObject | undefined {
  const rest = { ...fieldsOf(part.extra), ...toSignature(part) }
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' && !('thoughtSignature' in rest) ? undefined : { text: part.text, ...rest }
    case 'reasoning':
      return part.text === '' && !('thoughtSignature' in rest) ? undefined : { text: part.text, thought: true, ...rest }
    case 'tool-call':
      return { functionCall: { ...toWireId(part.id), name: part.name, args: toArgs(part) }, ...rest }
    case 'image':
    case 'audio':
    case 'file':
      return { ...toMediaPart(part), ...rest }
    case 'native':
      return part.dialect === DIALECT ? { ...part.value, ...rest } : undefined
    case 'tool-result':
      return undefined
    default:
      return part satisfies never
  }
}

function fieldsOf(extra: JsonObject = {}): JsonObject {
  return Object.fromEntries(FIELDS.flatMap((name) => (extra[name] === undefined ? [] : [[name, extra[name]]])))
}

/** The dialect has objects only: what another model wrote that is none is kept as text. */
function toArgs({ arguments: text }: ToolCallPart): JsonObject {
  if (text.trim() === '') return {}
  const value = parse(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : { arguments: text }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
