import type { Price } from './cost.js'
import type { Parameter } from './fit-request.js'

export const MODALITIES = ['text', 'image', 'audio', 'file', 'video'] as const
export type Modality = (typeof MODALITIES)[number]

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
  /** Goes on with an answer that ends the request, as if it had begun it itself. */
  readonly prefill: boolean | null
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
  prefill: null,
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
  /** Whether a provider that is on serves it; else it is only known. Absent: it does. */
  readonly available?: boolean
  /** Whether its price may have changed since its source looked. */
  readonly priceStale?: boolean
  /** From 0 to 1: how good its answers are by the operator's word. */
  readonly quality?: number
  readonly releasedAt: Date | null
  /** From when its maker advises against it, and from when it no longer answers. */
  readonly deprecatedAt: Date | null
  readonly retiresAt: Date | null
}

/** What is known of a model, without where it is served. */
export type ModelFacts = Pick<
  Model,
  'displayName' | 'contextWindow' | 'maxOutputTokens' | 'capabilities' | 'price' | 'releasedAt' | 'deprecatedAt' | 'retiresAt'
>

export const UNKNOWN_FACTS: ModelFacts = {
  displayName: null,
  contextWindow: null,
  maxOutputTokens: null,
  capabilities: UNKNOWN_CAPABILITIES,
  price: null,
  releasedAt: null,
  deprecatedAt: null,
  retiresAt: null,
}

/**
 * The capabilities that the layers know together: the first that knows one tells it. What models refuse adds up: a vendor refuses some
 * parameters of all of its models, a model some more.
 */
export function mergeCapabilities(layers: readonly Partial<ModelCapabilities>[]): ModelCapabilities {
  const merged: Record<string, unknown> = { ...UNKNOWN_CAPABILITIES }
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) if (merged[name] === null && value !== undefined) merged[name] = value
  }
  return {
    ...(merged as unknown as ModelCapabilities),
    unsupported: [...new Set(layers.flatMap((layer) => layer.unsupported ?? []))],
  }
}
