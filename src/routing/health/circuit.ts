import type { CircuitState } from '../../domain/health.js'
import { FailureWindow } from './failure-window.js'
import type { HealthSettings } from './health-settings.js'

/** How much the time that a circuit stays open differs by chance, so that the processes of several machines do not probe together. */
const JITTER = 0.2

/**
 * Whether a deployment is asked. It holds no timer: an open circuit whose time is over is half-open. What an attempt says counts only
 * in the epoch that it began in, so that the stragglers of an outage neither prolong it nor end it.
 */
export class Circuit {
  readonly #settings: HealthSettings
  readonly #chance: () => number
  readonly #window: FailureWindow
  #openUntil: number | null = null
  #failuresInARow = 0
  /** Openings since it was last well. */
  #openings = 0
  #recoversFrom = Number.NEGATIVE_INFINITY
  /** When each probe that runs began. */
  #probes: number[] = []
  #probed = false
  epoch = 0

  constructor(settings: HealthSettings, chance: () => number) {
    this.#settings = settings
    this.#chance = chance
    this.#window = new FailureWindow(settings.windowMs)
  }

  stateAt(now: number): CircuitState {
    if (this.#openUntil === null) return 'CLOSED'
    return now < this.#openUntil ? 'OPEN' : 'HALF_OPEN'
  }

  /** How long it is open still; null when it is not. */
  openForMs(now: number): number | null {
    return this.#openUntil !== null && now < this.#openUntil ? this.#openUntil - now : null
  }

  shareAt(now: number): number {
    const { firstShare, slowStartMs } = this.#settings
    if (this.#openUntil !== null) return now < this.#openUntil ? 0 : firstShare
    const done = (now - this.#recoversFrom) / slowStartMs
    if (done >= 1) return 1
    if (done <= 0) return firstShare
    // Flat at both ends: the first calls are few for a while, and the last step to its whole share is small.
    return firstShare + (1 - firstShare) * done * done * (3 - 2 * done)
  }

  /** Traffic comes back slowly from this moment on. */
  recoverFrom(at: number): void {
    this.#recoversFrom = Math.max(this.#recoversFrom, at)
  }

  hasPlaceForProbe(now: number): boolean {
    const since = now - this.#settings.probeLeaseMs
    if (this.#probes.some((startedAt) => startedAt <= since)) this.#probes = this.#probes.filter((at) => at > since)
    return this.#probes.length < this.#settings.probes
  }

  /** Whether it is the first to go through since the circuit opened. */
  startProbe(now: number): boolean {
    this.#probes.push(now)
    const isFirst = !this.#probed
    this.#probed = true
    return isFirst
  }

  endProbe(startedAt: number): void {
    const index = this.#probes.indexOf(startedAt)
    if (index >= 0) this.#probes.splice(index, 1)
  }

  /** Whether it closed. */
  succeeded(now: number, epoch: number): boolean {
    if (epoch !== this.epoch) return false
    if (this.#openUntil !== null) return this.close(now)
    this.#failuresInARow = 0
    this.#window.add(now, false)
    return false
  }

  /** Whether it opened. */
  failed(now: number, epoch: number): boolean {
    if (epoch !== this.epoch) return false
    if (this.#openUntil === null && !this.#isTooMuch(now)) return false
    this.#open(now, this.#nextOpenMs(now))
    return true
  }

  /** As a sibling did: its failures are not ours. */
  openFor(now: number, forMs: number): void {
    const until = now + Math.min(forMs, this.#settings.maxOpenMs * (1 + JITTER))
    if (this.#openUntil === null || this.#openUntil < until) this.#open(now, until - now)
  }

  /** Whether it was not closed before. */
  close(now: number): boolean {
    if (this.#openUntil === null) return false
    this.#openUntil = null
    this.#recoversFrom = now
    this.#begin()
    return true
  }

  #isTooMuch(now: number): boolean {
    const { failuresInARow, failureAttempts, failureShare } = this.#settings
    this.#window.add(now, true)
    if (++this.#failuresInARow >= failuresInARow) return true
    return this.#window.attempts >= failureAttempts && this.#window.failures >= this.#window.attempts * failureShare
  }

  #nextOpenMs(now: number): number {
    const { openMs, maxOpenMs, slowStartMs } = this.#settings
    if (this.#openUntil === null && now - this.#recoversFrom >= slowStartMs) this.#openings = 0
    const doubled = Math.min(maxOpenMs, openMs * 2 ** Math.min(this.#openings++, 30))
    return doubled * (1 + JITTER * (this.#chance() - 0.5))
  }

  #open(now: number, forMs: number): void {
    this.#openUntil = now + forMs
    this.#begin()
  }

  #begin(): void {
    this.epoch += 1
    this.#probes = []
    this.#probed = false
    this.#failuresInARow = 0
    this.#window.clear()
  }
}
