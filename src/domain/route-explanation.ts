import type { Estimate } from './completion.js'
import type { DataPolicy, FallbackClass, Strategy } from './route.js'
import type { TargetHealth } from './target-health.js'

/** How a condition of a route came out for a request. */
export interface ExplainedCondition {
  readonly kind: 'MATCH' | 'RULE' | 'SPLIT'
  /** Of the rule or split; null for the route's own. */
  readonly name: string | null
  readonly source: string
  readonly holds: boolean
  /** Why it could not be evaluated; it then holds for nobody. */
  readonly problem: string | null
}

/** A place that may serve the request. */
export interface ExplainedTarget {
  /** The deployment's name. */
  readonly deployment: string
  /** `provider/model`. */
  readonly model: string
  readonly region: string | null
  /** Its share under `WEIGHTED`. */
  readonly weight: number
  /** What the request would use and cost there. */
  readonly estimate: Estimate
  readonly health: TargetHealth
}

/** Where a request would go now, and why. A request that nothing may serve has no targets, and its reasons in `excluded`. */
export interface RouteExplanation {
  /** null when a model was asked for by its own name. */
  readonly route: string | null
  readonly requestedModel: string
  /** The rule that took it; null: none did. */
  readonly rule: string | null
  readonly split: string | null
  readonly strategy: Strategy
  /** Why the first target is first, or why there is none, in a sentence. */
  readonly reason: string
  /** Those that were asked, in the order of the route. */
  readonly conditions: readonly ExplainedCondition[]
  /** In the order in which they would be tried. */
  readonly targets: readonly ExplainedTarget[]
  /** A deployment, or a model where none of its deployments was looked at, with the reason in a sentence. */
  readonly excluded: readonly { readonly target: string; readonly reason: string }[]
  /** Deployments that are asked when the targets have failed in such a way. */
  readonly fallbacks: readonly { readonly on: readonly FallbackClass[]; readonly targets: readonly string[] }[]
  /** All that hold for it: the gateway's and the route's. */
  readonly dataPolicies: readonly DataPolicy[]
  /** As on `/readyz` and in records. */
  readonly configVersion: string
}
