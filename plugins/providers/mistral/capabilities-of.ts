import type { ModelCapabilities } from '../../../src/plugin-api.js'

/** https://docs.mistral.ai/getting-started/models: none of these thinks. */
const NEVER_REASON =
  /^(?:open-|ministral|codestral|devstral|pixtral|voxtral|mistral-(?:embed|moderation|ocr|saba|tiny|nemo|large-2|small-2[45]|medium-2))/

/** Always thinks, and takes no instruction how much. */
export const ALWAYS_REASONS = /^magistral/

export function mayReason(model: string): boolean {
  return !NEVER_REASON.test(model)
}

export function capabilitiesOf(model: string): Partial<ModelCapabilities> {
  if (/embed/.test(model)) return { embeddings: true, tools: false, reasoning: false }
  if (/moderation/.test(model)) return { moderation: true, tools: false, reasoning: false }
  return {
    jsonMode: true,
    jsonSchema: !model.startsWith('codestral-mamba'),
    ...(ALWAYS_REASONS.test(model) ? { reasoning: true } : {}),
    ...(mayReason(model) ? {} : { reasoning: false, unsupported: ['reasoning'] }),
  }
}
