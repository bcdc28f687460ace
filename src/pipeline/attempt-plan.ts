import type { AttemptRole } from '../domain/completion.js'
import type { GatewayError } from '../domain/gateway-error.js'
import { type AttemptPermit, type HealthTracker, isPermit, type NotNow } from '../domain/health.js'
import type { Target } from '../domain/snapshot.js'
import type { Decision } from '../routing/decide-route.js'
import { fallbackClassesFor, mayTryNext } from '../routing/fallback-class.js'
import { deadlineExceeded } from './attempt.js'
import { callerGone } from './caller-gone.js'
import { type NextRound, type Pace, roundForPlace, roundOfRetries } from './next-round.js'
import { noTargetAvailable } from './no-target-available.js'
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
  /** Of this round: those worth another try, and when they may be asked again. */
  #again = new Map<Target, number>()
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
   * Where to go on after a failure, which is that of the last place unless said otherwise.
   * @throws {GatewayError} the failure, when there is nowhere
   */
  async next(failure: GatewayError, of = this.#current): Promise<Chosen> {
    this.#failure = failure
    const retried = this.#withAnotherKey(failure, of)
    if (retried) return retried
    this.failed(failure, of)
    return this.#take() ?? (await this.#wait())
  }

  /** What a failure means for the tries to come. One of two that ran beside each other is only noted, so that both may be tried again. */
  failed(failure: GatewayError, of = this.#current): void {
    if (mayTryNext(failure)) {
      if (isWorthRepeating(failure) && of) this.#again.set(of.target, this.#options.monotonic() + (failure.retryAfterMs ?? 0))
      return
    }
    this.#index = this.#queue.length
    this.#again.clear()
  }

  /** From now on only such targets are asked. */
  onlyThose(accepts: (target: Target) => boolean): void {
    this.#accepts = accepts
  }

  /** From now on attempts go on with an answer that broke off. */
  continues(): void {
    this.#role = 'CONTINUATION'
  }

  /** Whether another model is left in this round. */
  hasOther({ model }: Target): boolean {
    return this.#queue.some((each, index) => index >= this.#index && each.model.id !== model.id)
  }

  /** Another place now or never, beside the one in use. Targets that `accepts` refuses are passed over in this round. */
  another(role: AttemptRole, accepts: (target: Target) => boolean = () => true): Chosen | null {
    const chosen = this.#take(accepts)
    if (!chosen) return null
    this.#current = { ...chosen, role }
    return this.#current
  }

  /**
   * A second request of the same try, such as the repair of an answer: it takes a place of its own.
   * @throws {GatewayError} NO_TARGET_AVAILABLE
   */
  again({ target, role }: Chosen): Chosen {
    const answer = this.#options.health.begin(target.deployment, 0, this.#spentKeys.get(target.deployment.id))
    if (isPermit(answer)) return { target, permit: answer, role }
    throw noTargetAvailable(this.#options.decision.name, [answer])
  }

  /** A key that the provider does not take, or has used up, says nothing of the pool's others. */
  #withAnotherKey(failure: GatewayError, current: Chosen | undefined): Chosen | null {
    if (failure.scope !== 'key' || !current || current.target.deployment.keys.length < 2) return null
    const spent = this.#spentKeysOf(current.target)
    spent.add(current.permit.key.id)
    return this.#begin(current.target, 'RETRY')
  }

  #take(accepts: (target: Target) => boolean = () => true): Chosen | null {
    const { signal, deadlineAt, monotonic } = this.#options
    if (signal.aborted) throw callerGone(signal)
    if (deadlineAt !== null && monotonic() >= deadlineAt) throw this.#failure ?? deadlineExceeded()
    while (this.#index < this.#queue.length) {
      const target = this.#queue[this.#index++] as Target
      if (!accepts(target)) continue
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
      if (answer.reason !== 'CIRCUIT_OPEN') this.#again.set(target, this.#options.monotonic() + answer.retryAfterMs)
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
      const waitMs = this.#turnToNextRound()
      if (waitMs !== null) await pause(waitMs, this.#options.signal)
      else if (!this.#turnToFallbacks()) throw this.#failure ?? noTargetAvailable(this.#options.decision.name, this.#refusals)
      const chosen = this.#take()
      if (chosen) return chosen
    }
  }

  /** How long until those worth it are tried again; null when they are not. */
  #turnToNextRound(): number | null {
    const again = [...this.#again.keys()].filter(this.#accepts)
    if (again.length === 0) return null
    const forPlace = this.#tried.size === 0 && this.#refusals.some(({ reason }) => reason === 'AT_CAPACITY')
    const next = forPlace ? this.#roundForPlace(again) : this.#roundOfRetries(again)
    if (next === null) return null
    this.#waitedMs += next.waitMs
    if (!forPlace) this.#beginsRetrying()
    this.#begins(next.targets)
    return next.waitMs
  }

  #roundForPlace(targets: readonly Target[]): NextRound | null {
    return roundForPlace(targets, { waitedMs: this.#waitedMs, maxWaitMs: this.#options.maxWaitMs }, this.#pace())
  }

  #roundOfRetries(targets: readonly Target[]): NextRound | null {
    const { retry } = this.#options.decision
    if (this.#onFallbacks || this.#round >= retry.attempts) return null
    const freeAt = new Map(targets.map((target) => [target, this.#freeAt(target)]))
    return roundOfRetries(freeAt, { retry, round: this.#round }, this.#pace())
  }

  #pace(): Pace {
    const { monotonic, deadlineAt, chance } = this.#options
    return { now: monotonic(), deadlineAt, chance }
  }

  #beginsRetrying(): void {
    this.#round++
    if (this.#role !== 'CONTINUATION') this.#role = 'RETRY'
    this.#spentKeys.clear() // those that rest are known to rest
  }

  #freeAt(target: Target): number {
    const { coolingUntil } = this.#options.health.healthOf(target.deployment)
    return Math.max(this.#again.get(target) ?? 0, coolingUntil ?? 0)
  }

  #turnToFallbacks(): boolean {
    const known = new Set([...this.#tried, ...this.#queue.map(({ deployment }) => deployment.id)])
    const fresh: Target[] = []
    for (const wanted of fallbackClassesFor(this.#failure, this.#refusals)) {
      for (const target of this.#options.decision.fallbacksFor(wanted)) {
        if (!known.has(target.deployment.id)) fresh.push(target)
        known.add(target.deployment.id)
      }
    }
    if (fresh.length === 0) return false
    this.#onFallbacks = true
    if (this.#role !== 'CONTINUATION') this.#role = 'FALLBACK'
    this.#begins(fresh)
    return true
  }

  #begins(queue: readonly Target[]): void {
    this.#queue = queue
    this.#index = 0
    this.#again = new Map()
    this.#refusals = []
  }

  #spentKeysOf({ deployment }: Target): Set<string> {
    const spent = this.#spentKeys.get(deployment.id) ?? new Set()
    this.#spentKeys.set(deployment.id, spent)
    return spent
  }
}

/** An answer that was not valid has been repaired once already. */
function isWorthRepeating({ retryable, code }: GatewayError): boolean {
  return retryable && code !== 'OUTPUT_INVALID'
}
