import type { RouteFacts } from '../domain/condition.js'
import type { RouteTarget, Strategy } from '../domain/route.js'
import type { ExplainedCondition } from '../domain/route-explanation.js'
import type { Route, Snapshot, Target } from '../domain/snapshot.js'
import { chooseTargets } from './choose-targets.js'
import { findModel, notFound, toOwnTargets, toTarget, toTargets } from './find-targets.js'
import { listAuto } from './list-auto.js'
import { byShare, isInOrder } from './order-by-strategy.js'
import type { Circumstances, RouteRequest } from './route-request.js'

/** What a name means before anything is excluded. */
export interface ListedTargets {
  readonly name: string
  readonly route: Route | null
  readonly routed: boolean
  readonly rule: string | null
  readonly split: string | null
  readonly strategy: Strategy
  readonly targets: readonly Target[]
  readonly conditions: readonly ExplainedCondition[]
  /** Whether targets that lack what the request needs are left out rather than asked in vain. */
  readonly choosy: boolean
  /** Already in the order in which they are to be tried, for this reason. */
  readonly ordered?: boolean
  /** Why these were listed, where there is more to say than the name of a rule or split. */
  readonly chosenFor?: string
  /** Whether each of the targets is one that the caller may ask for by its own name. */
  readonly areAllowed?: boolean
  readonly reason?: string
}

/** @throws {GatewayError} MODEL_NOT_FOUND */
export function listTargets(snapshot: Snapshot, asked: RouteRequest, at: Circumstances, facts: () => RouteFacts): ListedTargets {
  const { model: name } = asked.request
  const route = snapshot.routes.get(name)
  if (route) return listRoute(snapshot, route, asked, at, facts)
  const deployment = snapshot.deployments.get(name)
  if (deployment) return { ...DIRECT, name: deployment.model.id, targets: [toTarget(snapshot, deployment, {}, 1)] }
  const model = findModel(snapshot, name)
  if (!model && name === AUTO)
    return { ...DIRECT, name, routed: true, choosy: true, ordered: true, ...listAuto(snapshot, asked, at) }
  const found = model ?? notFound(snapshot, name)
  const targets = toOwnTargets(snapshot, snapshot.deploymentsOf(found))
  return { ...DIRECT, name: found.id, targets, choosy: targets.length > 1 }
}

/** What callers ask for who leave the choice to the gateway. */
export const AUTO = 'auto'

const DIRECT = {
  route: null,
  routed: false,
  rule: null,
  split: null,
  strategy: 'WEIGHTED',
  conditions: [],
  choosy: false,
} as const satisfies Partial<ListedTargets>

function listRoute(
  snapshot: Snapshot,
  route: Route,
  asked: RouteRequest,
  at: Circumstances,
  facts: () => RouteFacts,
): ListedTargets {
  const chosen = chooseTargets(route, { asked, at, facts })
  return {
    name: route.name,
    route,
    routed: true,
    rule: chosen.rule,
    split: chosen.split,
    strategy: chosen.strategy,
    targets: isInOrder(chosen.strategy)
      ? listInOrder(snapshot, route, chosen.targets, at)
      : toTargets(snapshot, chosen.targets, route.spec.timeouts),
    conditions: chosen.conditions,
    choosy: true,
    chosenFor: chosen.reason,
  }
}

/** As the route lists them, the deployments of one model by their shares. */
export function listInOrder(
  snapshot: Snapshot,
  { name, spec }: Route,
  listed: readonly RouteTarget[],
  at: Circumstances,
): readonly Target[] {
  return toTargets(
    snapshot,
    listed,
    spec.timeouts,
    byShare(() => at.nextTurn(name)),
  )
}
