import type { Model } from './model.js'
import type { Provider } from './provider.js'

/** What a deployment can bear. A limit that is absent is not kept by us. */
export interface DeploymentLimits {
  /** Calls at a time, over all processes of a machine. */
  readonly maxConcurrent?: number
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
}

/** A provider with one of its keys. */
export interface ProviderKey {
  /** Names the key in logs and metrics; says nothing of it. */
  readonly id: string
  readonly provider: Provider
}

/** One place where a model is served: what is tried, limited and watched. A model without declared deployments has one, of its own id. */
export interface Deployment {
  /** Its declared name, or the model's id. */
  readonly id: string
  /** Changes when its address, keys or limits do: what was observed of it before says nothing any more. */
  readonly incarnation: string
  readonly model: Model
  readonly region: string | null
  readonly zeroRetention: boolean
  readonly weight: number
  readonly limits: DeploymentLimits
  /** At least one. */
  readonly keys: readonly ProviderKey[]
}
