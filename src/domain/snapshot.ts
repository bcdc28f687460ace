import type { Price } from './cost.js'
import type { Model } from './model.js'
import type { Timeouts } from './provider.js'

export type { Model, ModelCapabilities } from './model.js'

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
