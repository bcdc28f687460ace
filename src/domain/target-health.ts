import type { CircuitState, DeploymentHealth } from './health.js'

/** The health of a deployment as people are shown it: waits count from now, since clocks of processes differ. */
export interface TargetHealth {
  /** The deployment's name. */
  readonly deployment: string
  /** `provider/model`. */
  readonly model: string
  readonly circuit: CircuitState
  /** Attempts of this process that run. */
  readonly inFlight: number
  readonly firstTokenMs: number | null
  /** Of the recent attempts, from 0 to 1. */
  readonly errorRate: number
  /** What is left of the provider's rate limit, from 0 to 1. */
  readonly headroom: number | null
  /** The share of its traffic that it may take, from 0 to 1. */
  readonly share: number
  readonly cacheHitRate: number | null
  /** How long the provider, or an exhausted key pool, wants to be left alone; null when it may be asked. */
  readonly coolingForMs: number | null
  /** When an open circuit lets a probe through, in milliseconds from now; null unless open. */
  readonly retryAfterMs: number | null
}

/** `now`: the monotonic clock that the health was measured by. */
export function toTargetHealth(
  { deployment, model }: Pick<TargetHealth, 'deployment' | 'model'>,
  { opensAt, coolingUntil, ...measured }: DeploymentHealth,
  now: number,
): TargetHealth {
  return { deployment, model, ...measured, coolingForMs: waitUntil(coolingUntil, now), retryAfterMs: waitUntil(opensAt, now) }
}

/** null once it is over. */
function waitUntil(at: number | null, now: number): number | null {
  return at === null || at <= now ? null : at - now
}
