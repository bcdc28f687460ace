import { estimateMessagesTokens } from '../domain/estimate-tokens.js'
import type { Strategy } from '../domain/route.js'
import type { Target } from '../domain/snapshot.js'
import { affinityKeyOf } from './affinity-key.js'
import { DEFAULT_MAX_OUTPUT_TOKENS } from './cost-bound.js'
import type { Circumstances, RouteRequest } from './route-request.js'
import { orderTargets } from './strategies/order-targets.js'
import { weighted } from './strategies/weighted.js'
import type { StrategyInput, StrategyOrder } from './strategy.js'

const CHANCES = 2 ** 32

/** The targets in the order of a strategy, which is given what it asks for and no more: some of it costs a look at the whole prompt. */
export function orderByStrategy(strategy: Strategy, targets: readonly Target[], ordering: Ordering): StrategyOrder {
  return orderTargets(strategy, new CallInput(targets, ordering))
}

interface Ordering {
  /** Of the route. */
  readonly name: string
  readonly asked: RouteRequest
  readonly at: Circumstances
}

class CallInput implements StrategyInput {
  readonly targets: readonly Target[]
  readonly now: number
  readonly #ordering: Ordering

  constructor(targets: readonly Target[], ordering: Ordering) {
    this.targets = targets
    this.now = ordering.at.monotonic()
    this.#ordering = ordering
  }

  readonly healthOf = ({ deployment }: Target) => this.#ordering.at.healthOf(deployment)
  readonly isWhole = ({ deployment }: Target) => this.#ordering.at.isWhole?.(deployment, this.now) ?? false
  readonly chance = () => this.#ordering.at.chance(CHANCES) / CHANCES

  get turn(): number {
    return this.#ordering.at.nextTurn(this.#ordering.name)
  }

  get affinityKey(): string {
    const { principal, request } = this.#ordering.asked
    return affinityKeyOf(principal.organizationId, request)
  }

  get tokens(): StrategyInput['tokens'] {
    return tokensOf(this.#ordering.asked.request)
  }
}

/** Whether a strategy goes by the order in which its targets are listed. */
export function isInOrder(strategy: Strategy): boolean {
  return IN_ORDER.has(strategy)
}

const IN_ORDER: ReadonlySet<Strategy> = new Set(['PRIORITY', 'CASCADE', 'HEDGE', 'SHADOW'])

/** The deployments of one model by their weights: the order of a list says nothing of them. One turn holds for all lists of a call. */
export function byShare(nextTurn: () => number): (targets: readonly Target[]) => readonly Target[] {
  let turn: number | undefined
  return (targets) => {
    turn ??= nextTurn()
    return weighted({ targets, turn }).targets
  }
}

/** What an answer has by custom when nobody says: far less than it may have. */
const USUAL_OUTPUT_TOKENS = 500

export function tokensOf(request: RouteRequest['request']): { readonly input: number; readonly output: number } {
  if (!('messages' in request)) return { input: 0, output: 0 }
  const most = request.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS
  return { input: estimateMessagesTokens(request.messages), output: Math.min(most, USUAL_OUTPUT_TOKENS) * (request.n ?? 1) }
}
