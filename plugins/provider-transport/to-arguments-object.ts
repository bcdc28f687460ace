import type { Json, JsonObject } from '../../src/plugin-api.js'

/** Arguments for a dialect that takes an object only. What a model wrote and is none is kept as text within one. */
export function toArgumentsObject(text: string): JsonObject {
  if (text.trim() === '') return {}
  try {
    const value: Json = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  } catch {
    // Kept below, as it is.
  }
  return { arguments: text }
}
