import { GatewayError } from '../domain/gateway-error.js'
import type { Timeouts } from '../domain/provider.js'
import type { Model, Snapshot, Target } from '../domain/snapshot.js'

export interface ResolvedTargets {
  /** The name that the caller's permission is about: a route's name or a model id. */
  readonly name: string
  readonly route: string | null
  readonly targets: readonly Target[]
}

/**
 * What a model name means: a route, `provider/model`, or a bare model name that one provider alone has.
 * @throws {GatewayError} MODEL_NOT_FOUND | INVALID_REQUEST when a bare name is ambiguous
 */
export function resolveTargets(snapshot: Snapshot, asked: string): ResolvedTargets {
  const route = snapshot.routes.get(asked)
  if (route) {
    const targets = route.targets.map((id) =>
      toTarget(snapshot, findModel(snapshot, id) ?? notFound(snapshot, id), route.timeouts),
    )
    return { name: route.name, route: route.name, targets }
  }
  const model = findModel(snapshot, asked) ?? notFound(snapshot, asked)
  return { name: model.id, route: null, targets: [toTarget(snapshot, model, {})] }
}

/** A model by `provider/model` or by its bare name; null when there is none. */
export function findModel(snapshot: Snapshot, asked: string): Model | null {
  const listed = snapshot.models.get(asked)
  if (listed) return listed
  const ids = snapshot.modelsByName.get(asked) ?? []
  if (ids.length > 1) {
    throw new GatewayError(
      'INVALID_REQUEST',
      `More than one provider has the model "${show(asked)}". Ask for one of: ${ids.join(', ')}.`,
      {
        path: 'model',
      },
    )
  }
  return ids[0] ? (snapshot.models.get(ids[0]) ?? null) : passThrough(snapshot, asked)
}

function passThrough(snapshot: Snapshot, asked: string): Model | null {
  const slash = asked.indexOf('/')
  const provider = slash > 0 ? snapshot.providers.get(asked.slice(0, slash)) : undefined
  const name = asked.slice(slash + 1)
  if (!provider?.passThrough || name === '' || name.length > 200) return null
  return snapshot.describe(provider.name, name)
}

function toTarget(snapshot: Snapshot, model: Model, routeTimeouts: Partial<Timeouts>): Target {
  const provider = snapshot.providers.get(model.provider)
  if (!provider) throw new GatewayError('CONFIGURATION', `The model ${model.id} has no provider`)
  return { model, timeouts: { ...provider.timeouts, ...routeTimeouts } }
}

function notFound(snapshot: Snapshot, asked: string): never {
  const known = [...snapshot.routes.keys(), ...snapshot.models.keys()].slice(0, 5).join(', ')
  throw new GatewayError(
    'MODEL_NOT_FOUND',
    `There is no model or route "${show(asked)}". Known are, among others: ${known || 'none'}. The query "models" and GET /v1/models list all.`,
    { path: 'model' },
  )
}

function show(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name
}
