interface Cooled {
  until: number
  /** Times in a row that it was cooled without a success in between. */
  times: number
}

export interface CoolingTime {
  /** What the provider asked for. */
  readonly askedMs: number | undefined
  readonly firstMs: number
  readonly mostMs: number
}

const MOST_KEYS = 10_000

/** Which keys rest, and until when: of all deployments, since it is one key wherever it is used. */
export class CooledKeys {
  readonly #keys = new Map<string, Cooled>()
  /** What a provider asks for is not kept beyond this. */
  readonly #longestMs: number

  constructor(longestMs: number) {
    this.#longestMs = longestMs
  }

  /** Nothing rests nor did lately: the usual case, known without a look at each key. */
  get isEmpty(): boolean {
    return this.#keys.size === 0
  }

  restsUntil(key: string, now: number): number {
    const until = this.#keys.get(key)?.until ?? 0
    return until > now ? until : 0
  }

  /** Returns how long it rests from now on; null when it does so already, as for the second of two calls that were refused together. */
  cool(key: string, now: number, { askedMs, firstMs, mostMs }: CoolingTime): number | null {
    const known = this.#keys.get(key)
    const rests = known !== undefined && known.until > now
    if (rests && askedMs === undefined) return null
    const times = known && !rests ? known.times + 1 : (known?.times ?? 1)
    const forMs = Math.min(askedMs ?? Math.min(mostMs, firstMs * 2 ** Math.min(times - 1, 30)), this.#longestMs)
    return this.#keep(key, now + forMs, times) ? forMs : null
  }

  /** As a sibling did. What stood so before is news only where nothing is known. */
  coolFor(key: string, now: number, forMs: number, standing: boolean): void {
    if (standing && this.#keys.has(key)) return
    this.#keep(key, now + Math.min(forMs, this.#longestMs), this.#keys.get(key)?.times ?? 1)
  }

  /** A success of an attempt that began before the key was cooled does not end its rest. */
  succeeded(key: string, now: number): void {
    const known = this.#keys.get(key)
    if (known && known.until <= now) this.#keys.delete(key)
  }

  /** A key, also what of it is limited for a model. */
  forget(id: string): void {
    for (const key of this.#keys.keys()) if (key === id || key.startsWith(`${id} `)) this.#keys.delete(key)
  }

  #keep(key: string, until: number, times: number): boolean {
    const known = this.#keys.get(key)
    if (known && known.until >= until) return false
    if (!known && this.#keys.size >= MOST_KEYS) this.#keys.delete(this.#keys.keys().next().value!)
    this.#keys.set(key, { until, times })
    return true
  }
}
