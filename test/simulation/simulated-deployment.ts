import { GatewayError } from '../../src/domain/gateway-error.js'
import type { RateLimits } from '../../src/domain/provider.js'
import { createUsage, type Usage } from '../../src/domain/usage.js'
import type { SimulatedCall } from './callers.js'
import { PromptCache } from './prompt-cache.js'
import type { Random } from './random.js'
import { RequestBucket } from './request-bucket.js'

/** A time in which something is different, and how much. */
export interface Episode {
  readonly from: number
  readonly to: number
  readonly strength: number
}

export interface Nature {
  readonly id: string
  readonly medianMs: number
  readonly drift: { readonly depth: number; readonly periodMs: number; readonly phase: number }
  /** Times slower. */
  readonly slow: Episode[]
  readonly tokensPerSecond: number
  readonly dollars: { readonly input: number; readonly output: number; readonly cacheRead: number }
  readonly errorRate: number
  readonly cutRate: number
  /** The share of attempts that fail. */
  readonly errorBursts: Episode[]
  /** 0: refuses at once; 1: lets calls wait. */
  readonly outages: Episode[]
  readonly requestsPerMinute: number
}

/** How an attempt will go, known when it begins; times count from then. */
export interface Outcome {
  readonly firstTokenMs: number | null
  readonly totalMs: number
  readonly error: GatewayError | null
  readonly usage: Usage | undefined
  readonly limits: RateLimits | undefined
}

const PREFILL_MS_PER_TOKEN = 0.05
const SIGMA = 0.35
/** What a call of usual length takes: how many run at the rate limit. */
const USUAL_CALL_S = 5
const CUTS_PER_ERROR_IN_BURSTS = 0.06

export class SimulatedDeployment {
  readonly nature: Nature
  readonly #random: Random
  readonly #cache = new PromptCache()
  readonly #bucket: RequestBucket
  running = 0

  constructor(nature: Nature, random: Random) {
    this.nature = nature
    this.#random = random
    this.#bucket = new RequestBucket(nature.requestsPerMinute)
  }

  attempt(call: SimulatedCall, now: number, firstTokenTimeoutMs: number): Outcome {
    const outage = at(this.nature.outages, now)
    if (outage) return outage.strength === 1 ? timedOut(firstTokenTimeoutMs) : fails('PROVIDER_UNREACHABLE', 20)
    if (!this.#bucket.take(now)) return fails('PROVIDER_RATE_LIMITED', 40, this.#bucket.limits(now))
    if (call.isRefused) return fails('CONTENT_FILTERED', 200, this.#bucket.limits(now))
    this.running++
    return this.#answer(call, now, firstTokenTimeoutMs)
  }

  /** An attempt that was begun and neither refused nor failed at once is over. */
  release(): void {
    this.running--
  }

  #answer(call: SimulatedCall, now: number, firstTokenTimeoutMs: number): Outcome {
    const burst = at(this.nature.errorBursts, now)?.strength
    const limits = this.#bucket.limits(now)
    if (this.#random.next() < (burst ?? this.nature.errorRate))
      return fails('PROVIDER_ERROR', this.#random.between(50, 500), limits)
    const cached = this.#cache.read(call, now)
    const firstTokenMs = this.#firstTokenMs(call.inputTokens - cached, now)
    if (firstTokenMs > firstTokenTimeoutMs) return timedOut(firstTokenTimeoutMs, limits)
    const cutRate = burst === undefined ? this.nature.cutRate : burst * CUTS_PER_ERROR_IN_BURSTS
    const said = call.luck < cutRate ? this.#random.next() : 1
    const output = Math.max(1, Math.round(call.outputTokens * said))
    return {
      firstTokenMs,
      totalMs: firstTokenMs + (output / this.nature.tokensPerSecond) * 1_000,
      error: said < 1 ? ERRORS.PROVIDER_STREAM_CUT : null,
      usage: createUsage({ input: { text: call.inputTokens - cached, cacheRead: cached }, output: { text: output } }),
      limits,
    }
  }

  #firstTokenMs(uncachedTokens: number, now: number): number {
    const { medianMs, drift, slow, requestsPerMinute } = this.nature
    const drifted = 1 + drift.depth * Math.sin(2 * Math.PI * (now / drift.periodMs + drift.phase))
    const slower = slow.reduce((product, { from, to, strength }) => (now >= from && now < to ? product * strength : product), 1)
    const limit = (requestsPerMinute / 60) * USUAL_CALL_S
    const loaded = 1 + (this.running / limit) ** 2 / 4
    return this.#random.logNormal(medianMs * drifted * slower * loaded, SIGMA) + uncachedTokens * PREFILL_MS_PER_TOKEN
  }
}

function at(episodes: readonly Episode[], now: number): Episode | undefined {
  return episodes.find(({ from, to }) => now >= from && now < to)
}

/** Made once: each would cost a stack trace. */
const ERRORS = {
  PROVIDER_UNREACHABLE: new GatewayError('PROVIDER_UNREACHABLE', 'The outage refuses connections'),
  PROVIDER_RATE_LIMITED: new GatewayError('PROVIDER_RATE_LIMITED', 'The bucket is empty', { retryAfterMs: 1_000 }),
  PROVIDER_ERROR: new GatewayError('PROVIDER_ERROR', 'An error before the first token'),
  PROVIDER_TIMEOUT: new GatewayError('PROVIDER_TIMEOUT', 'No first token in time'),
  PROVIDER_STREAM_CUT: new GatewayError('PROVIDER_STREAM_CUT', 'The stream was cut'),
  CONTENT_FILTERED: new GatewayError('CONTENT_FILTERED', 'Every model would refuse it'),
}
type Failure = keyof typeof ERRORS

function fails(code: Failure, afterMs: number, limits?: RateLimits): Outcome {
  return { firstTokenMs: null, totalMs: afterMs, error: ERRORS[code], usage: undefined, limits }
}

function timedOut(afterMs: number, limits?: RateLimits): Outcome {
  return fails('PROVIDER_TIMEOUT', afterMs, limits)
}
