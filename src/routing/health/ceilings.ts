import type { DeploymentLimits } from '../../domain/deployment.js'

export interface ProcessShare {
  /** Processes of the machine, among which a ceiling is divided. */
  readonly processes: number
  /** From 0: the first take what does not divide evenly. */
  readonly processIndex: number
}

/** What was added up of fractions may miss the whole by a hair. */
const ROUNDING = 1e-9

/** So many a minute, with a burst, and a debt when one takes more than it had estimated. */
class RateCeiling {
  readonly #perMs: number
  readonly #most: number
  #left: number
  #at: number

  constructor(perMinute: number, burstMs: number, now: number) {
    this.#perMs = perMinute / 60_000
    this.#most = Math.max(1, this.#perMs * burstMs)
    this.#left = this.#most
    this.#at = now
  }

  /** 0: it may take them now. What is more than a whole burst waits for a whole burst. */
  waitMs(now: number, amount: number): number {
    this.#left = Math.min(this.#most, this.#left + (now - this.#at) * this.#perMs)
    this.#at = now
    const missing = Math.min(amount, this.#most) - this.#left
    return missing > ROUNDING ? missing / this.#perMs : 0
  }

  take(amount: number): void {
    this.#left = Math.min(this.#most, this.#left - amount)
  }
}

/**
 * This process's part of what a deployment can bear on this machine: each process keeps its own without asking the others. Each has a
 * place for one call at least, so a limit that is smaller than the number of processes is as many as there are.
 */
export class Ceilings {
  readonly maxConcurrent: number
  readonly #requests: RateCeiling | null
  readonly #tokens: RateCeiling | null

  constructor(limits: DeploymentLimits, { processes, processIndex }: ProcessShare, burstMs: number, now: number) {
    const { maxConcurrent, requestsPerMinute, tokensPerMinute } = limits
    const rate = (perMinute: number | undefined) =>
      perMinute === undefined ? null : new RateCeiling(perMinute / processes, burstMs, now)
    this.maxConcurrent = maxConcurrent === undefined ? Number.POSITIVE_INFINITY : partOf(maxConcurrent, processes, processIndex)
    this.#requests = rate(requestsPerMinute)
    this.#tokens = rate(tokensPerMinute)
  }

  /** 0: the rates allow one more request of so many tokens. */
  waitMs(now: number, tokens: number): number {
    return Math.max(this.#requests?.waitMs(now, 1) ?? 0, this.#tokens?.waitMs(now, tokens) ?? 0)
  }

  take(tokens: number): void {
    this.#requests?.take(1)
    this.#tokens?.take(tokens)
  }

  /** What it used beyond its estimate, or gives back of it. */
  correct(tokens: number): void {
    this.#tokens?.take(tokens)
  }
}

function partOf(whole: number, processes: number, processIndex: number): number {
  const more = processIndex < whole % processes ? 1 : 0
  return Math.max(1, Math.floor(whole / processes) + more)
}
