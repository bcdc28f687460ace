import type { Deployment, ProviderKey } from './deployment.js'
import type { GatewayError } from './gateway-error.js'
import type { RateLimits } from './provider.js'
import type { Usage } from './usage.js'

/** `OPEN`: nothing is sent. `HALF_OPEN`: a few probes are. */
export const CIRCUIT_STATES = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const
export type CircuitState = (typeof CIRCUIT_STATES)[number]

/** What is known of a deployment at a moment. null: not measured yet. */
export interface DeploymentHealth {
  readonly circuit: CircuitState
  /** When an open circuit lets a probe through, on the monotonic clock in milliseconds; null unless open. */
  readonly opensAt: number | null
  /** Until when the provider asked to be left alone, or a key pool is used up; null when it may be asked. */
  readonly coolingUntil: number | null
  /** Attempts of this process that run. */
  readonly inFlight: number
  /** The share of its traffic that it may take, from 0 to 1: less than 1 while it recovers. */
  readonly share: number
  /** Peak of the time to first content that decays with time. */
  readonly firstTokenMs: number | null
  /** Of the recent attempts, from 0 to 1. */
  readonly errorRate: number
  /** What is left of the provider's rate limit, from 0 to 1: the scarcer of requests and tokens. */
  readonly headroom: number | null
  /** The share of input tokens that came from the provider's prompt cache. */
  readonly cacheHitRate: number | null
}

/** Why a deployment may not be asked now. */
export interface NotNow {
  readonly reason: 'CIRCUIT_OPEN' | 'COOLING' | 'AT_CAPACITY' | 'RATE_LIMITED'
  readonly retryAfterMs: number
}

/** How an attempt ended. */
export interface AttemptEnd {
  /** null: it succeeded. `CANCELLED`: given up by us or the caller, which says nothing of the deployment. */
  readonly error: GatewayError | null | 'CANCELLED'
  readonly firstTokenMs: number | null
  readonly totalMs: number
  readonly usage?: Usage
}

/** The place that an attempt holds at a deployment. `end` is called exactly once. */
export interface AttemptPermit {
  readonly key: ProviderKey
  /** What the provider said of its limits in the head of an answer. */
  heard(limits: RateLimits): void
  /** The first content has come, after so many milliseconds. At most once; absent, `end` tells it: late, where the stream is long. */
  began?(firstTokenMs: number): void
  end(end: AttemptEnd): void
}

/** Watches the deployments of this process, and hears of those of its siblings. */
export interface HealthTracker {
  readonly healthOf: (deployment: Deployment) => DeploymentHealth
  /** Whether its circuit is closed, its share whole, and neither a pause nor a rate limit keeps it from its calls, at a moment of the monotonic clock. */
  readonly isWhole?: (deployment: Deployment, now: number) => boolean
  /** Takes a place, or says why there is none. `tokens`: what the request is estimated to use. `excludedKeys`: those that this call tried in vain. */
  begin(deployment: Deployment, tokens: number, excludedKeys?: ReadonlySet<string>): AttemptPermit | NotNow
  /** Takes one of the retries that the budget, a share of the traffic, affords; false when there is none. */
  takeRetry(deployment: Deployment): boolean
  /** Counts the calls of a route, from 0: what round robin goes by. */
  readonly nextTurn: (route: string) => number
}

/** A change that the sibling processes apply, and what `routeHealth` and the metrics tell. */
export interface HealthChange {
  readonly deployment: string
  readonly incarnation: string
  readonly circuit: CircuitState
  /** How long it stays open, or cools down, from now on. */
  readonly openForMs: number | null
  readonly coolForMs: number | null
  readonly cooledKey?: string
}

export function isPermit(answer: AttemptPermit | NotNow): answer is AttemptPermit {
  return 'key' in answer
}
