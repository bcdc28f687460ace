import type { DeploymentLimits } from './deployment.js'
import type { JsonObject } from './json.js'
import type { ModelCapabilities } from './model.js'
import type { RouteSpec } from './route.js'
import type { Timeouts } from './timeouts.js'

/** A credential that is kept sealed: only this much of it is ever shown. */
export interface KeyRef {
  readonly id: string
  readonly lastFour: string
}

export interface ProviderSpec {
  readonly name: string
  readonly kind: string
  readonly baseUrl?: string
  readonly region?: string
  /** Declared by the operator: the provider keeps nothing of a request. */
  readonly zeroRetention?: boolean
  /** Absent: every model that is known of the kind, and any other passed through. */
  readonly models?: readonly string[]
  readonly timeouts?: Partial<Timeouts>
  /** What the kind alone understands. */
  readonly settings?: JsonObject
  /** A pool of more than one rotates. */
  readonly keys: readonly KeyRef[]
}

/** A model at a provider. Declared ones take the place of the one that each model has by itself. */
export interface DeploymentSpec {
  readonly name: string
  readonly provider: string
  /** The model's name at the provider. */
  readonly model: string
  readonly region?: string
  readonly zeroRetention?: boolean
  /** Absent: the provider's. */
  readonly baseUrl?: string
  /** Its share among the deployments of the model. Absent: 1. */
  readonly weight?: number
  readonly limits?: DeploymentLimits
  /** Absent: the provider's. */
  readonly keys?: readonly KeyRef[]
}

/** Dollars per million tokens as decimal strings, `perRequest` dollars each. */
export interface PriceSpec {
  readonly input?: string
  readonly cacheRead?: string
  readonly cacheWrite5m?: string
  readonly cacheWrite1h?: string
  readonly inputAudio?: string
  readonly inputImage?: string
  readonly output?: string
  readonly reasoning?: string
  readonly outputAudio?: string
  readonly outputImage?: string
  readonly perRequest?: string
  /** YYYY-MM-DD: before it the list's price holds. */
  readonly effectiveFrom?: string
  /** YYYY-MM-DD: from then on the price is shown as stale. */
  readonly validUntil?: string
}

/** What an operator knows better of a model; it wins over the catalogue. */
export interface ModelSpec {
  /** `provider/name`. */
  readonly id: string
  /** Other names that callers may ask for. */
  readonly aliases?: readonly string[]
  /** What the model is, where its name does not tell. */
  readonly model?: string
  readonly displayName?: string
  readonly contextWindow?: number
  readonly maxOutputTokens?: number
  readonly capabilities?: Partial<ModelCapabilities>
  readonly price?: PriceSpec
  /** From 0 to 1: how good its answers are, for `model: "auto"`. */
  readonly quality?: number
  /** YYYY-MM-DD. */
  readonly releasedAt?: string
  readonly deprecatedAt?: string
  readonly retiresAt?: string
}

export const CONFIG_KINDS = ['PROVIDER', 'DEPLOYMENT', 'MODEL', 'ROUTE'] as const
export type ConfigKind = (typeof CONFIG_KINDS)[number]

export interface ConfigSpecs {
  readonly PROVIDER: ProviderSpec
  readonly DEPLOYMENT: DeploymentSpec
  readonly MODEL: ModelSpec
  readonly ROUTE: RouteSpec
}

/** Something that was declared by the API. */
export interface ConfigEntry<Spec> {
  readonly spec: Spec
  /** Counts its changes, from 1. */
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  /** The API key that changed it last. */
  readonly updatedBy: string
}

/** All that is declared by the API, by name; models by id. Immutable: a change makes another. */
export type ConfigContent = {
  readonly [Kind in ConfigKind]: Readonly<Record<string, ConfigEntry<ConfigSpecs[Kind]>>>
}

export const EMPTY_CONTENT: ConfigContent = { PROVIDER: {}, DEPLOYMENT: {}, MODEL: {}, ROUTE: {} }

/** A change of one declared thing, field by field. Credentials show only their last four characters. */
export interface ConfigDifference {
  readonly kind: ConfigKind
  readonly name: string
  readonly action: 'CREATED' | 'UPDATED' | 'DELETED'
  readonly fields: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[]
}

/** One state of what is declared by the API. Versions count up from 1; each is kept whole. */
export interface StoredConfig {
  readonly organizationId: string
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  /** Such as `updated route smart` or `rolled back to 12`. */
  readonly summary: string
  readonly content: ConfigContent
}

export type StoredConfigHead = Omit<StoredConfig, 'content'>

/** Told when another configuration is in force in this process. */
export interface ConfigChange {
  /** As on `/readyz` and in records. */
  readonly configVersion: string
  /** The version of what is declared by the API; 0: nothing yet. */
  readonly version: number
  readonly createdBy: string | null
  readonly summary: string
  readonly differences: readonly ConfigDifference[]
  readonly at: Date
}

/** A credential as it is kept: encrypted under a data key that WEIR_SECRET wraps. */
export interface SealedCredential {
  readonly id: string
  readonly organizationId: string
  /** Which data key seals it. */
  readonly dataKeyId: string
  readonly sealed: string
  readonly lastFour: string
  readonly createdAt: Date
}

/** A data key, encrypted under a key derived from WEIR_SECRET. */
export interface WrappedDataKey {
  readonly id: string
  readonly organizationId: string
  readonly wrapped: string
  readonly createdAt: Date
}
