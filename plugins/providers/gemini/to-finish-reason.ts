import type { FinishReason } from '../../../src/plugin-api.js'

/** https://ai.google.dev/api/generate-content#FinishReason and the reasons of Vertex AI; what is not here ended for reasons of its own. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: 'STOP',
  MAX_TOKENS: 'LENGTH',
  SAFETY: 'CONTENT_FILTER',
  RECITATION: 'CONTENT_FILTER',
  BLOCKLIST: 'CONTENT_FILTER',
  PROHIBITED_CONTENT: 'CONTENT_FILTER',
  SPII: 'CONTENT_FILTER',
  MODEL_ARMOR: 'CONTENT_FILTER',
  IMAGE_SAFETY: 'CONTENT_FILTER',
  IMAGE_PROHIBITED_CONTENT: 'CONTENT_FILTER',
  IMAGE_RECITATION: 'CONTENT_FILTER',
}

/** The vendor says `STOP` after function calls too. */
export function toFinishReason(native: string, hasCalls: boolean): FinishReason {
  const reason = Object.hasOwn(REASONS, native) ? REASONS[native]! : 'OTHER'
  return reason === 'STOP' && hasCalls ? 'TOOL_CALLS' : reason
}
