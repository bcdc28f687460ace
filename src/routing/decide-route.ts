import type { Routing } from '../domain/completion.js'
import { GatewayError } from '../domain/gateway-error.js'
import { mayUseModel, type Principal } from '../domain/principal.js'
import {
  type DataPolicy,
  DEFAULT_RETRY,
  type FallbackClass,
  type RetryPolicy,
  type RouteTarget,
  type Strategy,
} from '../domain/route.js'
import type { ExplainedCondition } from '../domain/route-explanation.js'
import type { Deployment, Route, Snapshot, Target } from '../domain/snapshot.js'
import { breachOf } from './data-policy.js'
import { type Exclusion, excludeUnfit, refusalOf } from './exclude-unfit.js'
import { createFacts } from './facts.js'
import { MOST_AUTO_TARGETS } from './list-auto.js'
import { AUTO, type ListedTargets, listInOrder, listTargets } from './list-targets.js'
import { orderByStrategy } from './order-by-strategy.js'
import type { Circumstances, RouteRequest } from './route-request.js'

export interface Decision {
  /** The name that the caller's permission is about: a route's name or a model id. */
  readonly name: string
  readonly route: Route | null
  /** null when a model was asked for by its own name. */
  readonly routing: Routing | null
  /** Those that may serve the request, the first to try at the head: at least one. */
  readonly targets: readonly Target[]
  readonly strategy: Strategy
  readonly retry: RetryPolicy
  /** Those that may serve it when the targets failed in this way, in order. */
  readonly fallbacksFor: (failure: FallbackClass) => readonly Target[]
  readonly excluded: readonly Exclusion[]
  readonly conditions: readonly ExplainedCondition[]
  readonly dataPolicies: readonly DataPolicy[]
  /** Why the data of this call must not go to a deployment; null when it may. */
  readonly breachOf: (deployment: Deployment) => string | null
}

/**
 * Where a request may go, and in which order. Pure, but for time, chance and health, which are arguments.
 * @throws {GatewayError} ACCESS_DENIED | MODEL_NOT_FOUND | INVALID_REQUEST | UNPRICED_MODEL | NO_ELIGIBLE_TARGET
 */
export function decideRoute(snapshot: Snapshot, asked: RouteRequest, at: Circumstances): Decision {
  const considered = considerRoute(snapshot, asked, at)
  if (considered.targets.length > 0) return considered
  throw refusalOf(considered.name, considered.excluded)
}

/** The same for those who want to know why: no targets where `decideRoute` refuses for want of any. */
export function considerRoute(snapshot: Snapshot, asked: RouteRequest, at: Circumstances): Decision {
  const { request, operation, stream, principal, headers } = asked
  const facts = lazily(() => createFacts({ request, operation, stream, principal, headers, now: at.now() }))
  const listed = listTargets(snapshot, asked, at, facts)
  if (!mayAsk(principal, listed)) throw denied(principal, listed.name)
  const { route } = listed
  const dataPolicies = [snapshot.dataPolicy, route?.spec.dataPolicy].filter((policy) => policy !== undefined)
  const fitting = { unpriced: snapshot.unpriced, dataPolicies, facts, request, choosy: listed.choosy }
  const own = excludeUnfit(listed.targets, fitting)
  const fallbacksFor = (failure: FallbackClass) =>
    route ? excludeUnfit(listInOrder(snapshot, route, modelsFor(route, failure), at), { ...fitting, choosy: true }).fit : []
  const spare =
    own.fit.length > 0 ? [] : fallbacksFor(own.excluded.some(({ kind }) => kind === 'CONTEXT') ? 'CONTEXT_WINDOW' : 'ANY')
  const fit = own.fit.length > 0 ? own.fit : spare
  const order =
    fit.length > 1 && !listed.ordered && fit !== spare
      ? orderByStrategy(listed.strategy, fit, { name: listed.name, asked, at })
      : { targets: fit, reason: onlyReason(fit, own, listed) }
  return {
    name: listed.name,
    route,
    routing: listed.routed
      ? { rule: listed.rule, split: listed.split, strategy: listed.strategy, reason: reasonOf(listed, order.reason) }
      : null,
    targets: listed.name === AUTO ? order.targets.slice(0, MOST_AUTO_TARGETS) : order.targets,
    strategy: listed.strategy,
    retry: route?.retry ?? DEFAULT_RETRY,
    fallbacksFor,
    excluded: own.excluded,
    conditions: listed.conditions,
    dataPolicies,
    breachOf: (deployment) => breachOf(dataPolicies, deployment, facts().request.dataClasses),
  }
}

function mayAsk(principal: Principal, { name, targets, areAllowed }: ListedTargets): boolean {
  return mayUseModel(principal, name) || (areAllowed && targets.length > 0)
}

function reasonOf({ reason, chosenFor }: ListedTargets, ordered: string): string {
  return [chosenFor, reason ?? ordered].filter(Boolean).join('; ')
}

function onlyReason(
  fit: readonly Target[],
  { fit: own, excluded }: ReturnType<typeof excludeUnfit>,
  { reason }: ListedTargets,
): string {
  if (reason !== undefined) return reason
  if (own.length === 0 && fit.length > 0) return 'a fallback, since no target of the route can serve it'
  if (fit.length === 0) return 'no target may serve it'
  return excluded.length > 0 ? 'the only target that may serve it' : 'the only target'
}

function modelsFor({ spec: { fallbacks = [] } }: Route, failure: FallbackClass): readonly RouteTarget[] {
  const lists = fallbacks.filter(({ on }) => on.includes(failure) || on.includes('ANY'))
  return lists.flatMap(({ models }) => models.map((model) => ({ model })))
}

function denied({ models }: Principal, name: string): GatewayError {
  return new GatewayError('ACCESS_DENIED', `This API key may not use ${name}. Its models are: ${models?.join(', ')}.`, {
    path: 'model',
  })
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
