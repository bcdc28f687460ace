import type { AttemptRole } from '../domain/completion.js'
import { GatewayError } from '../domain/gateway-error.js'
import { type AttemptPermit, type HealthTracker, isPermit, type NotNow } from '../domain/health.js'
import type { Target } from '../domain/snapshot.js'
import type { Decision } from '../routing/decide-route.js'
import { fallbackClassOf, mayTryNext } from '../routing/fallback-class.js'
import { deadlineExceeded } from './attempt.js'
import { callerGone } from './caller-gone.js'
import { pause } from './pause.js'

/** A target with a place at it. Whoever gets one ends its permit. */
export interface Chosen {
  readonly target: Target
  readonly permit: AttemptPermit
  readonly role: AttemptRole
}

/** Gives a place back that may not have been used: one that was used has ended, and ends only once. */
export function giveBack({ permit }: Chosen): void {
  permit.end({ error: 'CANCELLED', firstTokenMs: null, totalMs: 0 })
}

export interface AttemptPlanOptions {
  readonly decision: Pick<Decision, 'targets' | 'fallbacksFor' | 'retry' | 'name'>
  readonly health: HealthTracker
  /** Monotonic, in milliseconds. */
  readonly monotonic: () => number
  /** An integer in [0, below). */
  readonly chance: (below: number) => number
  /** What the request is estimated to use; asked where a target limits tokens. */
  readonly tokens: () => number
  readonly signal: AbortSignal
  /** On the monotonic clock; null: the caller did not say. */
  readonly deadlineAt: number | null
  /** How long a call waits for a place when every target is at its ceiling. */
  readonly maxWaitMs: number
}

/** How long to wait, with chance, before asking again for a place. */
const PLACE_WAIT_MS = 20

/**
 * What one call tries, one after the other: its targets in order, at once; the same again after a wait, as often as the route says and
 * the retry budgets afford; then the fallbacks for the failure there was.
 */
export class AttemptPlan {
  readonly #options: AttemptPlanOptions
  readonly #tried = new Set<string>()
  readonly #spentKeys = new Map<string, Set<string>>()
  #queue: readonly Target[]
  #index = 0
  #round = 0
  #role: AttemptRole = 'PRIMARY'
  #onFallbacks = false
  /** Of this round: those worth another try. */
  #again: Target[] = []
  #refusals: NotNow[] = []
  #current: Chosen | undefined
  #failure: GatewayError | undefined
  #waitedMs = 0
  #accepts: (target: Target) => boolean = () => true

  constructor(options: AttemptPlanOptions) {
    this.#options = options
    this.#queue = options.decision.targets
  }

  /** The first place to ask. @throws {GatewayError} when none is free, or the caller has gone */
  first(): Promise<Chosen> | Chosen {
    return this.#take() ?? this.#wait()
  }

  /**
   * Where to go on after a failure.
   * @throws {GatewayError} the failure, when there is nowhere
   */
  async next(failure: GatewayError): Promise<Chosen> {
    this.#failure = failure
    const retried = this.#withAnotherKey(failure)
    if (retried) return retried
    if (!mayTryNext(failure)) this.#index = this.#queue.length
    else if (isWorthRepeating(failure) && this.#current) this.#again.push(this.#current.target)
    return this.#take() ?? (await this.#wait())
  }

  /** From now on only such targets are asked. */
  onlyThose(accepts: (target: Target) => boolean): void {
    this.#accepts = accepts
  }

  /** From now on attempts go on with an answer that broke off. */
  continues(): void {
    this.#role = 'CONTINUATION'
  }

  /** Whether another target of this round is left. */
  get hasMore(): boolean {
    return this.#index < this.#queue.length
  }

  /** Another place now or never, beside the one in use. */
  another(role: AttemptRole): Chosen | null {
    const chosen = this.#take()
    return chosen ? { ...chosen, role } : null
  }

  /**
   * A second request of the same try, such as the repair of an answer: it takes a place of its own.
   * @throws {GatewayError} NO_TARGET_AVAILABLE
   */
  again({ target, role }: Chosen): Chosen {
    const answer = this.#options.health.begin(target.deployment, 0, this.#spentKeys.get(target.deployment.id))
    if (isPermit(answer)) return { target, permit: answer, role }
    this.#refusals.push(answer)
    throw this.#unavailable()
  }

  /** A key that the provider does not take, or has used up, says nothing of the pool's others. */
  #withAnotherKey(failure: GatewayError): Chosen | null {
    const current = this.#current
    if (failure.scope !== 'key' || !current || current.target.deployment.keys.length < 2) return null
    const spent = this.#spentKeysOf(current.target)
    spent.add(current.permit.key.id)
    return this.#begin(current.target, 'RETRY')
  }

