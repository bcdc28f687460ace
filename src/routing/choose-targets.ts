import type { Condition, RouteFacts } from '../domain/condition.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { RouteTarget, Strategy } from '../domain/route.js'
import type { ExplainedCondition } from '../domain/route-explanation.js'
import type { Route } from '../domain/snapshot.js'
import { affinityKeyOf } from './affinity-key.js'
import { chooseSplit, type SplitInput, stickyKeyOf } from './choose-split.js'
import type { Circumstances, RouteRequest } from './route-request.js'

export interface ChosenTargets {
  readonly rule: string | null
  readonly split: string | null
  readonly targets: readonly RouteTarget[]
  readonly strategy: Strategy
  /** Why the split took it, in a sentence. */
  readonly reason?: string
  /** Those that were asked, in order. */
  readonly conditions: readonly ExplainedCondition[]
}

export interface ChoiceInput {
  readonly asked: RouteRequest
  readonly at: Circumstances
  readonly facts: () => RouteFacts
}

/**
 * The targets that a route has for a request: those of the first rule that holds, or else of the split that it falls in, or else its own.
 * @throws {GatewayError} NO_ELIGIBLE_TARGET when the route does not serve such requests
 */
export function chooseTargets(route: Route, input: ChoiceInput): ChosenTargets {
  const { spec } = route
  const conditions: ExplainedCondition[] = []
  const holds = (kind: ExplainedCondition['kind'], name: string | null, condition: Condition) => {
    const result = condition.test(input.facts())
    conditions.push({ kind, name, source: condition.source, holds: result.holds, problem: result.problem ?? null })
    return result.holds
  }
  if (route.match && !holds('MATCH', null, route.match)) throw unmatched(route, conditions[0])
  const own = spec.strategy ?? 'PRIORITY'
  const chosen = route.rules.find(({ name, condition }) => holds('RULE', name, condition))
  if (chosen) {
    const { targets, strategy = own } = chosen.rule
    return { rule: chosen.name, split: null, targets, strategy, conditions }
  }
  const { chosen: split, reason = '' } = route.splits.length > 0 ? chooseSplit(route, new CallSplitInput(route, input)) : NO_SPLIT
  if (!split) return { rule: null, split: null, targets: spec.targets, strategy: own, conditions }
  const { targets, strategy = own } = split.split
  return { rule: null, split: split.name, targets, strategy, conditions, reason }
}

const NO_SPLIT = { chosen: null, reason: '' } as const

class CallSplitInput implements SplitInput {
  readonly facts: RouteFacts
  readonly #route: Route
  readonly #input: ChoiceInput

  constructor(route: Route, input: ChoiceInput) {
    this.facts = input.facts()
    this.#route = route
    this.#input = input
  }

  get stickyKey(): string | null {
    const { principal, request } = this.#input.asked
    return stickyKeyOf(this.#route.spec.stickyBy, this.facts, () => affinityKeyOf(principal.organizationId, request))
  }

  readonly chance = () => this.#input.at.chance(CHANCES) / CHANCES
}

const CHANCES = 2 ** 32

function unmatched({ name, spec }: Route, asked: ExplainedCondition | undefined): GatewayError {
  const problem = asked?.problem ? ` It could not be evaluated: ${asked.problem}` : ''
  return new GatewayError(
    'NO_ELIGIBLE_TARGET',
    `The route ${name} does not serve this request: its condition "${spec.match}" does not hold.${problem} Ask for another route or model.`,
    { path: 'model' },
  )
}
