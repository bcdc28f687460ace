import type { Deployment, ProviderKey } from '../../domain/deployment.js'
import type { RateLimits } from '../../domain/provider.js'
import type { CooledKeys } from './cooled-keys.js'
import { emptyForMs, Headroom } from './headroom.js'
import type { HealthSettings } from './health-settings.js'

/** A key that rests from now on, by the name that it rests under. */
export interface CooledKey {
  readonly cooledKey: string
  readonly coolForMs: number
}

/** The keys of one deployment: taken in turn, but for those that rest. What rests is known to all deployments that share a key. */
export class KeyPool {
  readonly #settings: HealthSettings
  readonly #cooled: CooledKeys
  readonly #headrooms = new Map<string, Headroom>()
  #keys: readonly ProviderKey[] = []
  #model = ''
  #turn = 0

  constructor(settings: HealthSettings, cooled: CooledKeys) {
    this.#settings = settings
    this.#cooled = cooled
  }

  /** As the present snapshot has them: the same keys, though by other connections. */
  use({ keys, model }: Deployment): void {
    this.#keys = keys
    this.#model = model.name
  }

  pick(now: number, excluded: ReadonlySet<string> | undefined): ProviderKey | undefined {
    const keys = this.#keys
    for (let tried = 0; tried < keys.length; tried++) {
      const index = (this.#turn + tried) % keys.length
      const key = keys[index]!
      if (excluded?.has(key.id) || this.#restsUntil(key, now) > 0) continue
      this.#turn = index + 1
      return key
    }
    return undefined
  }

  /** When the first of them may be asked; 0 when one may be now. */
  restsUntil(now: number): number {
    if (this.#cooled.isEmpty || this.#keys.length === 0) return 0
    return Math.min(...this.#keys.map((key) => this.#restsUntil(key, now)))
  }

  /** How long to wait when none was picked. A key that does not rest, but that the call tried in vain, may do for another call soon. */
  waitMs(now: number): number {
    const resting = this.#keys.map((key) => this.#restsUntil(key, now)).filter((until) => until > 0)
    return resting.length === 0 ? this.#settings.rateLimitedMs : Math.min(...resting) - now
  }

  succeeded(key: ProviderKey, now: number): void {
    if (this.#cooled.isEmpty) return
    this.#cooled.succeeded(key.id, now)
    this.#cooled.succeeded(this.#limitedName(key), now)
  }

  limited(key: ProviderKey, now: number, askedMs: number | undefined): CooledKey | null {
    const { rateLimitedMs: firstMs, maxRateLimitedMs: mostMs } = this.#settings
    return this.#cool(this.#limitedName(key), now, { askedMs, firstMs, mostMs })
  }

  refused(key: ProviderKey, now: number, askedMs: number | undefined): CooledKey | null {
    const { refusedKeyMs: firstMs, maxCoolMs: mostMs } = this.#settings
    return this.#cool(key.id, now, { askedMs, firstMs, mostMs })
  }

  heard(key: ProviderKey, now: number, limits: RateLimits): CooledKey | null {
    const headroom = this.#headrooms.get(key.id) ?? new Headroom()
    this.#headrooms.set(key.id, headroom)
    headroom.heard(now, limits)
    const emptyMs = emptyForMs(limits)
    return emptyMs === null ? null : this.limited(key, now, Math.min(emptyMs, this.#settings.maxRateLimitedMs))
  }

  /** The mean of the keys that told something; of one that rests nothing is left. */
  headroomAt(now: number): number | null {
    if (this.#headrooms.size === 0 && this.#cooled.isEmpty) return null
    let sum = 0
    let known = 0
    for (const key of this.#keys) {
      const left = this.#restsUntil(key, now) > 0 ? 0 : this.#headrooms.get(key.id)?.at(now)
      if (left == null) continue
      sum += left
      known++
    }
    return known === 0 ? null : sum / known
  }

  resting(now: number): readonly CooledKey[] {
    if (this.#cooled.isEmpty) return []
    const names = new Set(this.#keys.flatMap((key) => [key.id, this.#limitedName(key)]))
    return [...names].flatMap((cooledKey) => {
      const until = this.#cooled.restsUntil(cooledKey, now)
      return until > 0 ? [{ cooledKey, coolForMs: until - now }] : []
    })
  }

  #cool(cooledKey: string, now: number, time: Parameters<CooledKeys['cool']>[2]): CooledKey | null {
    const coolForMs = this.#cooled.cool(cooledKey, now, time)
    return coolForMs === null ? null : { cooledKey, coolForMs }
  }

  #restsUntil(key: ProviderKey, now: number): number {
    if (this.#cooled.isEmpty) return 0
    const until = this.#cooled.restsUntil(key.id, now)
    return this.#settings.rateLimitsOf === 'KEY' ? until : Math.max(until, this.#cooled.restsUntil(this.#limitedName(key), now))
  }

  #limitedName(key: ProviderKey): string {
    return this.#settings.rateLimitsOf === 'KEY' ? key.id : `${key.id} ${this.#model}`
  }
}