  #take(): Chosen | null {
    const { signal, deadlineAt, monotonic } = this.#options
    if (signal.aborted) throw callerGone(signal)
    if (deadlineAt !== null && monotonic() >= deadlineAt) throw this.#failure ?? deadlineExceeded()
    while (this.#index < this.#queue.length) {
      const target = this.#queue[this.#index++] as Target
      const chosen = this.#begin(target, this.#tried.size > 0 && this.#role === 'PRIMARY' ? 'NEXT' : this.#role)
      if (chosen) return chosen
    }
    return null
  }

  #begin(target: Target, role: AttemptRole): Chosen | null {
    const { health, tokens } = this.#options
    const { deployment } = target
    if (!this.#accepts(target)) return null
    const estimated = deployment.limits.tokensPerMinute === undefined ? 0 : tokens()
    const answer = health.begin(deployment, estimated, this.#spentKeys.get(deployment.id))
    if (!isPermit(answer)) {
      this.#refusals.push(answer)
      if (answer.reason !== 'CIRCUIT_OPEN') this.#again.push(target)
      return null
    }
    if (this.#tried.has(deployment.id) && this.#round > 0 && !health.takeRetry(deployment)) {
      giveBack({ target, permit: answer, role })
      return null
    }
    this.#tried.add(deployment.id)
    this.#current = { target, permit: answer, role }
    return this.#current
  }

  /** The list is at its end: waits for another round, or turns to the fallbacks. */
  async #wait(): Promise<Chosen> {
    for (;;) {
      const waitMs = this.#waitBeforeRound()
      if (waitMs !== null) await pause(waitMs, this.#options.signal)
      else if (!this.#turnToFallbacks()) throw this.#failure ?? this.#unavailable()
      const chosen = this.#take()
      if (chosen) return chosen
    }
  }

  /** How long until those worth it are tried again; null when they are not. Prepares that round. */
  #waitBeforeRound(): number | null {
    const { decision, monotonic, deadlineAt, maxWaitMs } = this.#options
    const again = this.#again
    const forPlace = this.#tried.size === 0 && this.#refusals.every(({ reason }) => reason === 'AT_CAPACITY')
    if (again.length === 0 || (this.#onFallbacks && !forPlace)) return null
    if (!forPlace && this.#round >= decision.retry.attempts) return null
    const waitMs = forPlace ? this.#placeWait() : this.#backOff(again)
    if (deadlineAt !== null && monotonic() + waitMs >= deadlineAt) return null
    if (forPlace ? this.#waitedMs + waitMs > maxWaitMs : waitMs > decision.retry.maxMs) return null
    this.#waitedMs += waitMs
    if (!forPlace) {
      this.#round++
      if (this.#role !== 'CONTINUATION') this.#role = 'RETRY'
    }
    this.#begins(again)
    return waitMs
  }

  #placeWait(): number {
    return PLACE_WAIT_MS + this.#options.chance(PLACE_WAIT_MS)
  }

  /** Exponential with full jitter, but no sooner than a provider asks for. */
  #backOff(again: readonly Target[]): number {
    const { decision, chance, health, monotonic } = this.#options
    const { baseMs, maxMs } = decision.retry
    const jitter = chance(Math.max(1, Math.min(maxMs, baseMs * 2 ** this.#round)))
    const free = again.map(({ deployment }) => (health.healthOf(deployment).coolingUntil ?? 0) - monotonic())
    const asked = again.length === 1 ? (this.#failure?.retryAfterMs ?? 0) : 0
    return Math.max(jitter, asked, Math.min(...free))
  }

  #turnToFallbacks(): boolean {
    const failure = this.#failure ?? this.#unavailable()
    const wanted = fallbackClassOf(failure)
    const targets = wanted === null ? [] : this.#options.decision.fallbacksFor(wanted)
    const fresh = targets.filter(
      ({ deployment }) => !this.#tried.has(deployment.id) && !this.#queue.some((each) => each.deployment.id === deployment.id),
    )
    if (fresh.length === 0) return false
    this.#onFallbacks = true
    if (this.#role !== 'CONTINUATION') this.#role = 'FALLBACK'
    this.#begins(fresh)
    return true
  }

  #begins(queue: readonly Target[]): void {
    this.#queue = queue
    this.#index = 0
    this.#again = []
    this.#refusals = []
  }

  #spentKeysOf({ deployment }: Target): Set<string> {
    const spent = this.#spentKeys.get(deployment.id) ?? new Set()
    this.#spentKeys.set(deployment.id, spent)
    return spent
  }

  #unavailable(): GatewayError {
    const retryAfterMs = Math.min(...this.#refusals.map((refusal) => refusal.retryAfterMs), 60_000)
    const reasons = [...new Set(this.#refusals.map(({ reason }) => WHY[reason]))].join('; ')
    return new GatewayError(
      'NO_TARGET_AVAILABLE',
      `Nothing behind ${this.#options.decision.name} can be asked at the moment: ${reasons || 'nothing is left to try'}. Try again later.`,
      { retryAfterMs },
    )
  }
}

/** An answer that was not valid has been repaired once already. */
function isWorthRepeating({ retryable, code }: GatewayError): boolean {
  return retryable && code !== 'OUTPUT_INVALID'
}

const WHY: Readonly<Record<NotNow['reason'], string>> = {
  CIRCUIT_OPEN: 'it failed repeatedly and is left alone for a while',
  COOLING: 'its provider asked for a pause, or takes none of its keys',
  AT_CAPACITY: 'it serves as many calls as it may at a time',
  RATE_LIMITED: 'it has had as many requests or tokens as it may have in a minute',
}
