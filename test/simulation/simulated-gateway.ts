import { costOf } from '../../src/domain/cost.js'
import type { Deployment } from '../../src/domain/deployment.js'
import { type AttemptPermit, type HealthTracker, isPermit } from '../../src/domain/health.js'
import { UNKNOWN_FACTS } from '../../src/domain/model.js'
import { DEFAULT_RETRY, type Strategy } from '../../src/domain/route.js'
import type { Target } from '../../src/domain/snapshot.js'
import { orderTargets } from '../../src/routing/strategies/order-targets.js'
import { toPrice } from '../routing/strategies/input-builder.js'
import type { SimulatedCall } from './callers.js'
import type { Measures } from './measures.js'
import type { Outcome, SimulatedDeployment } from './simulated-deployment.js'
import type { VirtualTime } from './virtual-time.js'

export const ROUTE = 'simulated'
/** What the gateway expects of an answer whose length nobody knows. */
const USUAL_OUTPUT_TOKENS = 300
const TIMEOUTS = { connectMs: 2_000, firstTokenMs: 8_000, idleMs: 10_000, totalMs: 120_000 }
/** The caller gives up when nothing came by then. */
const CALLER_WAITS_MS = 20_000

export interface GatewayParts {
  readonly strategy: Strategy
  readonly time: VirtualTime
  readonly chance: () => number
  readonly health: HealthTracker
  readonly deployments: readonly SimulatedDeployment[]
  readonly measures: Measures
}

interface RunningCall {
  readonly call: SimulatedCall
  readonly begunAt: number
  readonly order: readonly Target[]
  readonly done: () => void
}

/** The gateway's rule for tries, on a virtual clock, around the real strategies and the real health tracker. */
export class SimulatedGateway {
  readonly #parts: GatewayParts
  readonly #targets: readonly Target[]
  readonly #deployments: ReadonlyMap<string, SimulatedDeployment>

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#targets = parts.deployments.map(toTarget)
    this.#deployments = new Map(parts.deployments.map((deployment) => [deployment.nature.id, deployment]))
  }

  /** `done` when the answer has ended or failed for good. */
  complete(call: SimulatedCall, done: () => void): void {
    const { strategy, time, chance, health, measures } = this.#parts
    measures.began()
    const { targets: order } = orderTargets(strategy, {
      targets: this.#targets,
      healthOf: ({ deployment }) => health.healthOf(deployment),
      now: time.now,
      chance,
      turn: health.nextTurn(ROUTE),
      affinityKey: call.affinityKey,
      tokens: { input: call.estimatedTokens, output: USUAL_OUTPUT_TOKENS },
    })
    this.#tryFrom(0, 0, { call, begunAt: time.now, order, done })
  }

  /** The targets in order, the next at once when one fails or may not be asked; then all of them again, after a wait. */
  #tryFrom(index: number, round: number, running: RunningCall): void {
    const { time, health, measures } = this.#parts
    const { order } = running
    for (let next = index; next < order.length; next++) {
      const target = order[next]!
      if (round > 0 && !health.takeRetry(target.deployment)) continue
      const { share } = health.healthOf(target.deployment)
      const permit = health.begin(target.deployment, running.call.estimatedTokens + USUAL_OUTPUT_TOKENS)
      if (!isPermit(permit)) continue
      measures.attempted(target.deployment.id, time.now, share)
      return this.#attempt(target, permit, running, () => this.#tryFrom(next + 1, round, running))
    }
    if (round < DEFAULT_RETRY.attempts) {
      const waitMs = this.#parts.chance() * Math.min(DEFAULT_RETRY.maxMs, DEFAULT_RETRY.baseMs * 2 ** round)
      return time.after(waitMs, () => this.#tryFrom(0, round + 1, running))
    }
    measures.failed('NO_TARGET_AVAILABLE')
    running.done()
  }

  #attempt(target: Target, permit: AttemptPermit, running: RunningCall, tryNext: () => void): void {
    const { time } = this.#parts
    const simulated = this.#deployments.get(target.deployment.id)!
    const before = simulated.running
    const outcome = simulated.attempt(running.call, time.now, TIMEOUTS.firstTokenMs)
    const holds = simulated.running > before
    const { limits, firstTokenMs } = outcome
    if (limits) time.after(firstTokenMs ?? outcome.totalMs, () => permit.heard(limits))
    time.after(outcome.totalMs, () => {
      if (holds) simulated.release()
      permit.end(outcome)
      this.#ended(target, outcome, running, tryNext)
    })
  }

  #ended(target: Target, outcome: Outcome, { begunAt, done }: RunningCall, tryNext: () => void): void {
    const { time, measures } = this.#parts
    const { error, firstTokenMs, totalMs, usage } = outcome
    if (usage) measures.billed(usage, costOf(usage, target.model.price)!.totalNanos)
    const waitedMs = time.now - begunAt
    if (error === null) measures.succeeded(waitedMs - totalMs + firstTokenMs!)
    else if (firstTokenMs === null && error.retryable && waitedMs < CALLER_WAITS_MS) return tryNext()
    else measures.failed(error.code)
    done()
  }
}

function toTarget({ nature: { id, dollars } }: SimulatedDeployment): Target {
  const price = toPrice([dollars.input, dollars.output, dollars.cacheRead])
  const model = { ...UNKNOWN_FACTS, id, provider: id, name: id, price }
  const deployment: Deployment = {
    id,
    incarnation: '1',
    model,
    region: null,
    zeroRetention: false,
    weight: 1,
    limits: {},
    keys: [{ id: `${id}-key`, provider: NO_PROVIDER }],
  }
  return { deployment, model, timeouts: TIMEOUTS, weight: 1 }
}

const NO_PROVIDER = {
  name: 'simulated',
  kind: 'simulated',
  complete(): never {
    throw new Error('A simulated provider is asked by its world')
  },
  close: async () => {},
}
