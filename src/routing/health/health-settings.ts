/** By what the health of deployments is judged. Times are in milliseconds. */
export interface HealthSettings {
  /** Failures in a row that open a circuit. */
  readonly failuresInARow: number
  /** The share of failures that opens it, among at least `failureAttempts` within `windowMs`. */
  readonly failureShare: number
  readonly failureAttempts: number
  readonly windowMs: number
  /** How long it stays open at first, and at most: each opening before it was well again doubles it. */
  readonly openMs: number
  readonly maxOpenMs: number
  /** Probes at a time through a half-open circuit of this process; one that takes longer than the lease makes place for another. */
  readonly probes: number
  readonly probeLeaseMs: number
  /** From `firstShare` to 1 within this time after it closed. */
  readonly slowStartMs: number
  readonly firstShare: number
  /** How long a rate limited key rests when the provider does not say: doubled each time in a row. */
  readonly rateLimitedMs: number
  readonly maxRateLimitedMs: number
  /** How long a key rests that the provider refuses or whose quota is used up: doubled each time in a row. */
  readonly refusedKeyMs: number
  /** The longest rest, whatever a provider asks for. */
  readonly maxCoolMs: number
  /** Whether a rate limit is the key's for all of its models, or the key's for each of them. */
  readonly rateLimitsOf: 'KEY' | 'KEY_AND_MODEL'
  /** A rate ceiling lets what it allows in this time pass at once. */
  readonly burstMs: number
  /** How fast a peak of the time to first content gives way to lower ones, and how fast it fades when nothing is measured. */
  readonly latencyDecayMs: number
  readonly latencyFadeMs: number
  readonly errorDecayMs: number
  readonly cacheDecayMs: number
  /** Retries as a share of attempts, those that are free in each second, and for how long what is not used is kept. */
  readonly retryShare: number
  readonly retriesPerSecond: number
  readonly retryReserveMs: number
  /** Deployments that are watched at most: callers may invent names of models that pass through. */
  readonly maxDeployments: number
}

export const DEFAULT_HEALTH_SETTINGS: HealthSettings = {
  failuresInARow: 5,
  failureShare: 0.5,
  failureAttempts: 10,
  windowMs: 10_000,
  openMs: 5_000,
  maxOpenMs: 60_000,
  probes: 2,
  probeLeaseMs: 10_000,
  slowStartMs: 20_000,
  firstShare: 0.1,
  rateLimitedMs: 1_000,
  maxRateLimitedMs: 60_000,
  refusedKeyMs: 10_000,
  maxCoolMs: 3_600_000,
  rateLimitsOf: 'KEY_AND_MODEL',
  burstMs: 10_000,
  latencyDecayMs: 10_000,
  latencyFadeMs: 30_000,
  errorDecayMs: 30_000,
  cacheDecayMs: 300_000,
  retryShare: 0.2,
  retriesPerSecond: 1,
  retryReserveMs: 10_000,
  maxDeployments: 10_000,
}
