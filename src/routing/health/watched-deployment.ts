import type { Deployment, ProviderKey } from '../../domain/deployment.js'
import type { GatewayError } from '../../domain/gateway-error.js'
import type { AttemptEnd, DeploymentHealth, HealthChange, NotNow } from '../../domain/health.js'
import type { RateLimits } from '../../domain/provider.js'
import { inputTokens, outputTokens } from '../../domain/usage.js'
import { NEARLY_EMPTY } from '../nearly-empty.js'
import { AttemptPlace } from './attempt-place.js'
import { Ceilings, type ProcessShare } from './ceilings.js'
import { Circuit } from './circuit.js'
import type { CooledKeys } from './cooled-keys.js'
import type { HealthSettings } from './health-settings.js'
import { type CooledKey, KeyPool } from './key-pool.js'
import { Measures } from './measures.js'
import { RetryBudget } from './retry-budget.js'
import { verdictOf } from './verdict.js'

/** What all watched deployments of a process have in common. */
export interface Watch extends ProcessShare {
  readonly settings: HealthSettings
  readonly now: () => number
  readonly chance: () => number
  readonly cooledKeys: CooledKeys
  readonly onChange: (change: HealthChange) => void
}

/** When a place or a probe is free again nobody knows: soon. */
const PLACE_RETRY_MS = 250
const PROBE_RETRY_MS = 1_000

/** What is known of one incarnation of a deployment. */
export class WatchedDeployment {
  readonly id: string
  readonly incarnation: string
  readonly retries: RetryBudget
  /** Whether the snapshot has it by name; else a caller named its model and it was passed through. */
  declared = false
  inFlight = 0
  readonly #watch: Watch
  readonly #circuit: Circuit
  readonly #keys: KeyPool
  readonly #measures: Measures
  /** Known with the first call: a sibling tells only of the id. */
  #ceilings: Ceilings | undefined
  #coolsUntil = 0
  /** Whether no attempt of this process has said anything of it. */
  #isNew = true

  constructor(watch: Watch, { id, incarnation }: Pick<Deployment, 'id' | 'incarnation'>) {
    const { settings, chance, cooledKeys } = watch
    this.id = id
    this.incarnation = incarnation
    this.#watch = watch
    this.#circuit = new Circuit(settings, chance)
    this.#keys = new KeyPool(settings, cooledKeys)
    this.#measures = new Measures(settings)
    this.retries = new RetryBudget(settings, watch.now())
  }

