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

/**
 * What happens to a call for a model without a price: it is refused, booked at the dearest price that is known, or served and flagged as
 * unpriced.
 */
export const UNPRICED_POLICIES = ['BLOCK', 'ESTIMATE_AT_MAX', 'ALLOW_AND_FLAG'] as const
export type UnpricedPolicy = (typeof UNPRICED_POLICIES)[number]

/** Everything that a request is decided by: immutable, one per process, swapped as a whole. */
export interface Snapshot {
  readonly version: string
  readonly providers: ReadonlyMap<string, ProviderEntry>
  readonly models: ReadonlyMap<string, Model>
  /** Ids of the models that share a bare name. */
  readonly modelsByName: ReadonlyMap<string, readonly string[]>
  readonly routes: ReadonlyMap<string, Route>
  readonly unpriced: UnpricedPolicy
  /** What is known of a model that is not listed but whose provider passes it through. */
  describe(provider: string, modelName: string): Model
  /** Every model that is known, also those that no provider that is on serves; made when it is first asked for. */
  catalogue(): ReadonlyMap<string, Model>
}

/** One place to send a request to. */
export interface Target {
  readonly model: Model
  readonly timeouts: Timeouts
}
