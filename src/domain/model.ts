import type { Price } from './cost.js'
import type { Parameter } from './fit-request.js'

export type Modality = 'text' | 'image' | 'audio' | 'file' | 'video'

/** null means unknown. */
export interface ModelCapabilities {
  readonly input: readonly Modality[] | null
  readonly output: readonly Modality[] | null
  readonly tools: boolean | null
  readonly parallelTools: boolean | null
  /** Answers to a JSON schema by the provider's own means. */
  readonly jsonSchema: boolean | null
  /** Answers in JSON of any shape by the provider's own means. */
  readonly jsonMode: boolean | null
  readonly reasoning: boolean | null
  /** Discounts prompts that it has seen. */
  readonly promptCache: boolean | null
  readonly embeddings: boolean | null
  readonly rerank: boolean | null
  readonly moderation: boolean | null
  /** Parameters that this model is known to refuse. */
  readonly unsupported: readonly Parameter[]
}

export const UNKNOWN_CAPABILITIES: ModelCapabilities = {
  input: null,
  output: null,
  tools: null,
  parallelTools: null,
  jsonSchema: null,
  jsonMode: null,
  reasoning: null,
  promptCache: null,
  embeddings: null,
  rerank: null,
  moderation: null,
  unsupported: [],
}

/** A model at a provider. null means unknown. */
export interface Model {
  /** `provider/name`: what callers ask for. */
  readonly id: string
  readonly provider: string
  /** The model's name at the provider. */
  readonly name: string
  readonly displayName: string | null
  readonly contextWindow: number | null
  readonly maxOutputTokens: number | null
  readonly capabilities: ModelCapabilities
  readonly price: Price | null
  readonly releasedAt: Date | null
  /** From when its maker advises against it, and from when it no longer answers. */
  readonly deprecatedAt: Date | null
  readonly retiresAt: Date | null
}
