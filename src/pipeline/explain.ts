import type { CompletionRequest } from '../domain/completion-request.js'
import type { Principal } from '../domain/principal.js'
import { FALLBACK_CLASSES } from '../domain/route.js'
import type { ExplainedTarget, RouteExplanation } from '../domain/route-explanation.js'
import type { Target } from '../domain/snapshot.js'
import { toTargetHealth } from '../domain/target-health.js'
import { considerRoute, type Decision } from '../routing/decide-route.js'
import { circumstancesOf, mayAsk } from './eligible-targets.js'
import { countHere, toEstimate } from './estimate.js'
import type { CallOptions } from './pipeline.js'
import type { Stages } from './stages.js'
import { validateCompletionRequest } from './validate-request.js'

/** Where a request would go now, and why. */
export async function explain(
  stages: Stages,
  principal: Principal,
  request: CompletionRequest,
  { headers }: Pick<CallOptions, 'headers'>,
): Promise<RouteExplanation> {
  validateCompletionRequest(request)
  const asked = { request, operation: 'completion', stream: true, principal, headers } as const
  mayAsk(asked)
  const snapshot = stages.snapshot()
  const decision = considerRoute(snapshot, asked, circumstancesOf(stages))
  return {
    route: decision.route?.name ?? null,
    requestedModel: request.model,
    rule: decision.routing?.rule ?? null,
    split: decision.routing?.split ?? null,
    strategy: decision.strategy,
    reason: decision.routing?.reason ?? 'asked for by its own name',
    conditions: decision.conditions,
    targets: await Promise.all(decision.targets.map((target) => toExplained(stages, target, request))),
    excluded: decision.excluded.map(({ target, reason }) => ({ target: target.deployment.id, reason })),
    fallbacks: fallbacksOf(decision),
    dataPolicies: decision.dataPolicies.filter((policy) => Object.keys(policy).length > 0),
    configVersion: snapshot.version,
  }
}

async function toExplained(stages: Stages, target: Target, request: CompletionRequest): Promise<ExplainedTarget> {
  const { deployment, model, weight } = target
  return {
    deployment: deployment.id,
    model: model.id,
    region: deployment.region,
    weight,
    estimate: toEstimate(target, request, await countHere(stages, target, request)),
    health: toTargetHealth(
      { deployment: deployment.id, model: model.id },
      stages.health.healthOf(deployment),
      stages.monotonic(),
    ),
  }
}

function fallbacksOf({ route, fallbacksFor }: Decision): RouteExplanation['fallbacks'] {
  if (!route?.spec.fallbacks) return []
  return FALLBACK_CLASSES.map((failure) => ({
    on: [failure],
    targets: fallbacksFor(failure).map(({ deployment }) => deployment.id),
  })).filter(({ targets }) => targets.length > 0)
}
