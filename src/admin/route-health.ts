import type { Principal } from '../domain/principal.js'
import type { TargetHealth } from '../domain/target-health.js'

/** The deployments that a route may send calls to, as this process sees them. */
export interface RouteHealthSnapshot {
  /** null: those of all routes. */
  readonly route: string | null
  /** Each deployment once, by name, at most `MAX_ROUTE_HEALTH_TARGETS`; those of a route in its order, its fallbacks last. */
  readonly targets: readonly TargetHealth[]
}

export const MAX_ROUTE_HEALTH_TARGETS = 500

/** Watching how the targets of routes fare. `Admin` extends it. */
export interface RouteHealthSource {
  /**
   * By a route's name or alias, or by a model's id; absent: the deployments of all routes, those that are not well first.
   * @throws {GatewayError} NOT_FOUND
   */
  routeHealth(principal: Principal, route?: string): RouteHealthSnapshot
  /** Told at once when a circuit changes its state or a deployment cools down, here or in a sibling process; the answer unsubscribes. */
  subscribeHealth(listener: () => void): () => void
}