  begin(deployment: Deployment, tokens: number, excluded: ReadonlySet<string> | undefined): AttemptPlace | NotNow {
    const now = this.#watch.now()
    const ceilings = this.#meet(deployment, now)
    const closed = this.#circuit.stateAt(now) === 'CLOSED'
    const refusal = this.#refusal(now, ceilings, tokens, closed)
    if (refusal) return refusal
    const key = this.#keys.pick(now, excluded)
    if (!key) return { reason: 'COOLING', retryAfterMs: this.#keys.waitMs(now) }
    ceilings.take(tokens)
    this.inFlight += 1
    if (!closed && this.#circuit.startProbe(now)) this.#tellCircuit(now)
    return new AttemptPlace(this, key, { tokens, epoch: this.#circuit.epoch, probeSince: closed ? null : now })
  }

  heard(key: ProviderKey, limits: RateLimits): void {
    const now = this.#watch.now()
    this.#tellKey(now, this.#keys.heard(key, now, limits))
  }

  began(firstTokenMs: number): void {
    this.#measures.began(this.#watch.now(), firstTokenMs)
  }

  ended(place: AttemptPlace, end: AttemptEnd): void {
    const now = this.#watch.now()
    this.inFlight -= 1
    if (place.probeSince !== null) this.#circuit.endProbe(place.probeSince)
    this.#correctTokens(place.tokens, end)
    this.#measures.add(now, end, place.hasBegun)
    if (end.error === 'CANCELLED') return
    this.retries.deposit(now)
    this.#isNew = false
    if (end.error === null) this.#succeeded(now, place)
    else this.#failed(now, place, end.error)
  }

  /** Without making a picture of it: most are whole most of the time. */
  isWholeAt(now: number): boolean {
    if (now < this.#coolsUntil || this.#circuit.shareAt(now) < 1 || this.#keys.restsUntil(now) > now) return false
    const headroom = this.#keys.headroomAt(now)
    return headroom === null || headroom >= NEARLY_EMPTY
  }

  healthAt(now: number): DeploymentHealth {
    const openForMs = this.#circuit.openForMs(now)
    const coolsUntil = Math.max(this.#coolsUntil, this.#keys.restsUntil(now))
    return {
      circuit: this.#circuit.stateAt(now),
      opensAt: openForMs === null ? null : now + openForMs,
      coolingUntil: coolsUntil > now ? coolsUntil : null,
      inFlight: this.inFlight,
      share: this.#circuit.shareAt(now),
      headroom: this.#keys.headroomAt(now),
      ...this.#measures.at(now),
    }
  }

  /** What another process would have to hear to see it as it is. */
  standing(now: number): readonly HealthChange[] {
    const changes = this.#keys.resting(now).map((cooled) => this.#change(now, cooled))
    if (now < this.#coolsUntil) changes.push(this.#change(now, { coolForMs: this.#coolsUntil - now }))
    if (this.#circuit.stateAt(now) !== 'CLOSED') changes.push(this.#change(now, { openForMs: this.#circuit.openForMs(now) }))
    return changes
  }

  /** As a sibling saw it. What stood so before is news only where nothing is known. */
  apply({ circuit, openForMs, coolForMs }: HealthChange, standing: boolean): void {
    if (standing && !this.#isNew) return
    const now = this.#watch.now()
    if (coolForMs !== null) this.#rest(now, coolForMs)
    else if (circuit === 'CLOSED') this.#circuit.close(now)
    else if (circuit === 'OPEN') this.#circuit.openFor(now, openForMs ?? this.#watch.settings.openMs)
    else if (this.#isNew) this.#circuit.openFor(now, 0)
  }

  #meet(deployment: Deployment, now: number): Ceilings {
    this.#keys.use(deployment)
    this.#ceilings ??= new Ceilings(deployment.limits, this.#watch, this.#watch.settings.burstMs, now)
    return this.#ceilings
  }

  #refusal(now: number, ceilings: Ceilings, tokens: number, closed: boolean): NotNow | null {
    if (!closed) {
      const openForMs = this.#circuit.openForMs(now)
      if (openForMs !== null) return { reason: 'CIRCUIT_OPEN', retryAfterMs: openForMs }
      if (!this.#circuit.hasPlaceForProbe(now)) return { reason: 'CIRCUIT_OPEN', retryAfterMs: PROBE_RETRY_MS }
    }
    if (now < this.#coolsUntil) return { reason: 'COOLING', retryAfterMs: this.#coolsUntil - now }
    if (this.inFlight >= ceilings.maxConcurrent) return { reason: 'AT_CAPACITY', retryAfterMs: PLACE_RETRY_MS }
    const waitMs = ceilings.waitMs(now, tokens)
    return waitMs > 0 ? { reason: 'RATE_LIMITED', retryAfterMs: waitMs } : null
  }

  /** What the estimate had too much or too little; a failed attempt without usage used none. */
  #correctTokens(estimated: number, { error, usage }: AttemptEnd): void {
    if (usage) this.#ceilings?.correct(inputTokens(usage) + outputTokens(usage) - estimated)
    else if (error !== null && error !== 'CANCELLED') this.#ceilings?.correct(-estimated)
  }

  #succeeded(now: number, { key, epoch }: AttemptPlace): void {
    this.#measures.count(now, false)
    this.#keys.succeeded(key, now)
    if (this.#circuit.succeeded(now, epoch)) this.#tellCircuit(now)
  }

  #failed(now: number, { key, epoch }: AttemptPlace, error: GatewayError): void {
    switch (verdictOf(error)) {
      case 'KEY_LIMITED':
        return this.#tellKey(now, this.#keys.limited(key, now, error.retryAfterMs))
      case 'KEY_REFUSED':
        return this.#tellKey(now, this.#keys.refused(key, now, error.retryAfterMs))
      case 'ANSWER_FAILED':
        return this.#measures.count(now, true)
      case 'DEPLOYMENT_FAILED':
        this.#measures.count(now, true)
        if (error.code === 'PROVIDER_OVERLOADED') this.#coolDown(now, error.retryAfterMs ?? 0)
        if (this.#circuit.failed(now, epoch)) this.#tellCircuit(now)
    }
  }

  #coolDown(now: number, askedMs: number): void {
    const coolForMs = Math.min(askedMs, this.#watch.settings.maxCoolMs)
    if (this.#rest(now, coolForMs)) this.#watch.onChange(this.#change(now, { coolForMs }))
  }

  /** Whether it rests longer than it did. */
  #rest(now: number, forMs: number): boolean {
    if (forMs <= 0 || now + forMs <= this.#coolsUntil) return false
    this.#coolsUntil = now + forMs
    this.#circuit.recoverFrom(this.#coolsUntil)
    return true
  }

  #tellKey(now: number, cooled: CooledKey | null): void {
    if (cooled) this.#watch.onChange(this.#change(now, cooled))
  }

  #tellCircuit(now: number): void {
    this.#watch.onChange(this.#change(now, { openForMs: this.#circuit.openForMs(now) }))
  }

  #change(now: number, what: Partial<HealthChange>): HealthChange {
    const circuit = this.#circuit.stateAt(now)
    return { deployment: this.id, incarnation: this.incarnation, circuit, openForMs: null, coolForMs: null, ...what }
  }
}
