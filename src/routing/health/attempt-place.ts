import type { ProviderKey } from '../../domain/deployment.js'
import type { AttemptEnd, AttemptPermit } from '../../domain/health.js'
import type { RateLimits } from '../../domain/provider.js'

/** Where a place came from and goes back to. */
export interface PlaceOwner {
  heard(key: ProviderKey, limits: RateLimits): void
  began(firstTokenMs: number): void
  ended(place: AttemptPlace, end: AttemptEnd): void
}

/** How an attempt began. */
interface Beginning {
  /** What was taken of the token rate. */
  readonly tokens: number
  readonly epoch: number
  /** null unless it is a probe. */
  readonly probeSince: number | null
}

/** The place that an attempt holds; given back once, however often it is said to have ended. */
export class AttemptPlace implements AttemptPermit {
  readonly key: ProviderKey
  readonly tokens: number
  readonly epoch: number
  readonly probeSince: number | null
  readonly #owner: PlaceOwner
  /** Whether its time to the first content was told already. */
  hasBegun = false
  #ended = false

  constructor(owner: PlaceOwner, key: ProviderKey, { tokens, epoch, probeSince }: Beginning) {
    this.#owner = owner
    this.key = key
    this.tokens = tokens
    this.epoch = epoch
    this.probeSince = probeSince
  }

  heard(limits: RateLimits): void {
    this.#owner.heard(this.key, limits)
  }

  began(firstTokenMs: number): void {
    if (this.hasBegun || this.#ended) return
    this.hasBegun = true
    this.#owner.began(firstTokenMs)
  }

  end(end: AttemptEnd): void {
    if (this.#ended) return
    this.#ended = true
    this.#owner.ended(this, end)
  }
}
