/** After so long without pressure the pace of the last one says nothing of this one. */
const FORGET_AFTER_MS = 60_000
const LEAST_WINDOW = 16

/**
 * How fast places come free while all of them are taken. Spans and departures are averaged apart, since calls that began together end
 * together: of the gaps in a burst most are nothing. `now` is monotonic, in milliseconds.
 */
export class DepartureRate {
  readonly #turn: number
  readonly #keep: number
  #spanMs = 0
  #departures = 0
  #seen = 0
  #since = Number.NEGATIVE_INFINITY

  constructor(places: number) {
    this.#turn = places
    this.#keep = 1 - 1 / Math.max(LEAST_WINDOW, 2 * places)
  }

  /** From now on all places are taken: a departure before this says how many came, not how many can be served. */
  filled(now: number): void {
    if (now - this.#since > FORGET_AFTER_MS) this.#forget()
    this.#since = now
  }

  /** A place came free, and all had been taken. */
  departed(now: number): void {
    this.#spanMs = this.#spanMs * this.#keep + (now - this.#since)
    this.#departures = this.#departures * this.#keep + 1
    this.#since = now
    this.#seen++
  }

  /** Between two departures; null before as many were seen as there are places: half a burst is no pace. */
  intervalMs(now: number): number | null {
    if (this.#seen < this.#turn) return null
    const withTheOpenGap = (this.#spanMs + now - this.#since) / (this.#departures + 1)
    return Math.max(this.#spanMs / this.#departures, withTheOpenGap)
  }

  #forget(): void {
    this.#spanMs = 0
    this.#departures = 0
    this.#seen = 0
  }
}
