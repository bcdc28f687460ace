import type { JsonObject } from '../../../src/plugin-api.js'

/** A type alias, since it is JSON. */
export type WireContent = {
  readonly role: 'user' | 'model'
  readonly parts: readonly JsonObject[]
}

/**
 * What the vendor documents for calls that another model made, or that lost their signature: without any it refuses the request.
 * Source: https://ai.google.dev/gemini-api/docs/thought-signatures#faqs.
 */
export const PLACEHOLDER = 'skip_thought_signature_validator'

/** The vendor checks the first call of each step of the current turn: all that follows what the user wrote last. */
export function addPlaceholders(contents: readonly WireContent[]): readonly WireContent[] {
  const begin = contents.findLastIndex(({ role, parts }) => role === 'user' && !parts.every((part) => 'functionResponse' in part))
  return contents.map((content, index) => (index > begin && content.role === 'model' ? withPlaceholder(content) : content))
}

function withPlaceholder(content: WireContent): WireContent {
  const first = content.parts.findIndex((part) => 'functionCall' in part)
  if (first === -1 || content.parts[first]!['thoughtSignature'] !== undefined) return content
  const parts = content.parts.map((part, index) => (index === first ? { ...part, thoughtSignature: PLACEHOLDER } : part))
  return { ...content, parts }
}
