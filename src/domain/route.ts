import type { Condition } from './condition.js'
import type { Timeouts } from './timeouts.js'

export const STRATEGIES = [
  'PRIORITY',
  'WEIGHTED',
  'ROUND_ROBIN',
  'LEAST_BUSY',
  'LOWEST_LATENCY',
  'LOWEST_COST',
  'HEADROOM',
  'AFFINITY',
  'CASCADE',
  'HEDGE',
  'SHADOW',
] as const
/**
 * How the targets of a route are ordered for one call. `CASCADE` asks the first, and the next when a gate finds its answer wanting; `HEDGE`
 * asks the second when the first is slow to begin; `SHADOW` serves the first and mirrors a share of the calls to the others.
 */
export type Strategy = (typeof STRATEGIES)[number]

export const FALLBACK_CLASSES = ['ANY', 'CONTEXT_WINDOW', 'CONTENT_POLICY', 'TIMEOUT', 'RATE_LIMIT', 'PROVIDER_ERROR'] as const
/** What a list of fallbacks is for. `ANY`: all of the others. */
export type FallbackClass = (typeof FALLBACK_CLASSES)[number]

export const OBJECTIVES = ['COST', 'LATENCY', 'QUALITY', 'BALANCED'] as const
/** What `model: "auto"` strives for. */
export type Objective = (typeof OBJECTIVES)[number]

export const STICKY_BY = ['END_USER', 'API_KEY', 'CONVERSATION', 'NONE'] as const
/** What always falls on the same side of a split. `END_USER` is the conversation where the caller names no user. */
export type StickyBy = (typeof STICKY_BY)[number]

/** A model, or one of its deployments by name, and its share under `WEIGHTED`. */
export interface RouteTarget {
  readonly model: string
  /** Absent: 1. */
  readonly weight?: number
}

export interface RouteRule {
  readonly name?: string
  /** A condition (CEL). */
  readonly when: string
  readonly targets: readonly RouteTarget[]
  /** Absent: the route's. */
  readonly strategy?: Strategy
}

/** A part of the calls that no rule took: everything that it says must hold. */
export interface RouteSplit {
  readonly name?: string
  /** From 0 to 100. Percentages of the splits of a route are laid side by side. */
  readonly percent?: number
  readonly header?: { readonly name: string; readonly value: string }
  /** A segment: a condition (CEL). */
  readonly when?: string
  readonly targets: readonly RouteTarget[]
  readonly strategy?: Strategy
}

export interface RouteFallback {
  readonly on: readonly FallbackClass[]
  readonly models: readonly string[]
}

/** Where a call's data may go. What is absent restricts nothing. */
export interface DataPolicy {
  /** Regions of deployments. A deployment without a region is in none. */
  readonly regions?: readonly string[]
  /** Only deployments that are declared to retain nothing. */
  readonly zeroRetention?: boolean
  readonly excludedProviders?: readonly string[]
  /** Providers that a class of data must not reach. */
  readonly sensitive?: readonly { readonly dataClass: string; readonly excludedProviders: readonly string[] }[]
}

export interface RetryPolicy {
  /** How often the targets are tried again when all have failed in a way that may pass. */
  readonly attempts: number
  /** The longest first wait, and the longest of all, in milliseconds; each wait is drawn from 0 to the doubled one before (full jitter). */
  readonly baseMs: number
  readonly maxMs: number
}

export const GATES = ['SCHEMA', 'REFUSAL', 'LOGPROB', 'JUDGE'] as const

/** When the answer of a cheap model is not good enough. Each that is given is asked. */
export interface CascadeGate {
  /** Escalate an answer that breaks its JSON schema. Absent: true. */
  readonly schema?: boolean
  /** Escalate a refusal. Absent: true. */
  readonly refusal?: boolean
  /** Escalate when the mean log probability of the tokens is below this. */
  readonly minLogprob?: number
  /** A model that is asked whether the answer will do. */
  readonly judge?: { readonly model: string; readonly prompt?: string; readonly minScore?: number }
}

/** A route as it is written, in the configuration file or by a mutation. */
export interface RouteSpec {
  readonly name: string
  /** Other names that callers may ask for. */
  readonly aliases?: readonly string[]
  readonly description?: string
  /** Absent: `PRIORITY`. */
  readonly strategy?: Strategy
  /** A condition (CEL) that a request must meet to be served by this route at all. */
  readonly match?: string
  readonly targets: readonly RouteTarget[]
  readonly rules?: readonly RouteRule[]
  readonly splits?: readonly RouteSplit[]
  readonly stickyBy?: StickyBy
  readonly fallbacks?: readonly RouteFallback[]
  readonly retry?: Partial<RetryPolicy>
  readonly timeouts?: Partial<Timeouts>
  readonly dataPolicy?: DataPolicy
  /** Go on with a broken stream at another target, which gets what was said as prefill. */
  readonly continue?: boolean
  readonly hedge?: { readonly afterMs: number }
  readonly cascade?: CascadeGate
  /** From 0 to 100: the share of calls that are mirrored under `SHADOW`. */
  readonly shadow?: { readonly percent: number }
  /** Names of policies of the cache and the guards; kept for them. */
  readonly cachePolicy?: string
  readonly guardPolicies?: readonly string[]
}

/** Who declared something, and so where it can be changed: the file, a variable of the environment, or the API. */
export type ManagedBy = 'FILE' | 'ENVIRONMENT' | 'API'

/** A route with its conditions compiled, ready to decide by. */
export interface Route {
  readonly name: string
  readonly spec: RouteSpec
  readonly managedBy: ManagedBy
  /** Counts its changes by the API; 0 for what the file declares. */
  readonly version: number
  readonly match: Condition | null
  readonly rules: readonly { readonly rule: RouteRule; readonly name: string; readonly condition: Condition }[]
  readonly splits: readonly { readonly split: RouteSplit; readonly name: string; readonly condition: Condition | null }[]
  readonly retry: RetryPolicy
}

/** 250 ms, doubled up to 8 s: what the vendors' own clients wait. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 1, baseMs: 250, maxMs: 8_000 }
