import { GatewayError } from '../domain/gateway-error.js'
import type { HealthTracker } from '../domain/health.js'
import { mayUseModel } from '../domain/principal.js'
import type { Deployment, Route, Snapshot } from '../domain/snapshot.js'
import { type TargetHealth, toTargetHealth } from '../domain/target-health.js'
import { findDeployments } from '../routing/find-targets.js'
import { MAX_ROUTE_HEALTH_TARGETS, type RouteHealthSource } from './route-health.js'

export interface RouteHealthOptions {
  readonly snapshot: () => Snapshot
  readonly health: Pick<HealthTracker, 'healthOf'>
  /** The clock that health is measured by. */
  readonly monotonic: () => number
  readonly subscribeHealth: RouteHealthSource['subscribeHealth']
}

const ORDER = { OPEN: 0, HALF_OPEN: 1, CLOSED: 2 } as const

/** How the targets of routes fare, as this process sees them. */
export function createRouteHealth({ snapshot, health, monotonic, subscribeHealth }: RouteHealthOptions): RouteHealthSource {
  const read = (deployments: Iterable<Deployment>): TargetHealth[] => {
    const now = monotonic()
    return [...deployments].map((deployment) =>
      toTargetHealth({ deployment: deployment.id, model: deployment.model.id }, health.healthOf(deployment), now),
    )
  }
  return {
    subscribeHealth,
    routeHealth(principal, asked) {
      const current = snapshot()
      if (asked === undefined) {
        const routes = [...new Set(current.routes.values())].filter(({ name }) => mayUseModel(principal, name))
        const all = new Map(
          routes.flatMap((route) => deploymentsOf(current, route)).map((deployment) => [deployment.id, deployment]),
        )
        const targets = read(all.values()).sort((a, b) => ORDER[a.circuit] - ORDER[b.circuit])
        return { route: null, targets: targets.slice(0, MAX_ROUTE_HEALTH_TARGETS) }
      }
      const route = current.routes.get(asked)
      const found = route ? deploymentsOf(current, route) : findDeployments(current, asked)
      if (!found || !mayUseModel(principal, route?.name ?? asked)) throw unknown(asked)
      return { route: route?.name ?? asked, targets: read(found).slice(0, MAX_ROUTE_HEALTH_TARGETS) }
    },
  }
}

/** All that a route may send a call to, each once: its own targets, those of rules and splits, its fallbacks. */
function deploymentsOf(snapshot: Snapshot, { spec }: Route): readonly Deployment[] {
  const lists = [
    spec.targets,
    ...(spec.rules ?? []).map(({ targets }) => targets),
    ...(spec.splits ?? []).map(({ targets }) => targets),
  ]
  const names = [...lists.flat().map(({ model }) => model), ...(spec.fallbacks ?? []).flatMap(({ models }) => models)]
  const found = names.flatMap((name) => findDeployments(snapshot, name) ?? [])
  return [...new Map(found.map((deployment) => [deployment.id, deployment])).values()]
}

function unknown(name: string): GatewayError {
  return new GatewayError('NOT_FOUND', `There is no route or model "${name.slice(0, 80)}" whose health could be told.`, {
    path: 'route',
  })
}
