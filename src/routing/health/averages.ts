/** A peak that is reached at once and left slowly: what users suffer from is the slow answers, not the mean of them (Linkerd's peak EWMA). */
export class FadingPeak {
  readonly #decayMs: number
  readonly #fadeMs: number
  #value: number | null = null
  #at = 0

  constructor(decayMs: number, fadeMs: number) {
    this.#decayMs = decayMs
    this.#fadeMs = fadeMs
  }

  add(now: number, sample: number): void {
    const peak = this.at(now)
    const weight = peak === null || sample >= peak ? 1 : 1 - Math.exp((this.#at - now) / this.#decayMs)
    this.#value = peak === null ? sample : peak + (sample - peak) * weight
    this.#at = now
  }

  /** Fades without samples, so that what was slow once is tried again; null when the last is too long ago to say anything. */
  at(now: number): number | null {
    if (this.#value === null || now === this.#at) return this.#value
    const faded = (now - this.#at) / this.#fadeMs
    return faded > MOST_FADED ? null : this.#value * Math.exp(-faded)
  }
}

/** Beyond this it is a twentieth of what it was. */
const MOST_FADED = 3

/** A part of a whole, both fading. `doubt` is counted as a whole without a part: with little known the ratio is low. */
export class FadingRatio {
  readonly #decayMs: number
  readonly #doubt: number
  #part = 0
  #whole = 0
  #at = 0

  constructor(decayMs: number, doubt = 0) {
    this.#decayMs = decayMs
    this.#doubt = doubt
  }

  add(now: number, part: number, whole: number): void {
    const weight = Math.exp((this.#at - now) / this.#decayMs)
    this.#part = this.#part * weight + part
    this.#whole = this.#whole * weight + whole
    this.#at = now
  }

  /** null when nothing was counted. */
  at(now: number): number | null {
    if (this.#whole === 0) return null
    if (this.#doubt === 0) return this.#part / this.#whole
    const weight = Math.exp((this.#at - now) / this.#decayMs)
    return (this.#part * weight) / (this.#whole * weight + this.#doubt)
  }
}
