import type { ModelCapabilities } from '../../../src/plugin-api.js'

const NO_CHAT = {
  tools: false,
  parallelTools: false,
  jsonSchema: false,
  jsonMode: false,
  reasoning: false,
  promptCache: false,
  moderation: false,
} as const satisfies Partial<ModelCapabilities>

/** Models are named after what they do: https://docs.voyageai.com/docs/embeddings, https://docs.voyageai.com/docs/reranker. */
export function capabilitiesOf(model: string): Partial<ModelCapabilities> {
  if (model.startsWith('rerank-')) return { ...NO_CHAT, rerank: true, embeddings: false }
  if (model.startsWith('voyage-')) return { ...NO_CHAT, rerank: false, embeddings: true }
  return NO_CHAT
}
