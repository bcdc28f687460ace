import { GatewayError } from '../domain/gateway-error.js'
import type { Timeouts } from '../domain/provider.js'
import type { RouteTarget } from '../domain/route.js'
import type { Deployment, Model, Snapshot, Target } from '../domain/snapshot.js'

/** The places that a name in a route or a request means: a declared deployment, or all deployments of a model; null when it means none. */
export function findDeployments(snapshot: Snapshot, name: string): readonly Deployment[] | null {
  const deployment = snapshot.deployments.get(name)
  if (deployment) return [deployment]
  const model = findModel(snapshot, name)
  return model && snapshot.deploymentsOf(model)
}

/** The targets of a list, those of one model side by side, arranged as `arrange` says. */
export function toTargets(
  snapshot: Snapshot,
  listed: readonly RouteTarget[],
  timeouts: Partial<Timeouts> = {},
  arrange?: (ofOneModel: readonly Target[]) => readonly Target[],
): readonly Target[] {
  const { groups, all } = remembered(snapshot, listed, () => toListed(snapshot, listed, timeouts))
  if (!arrange || groups.length === all.length) return all
  return groups.flatMap((group) => (group.length > 1 ? arrange(group) : group))
}

/** The targets of a model that is asked for by its own name. */
export function toOwnTargets(snapshot: Snapshot, deployments: readonly Deployment[]): readonly Target[] {
  return remembered(snapshot, deployments, () => {
    const all = deployments.map((deployment) => toTarget(snapshot, deployment, {}, deployment.weight))
    return { groups: [all], all }
  }).all
}

interface Listed {
  /** By model. */
  readonly groups: readonly (readonly Target[])[]
  readonly all: readonly Target[]
}

/** What lists of a snapshot mean: each list belongs to one route or model, and neither it nor the snapshot ever changes. */
const meanings = new WeakMap<Snapshot, WeakMap<object, Listed>>()

function remembered(snapshot: Snapshot, list: object, make: () => Listed): Listed {
  let ofSnapshot = meanings.get(snapshot)
  if (!ofSnapshot) {
    ofSnapshot = new WeakMap()
    meanings.set(snapshot, ofSnapshot)
  }
  let known = ofSnapshot.get(list)
  if (!known) {
    known = make()
    ofSnapshot.set(list, known)
  }
  return known
}

function toListed(snapshot: Snapshot, listed: readonly RouteTarget[], timeouts: Partial<Timeouts>): Listed {
  const groups = listed.map(({ model, weight = 1 }) => {
    const deployments = findDeployments(snapshot, model) ?? []
    const total = deployments.reduce((sum, deployment) => sum + deployment.weight, 0)
    return deployments.map((deployment) =>
      toTarget(snapshot, deployment, timeouts, total > 0 ? (weight * deployment.weight) / total : 0),
    )
  })
  return { groups, all: groups.flat() }
}

export function toTarget(snapshot: Snapshot, deployment: Deployment, timeouts: Partial<Timeouts>, weight: number): Target {
  const provider = snapshot.providers.get(deployment.model.provider)
  if (!provider) throw new GatewayError('CONFIGURATION', `The model ${deployment.model.id} has no provider`)
  return { deployment, model: deployment.model, timeouts: { ...provider.timeouts, ...timeouts }, weight }
}

/**
 * A model by `provider/model`, by an alias, or by its bare name; null when there is none.
 * @throws {GatewayError} INVALID_REQUEST when a bare name is ambiguous
 */
export function findModel(snapshot: Snapshot, asked: string): Model | null {
  const id = snapshot.aliases.get(asked) ?? asked
  const listed = snapshot.models.get(id)
  if (listed) return listed
  const ids = snapshot.modelsByName.get(id) ?? []
  if (ids.length > 1) {
    throw new GatewayError(
      'INVALID_REQUEST',
      `More than one provider has the model "${shortened(asked)}". Ask for one of: ${ids.join(', ')}.`,
      { path: 'model' },
    )
  }
  return ids[0] ? (snapshot.models.get(ids[0]) ?? null) : passThrough(snapshot, id)
}

function passThrough(snapshot: Snapshot, asked: string): Model | null {
  const slash = asked.indexOf('/')
  const provider = slash > 0 ? snapshot.providers.get(asked.slice(0, slash)) : undefined
  const name = asked.slice(slash + 1)
  if (!provider?.passThrough || name === '' || name.length > 200) return null
  return snapshot.describe(provider.name, name)
}

/** @throws {GatewayError} MODEL_NOT_FOUND */
export function notFound(snapshot: Snapshot, asked: string): never {
  const known = [...snapshot.routes.keys(), ...snapshot.models.keys()].slice(0, 5).join(', ')
  throw new GatewayError(
    'MODEL_NOT_FOUND',
    `There is no model or route "${shortened(asked)}". Known are, among others: ${known || 'none'}. The query "models" and GET /v1/models list all.`,
    { path: 'model' },
  )
}

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name
}
