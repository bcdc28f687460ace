import type { ModelCapabilities } from '../../../src/plugin-api.js'

/** https://docs.cohere.com/docs/models: none of these thinks. */
const NEVER_REASON = /^(?:command-r|command-a-(?:03|vision|translate)|command(?:-light|-nightly)?$|c4ai|aya)/

export function mayReason(model: string): boolean {
  return !NEVER_REASON.test(model)
}

export function capabilitiesOf(model: string): Partial<ModelCapabilities> {
  if (model.startsWith('rerank')) return { rerank: true, tools: false, reasoning: false }
  if (model.startsWith('embed')) return { embeddings: true, tools: false, reasoning: false }
  return {
    jsonMode: true,
    jsonSchema: true,
    ...(/reasoning/.test(model) ? { reasoning: true } : {}),
    ...(mayReason(model) ? {} : { reasoning: false, unsupported: ['reasoning'] }),
  }
}
