import { GatewayError } from '../domain/gateway-error.js'
import { hasScope } from '../domain/principal.js'
import type { Snapshot } from '../domain/snapshot.js'
import { type Decision, decideRoute } from '../routing/decide-route.js'
import type { Circumstances, RouteRequest } from '../routing/route-request.js'
import type { Stages } from './stages.js'

/**
 * The targets that may serve this principal's request, in the order in which they are tried.
 * @throws {GatewayError} ACCESS_DENIED | MODEL_NOT_FOUND | INVALID_REQUEST | UNPRICED_MODEL | NO_ELIGIBLE_TARGET
 */
export function eligibleTargets(stages: Stages, snapshot: Snapshot, asked: RouteRequest): Decision {
  mayAsk(asked)
  return decideRoute(snapshot, asked, circumstancesOf(stages))
}

/** @throws {GatewayError} ACCESS_DENIED */
export function mayAsk({ principal }: Pick<RouteRequest, 'principal'>): void {
  if (hasScope(principal, 'inference')) return
  throw new GatewayError('ACCESS_DENIED', 'This API key may not ask models: it lacks the scope "inference".')
}

export function circumstancesOf({ health, now, monotonic, chance }: Stages): Circumstances {
  return {
    healthOf: health.healthOf,
    isWhole: health.isWhole,
    now,
    monotonic,
    chance,
    nextTurn: health.nextTurn,
  }
}
