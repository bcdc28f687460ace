import { costOf } from '../domain/cost.js'
import { mayUseModel, type Principal } from '../domain/principal.js'
import type { Objective, Strategy } from '../domain/route.js'
import type { Model, Snapshot, Target } from '../domain/snapshot.js'
import { createUsage } from '../domain/usage.js'
import { orderByObjective } from './auto.js'
import { qualityOf } from './auto-quality.js'
import { findModel, toTarget } from './find-targets.js'
import { byShare, tokensOf } from './order-by-strategy.js'
import type { Circumstances, RouteRequest } from './route-request.js'

/** More than these are not worth trying. */
export const MOST_AUTO_TARGETS = 5

/**
 * What `model: "auto"` means where no route has that name: the models that the operator lists for it, or all that have a price and that
 * the key may use, those first that serve the objective best.
 */
export function listAuto(snapshot: Snapshot, { request, principal }: RouteRequest, at: Circumstances) {
  const objective = ('objective' in request && request.objective) || snapshot.auto.objective
  const now = at.now()
  const tokens = tokensOf(request)
  const usage = createUsage({ input: { text: tokens.input }, output: { text: tokens.output } })
  const among = new Map(candidates(snapshot, principal).map((model) => [model.id, model]))
  const ids = orderByObjective({
    models: [...among.values()],
    objective,
    costOf: (model) => costOf(usage, model.price)?.totalNanos ?? null,
    latencyOf: (model) => fastest(snapshot.deploymentsOf(model).map((deployment) => at.healthOf(deployment).firstTokenMs)),
    qualityOf: (model) => qualityOf(model, now),
  })
  const models = ids.flatMap((id) => among.get(id) ?? [])
  const arrange = byShare(() => at.nextTurn('auto'))
  const targets = models.flatMap((model): readonly Target[] => {
    const own = snapshot.deploymentsOf(model).map((deployment) => toTarget(snapshot, deployment, {}, deployment.weight))
    return own.length > 1 ? arrange(own) : own
  })
  const reason = `the best of ${models.length} models by ${objective.toLowerCase()}`
  return { targets, reason, strategy: STRATEGY[objective], areAllowed: snapshot.auto.models === undefined }
}

/** What an objective comes nearest to. */
const STRATEGY = {
  COST: 'LOWEST_COST',
  LATENCY: 'LOWEST_LATENCY',
  QUALITY: 'PRIORITY',
  BALANCED: 'PRIORITY',
} as const satisfies Record<Objective, Strategy>

/** A list of the operator's is like a route: whoever may use "auto" may use what it means. Without one it means what the key may use. */
function candidates(snapshot: Snapshot, principal: Principal): Model[] {
  const { models } = snapshot.auto
  if (models) return models.flatMap((name) => findModel(snapshot, name) ?? [])
  return [...snapshot.models.values()].filter(
    ({ id, price, available = true, capabilities: { output } }) =>
      price && !price.estimated && available && (output?.includes('text') ?? true) && mayUseModel(principal, id),
  )
}

function fastest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length > 0 ? Math.min(...known) : null
}
