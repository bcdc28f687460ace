import type { ImagePart, Json, JsonObject, ToolResultPart } from '../../../src/plugin-api.js'
import { toMediaPart } from './to-media-part.js'
import { toWireId } from './tool-call-id.js'

/** The result of a call, and the images of it that the model cannot take inside. */
export interface WireResult {
  readonly part: JsonObject
  readonly images: readonly ImagePart[]
}

/** https://ai.google.dev/gemini-api/docs/function-calling#multimodal: only models of the third generation take images in a result. */
export function toFunctionResponse(result: ToolResultPart, name: string, takesImages: boolean): WireResult {
  const images = result.parts.filter((part) => part.type === 'image')
  const inside = takesImages && images.length > 0 ? { parts: images.map(toMediaPart) } : {}
  return {
    part: {
      functionResponse: { ...fieldsOf(result), ...toWireId(result.toolCallId), name, response: toResponse(result), ...inside },
    },
    images: takesImages ? [] : images,
  }
}

/** How a result belongs to a conversation that goes on meanwhile; this dialect's alone. */
const FIELDS = ['scheduling', 'willContinue'] as const

function fieldsOf({ extra = {} }: ToolResultPart): JsonObject {
  return Object.fromEntries(FIELDS.flatMap((name) => (extra[name] === undefined ? [] : [[name, extra[name]]])))
}

/** A JSON object as it is; anything else under the names that the vendor gives meaning to: `output` and `error`. */
function toResponse(result: ToolResultPart): JsonObject {
  const text = result.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
  const value = toValue(text)
  if (result.isError) return { error: value }
  return isObject(value) ? value : { output: value }
}

/** Text that is no JSON object or list stays text, so that no number loses a digit. */
function toValue(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
