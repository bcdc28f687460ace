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
  readonly ordered: boolean
  /** Why these were listed, where there is more to say than the name of a rule or split. */
  readonly chosenFor: string | undefined
  /** Whether each of the targets is one that the caller may ask for by its own name. */
  readonly areAllowed: boolean
  /** Why they are in that order, where it is not the strategy that says it. */
  readonly reason: string | undefined
}

/** @throws {GatewayError} MODEL_NOT_FOUND */
export function listTargets(snapshot: Snapshot, asked: RouteRequest, at: Circumstances, facts: () => RouteFacts): ListedTargets {
  const { model: name } = asked.request
  const route = snapshot.routes.get(name)
  if (route) return listRoute(snapshot, route, asked, at, facts)
  const deployment = snapshot.deployments.get(name)
  if (deployment) return direct(deployment.model.id, [toTarget(snapshot, deployment, {}, 1)], false)
  const model = findModel(snapshot, name)
  if (!model && name === AUTO) return { ...direct(name, [], true), routed: true, ordered: true, ...listAuto(snapshot, asked, at) }
  const found = model ?? notFound(snapshot, name)
  const targets = toOwnTargets(snapshot, snapshot.deploymentsOf(found))
  return direct(found.id, targets, targets.length > 1)
}

/** What callers ask for who leave the choice to the gateway. */
export const AUTO = 'auto'

/** Asked for by its own name, beside all routes. */
function direct(name: string, targets: readonly Target[], choosy: boolean): ListedTargets {
  return {
    name,
    route: null,
    routed: false,
    rule: null,
    split: null,
    strategy: 'WEIGHTED',
    targets,
    conditions: [],
    choosy,
    ordered: false,
    chosenFor: undefined,
    areAllowed: false,
    reason: undefined,
  }
}

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
    ordered: false,
    chosenFor: chosen.reason,
    areAllowed: false,
    reason: undefined,
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
