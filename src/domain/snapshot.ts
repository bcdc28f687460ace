import type { Deployment } from './deployment.js'
import type { Model } from './model.js'
import type { Timeouts } from './provider.js'
import type { DataPolicy, Objective, Route } from './route.js'

export type { Deployment } from './deployment.js'
export type { Model, ModelCapabilities } from './model.js'
export type { Route } from './route.js'

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
  /** By name and by alias. */
  readonly routes: ReadonlyMap<string, Route>
  /** Model ids by the other names that operators gave them. */
  readonly aliases: ReadonlyMap<string, string>
  /** The deployments of a model that a provider which is on serves: at least one. */
  readonly deploymentsOf: (model: Model) => readonly Deployment[]
  /** Declared deployments, by name. */
  readonly deployments: ReadonlyMap<string, Deployment>
  /** What holds for every call, beside what its route says. */
  readonly dataPolicy: DataPolicy
  /** How `model: "auto"` chooses; `models` absent: among all that have a price. */
  readonly auto: { readonly objective: Objective; readonly models?: readonly string[] }
  readonly unpriced: UnpricedPolicy
  /** What is known of a model that is not listed but whose provider passes it through. */
  describe(provider: string, modelName: string): Model
  /** Every model that is known, also those that no provider that is on serves; made when it is first asked for. */
  catalogue(): ReadonlyMap<string, Model>
}

/** One place to send a request to. */
export interface Target {
  readonly deployment: Deployment
  readonly model: Model
  readonly timeouts: Timeouts
  /** Its share under `WEIGHTED`: the route's for the model, divided among the model's deployments by theirs. */
  readonly weight: number
}
