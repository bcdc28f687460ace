import type { Price } from './cost.js'
import type { Timeouts } from './provider.js'

export interface ModelCapabilities {
  readonly input: readonly ('text' | 'image' | 'audio' | 'file')[]
  readonly tools: boolean | null
  readonly jsonSchema: boolean | null
  readonly reasoning: boolean | null
  readonly embeddings: boolean | null
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
}

export interface Route {
  readonly name: string
  /** Model ids in order of preference. */
  readonly targets: readonly string[]
  readonly timeouts: Partial<Timeouts>
}

export interface ProviderEntry {
  readonly name: string
  readonly kind: string
  readonly timeouts: Timeouts
  /** Whether a model that is not listed is passed through, flagged as unpriced. */
  readonly passThrough: boolean
}

/** Everything that a request is decided by: immutable, one per process, swapped as a whole. */
export interface Snapshot {
  readonly version: string
  readonly providers: ReadonlyMap<string, ProviderEntry>
  readonly models: ReadonlyMap<string, Model>
  /** Ids of the models that share a bare name. */
  readonly modelsByName: ReadonlyMap<string, readonly string[]>
  readonly routes: ReadonlyMap<string, Route>
  /** The price of a model that is not listed but whose provider passes it through. */
  priceOf(provider: string, modelName: string): Price | null
}

/** One place to send a request to. */
export interface Target {
  readonly model: Model
  readonly timeouts: Timeouts
}
