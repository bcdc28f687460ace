import type { AttemptEnd } from '../../domain/health.js'
import { inputTokens } from '../../domain/usage.js'
import { FadingPeak, FadingRatio } from './averages.js'
import type { HealthSettings } from './health-settings.js'

/** What the attempts of a deployment showed of it. */
export class Measures {
  readonly #firstToken: FadingPeak
  readonly #errors: FadingRatio
  readonly #cache: FadingRatio

  constructor({ latencyDecayMs, latencyFadeMs, errorDecayMs, cacheDecayMs }: HealthSettings) {
    this.#firstToken = new FadingPeak(latencyDecayMs, latencyFadeMs)
    this.#errors = new FadingRatio(errorDecayMs, 1)
    this.#cache = new FadingRatio(cacheDecayMs)
  }

  began(now: number, firstTokenMs: number): void {
    this.#firstToken.add(now, firstTokenMs)
  }

  add(now: number, { error, firstTokenMs, totalMs, usage }: AttemptEnd, hasBegun = false): void {
    const timedOut = error !== null && error !== 'CANCELLED' && error.code === 'PROVIDER_TIMEOUT'
    if (firstTokenMs !== null && !hasBegun) this.#firstToken.add(now, firstTokenMs)
    // It would have taken longer: what is given up on must not stay as fast as it last was.
    else if (timedOut && !hasBegun && totalMs > (this.#firstToken.at(now) ?? 0)) this.#firstToken.add(now, totalMs)
    const input = usage ? inputTokens(usage) : 0
    if (usage && input > 0) this.#cache.add(now, usage.input.cacheRead, input)
  }

  count(now: number, failed: boolean): void {
    this.#errors.add(now, failed ? 1 : 0, 1)
  }

  at(now: number) {
    return {
      firstTokenMs: this.#firstToken.at(now),
      errorRate: this.#errors.at(now) ?? 0,
      cacheHitRate: this.#cache.at(now),
    }
  }
}
