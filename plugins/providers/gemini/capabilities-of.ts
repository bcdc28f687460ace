import type { ModelCapabilities } from '../../../src/plugin-api.js'
import { cannotReason, familyOf } from './model-family.js'

/** What the name of a model tells; the rest is the catalogue's. */
export function capabilitiesOf(model: string): Partial<ModelCapabilities> {
  const family = familyOf(model)
  if (family.isEmbedding) return { embeddings: true }
  // Google's open models are served without these: https://ai.google.dev/gemma/docs/core/gemma_on_gemini_api.
  if (family.isGemma) return { jsonSchema: false, jsonMode: false, reasoning: false }
  return { jsonSchema: true, jsonMode: true, ...(cannotReason(family) && { reasoning: false }) }
}
