import type { CompletionRequest, EmbedRequest, ModerationRequest, RerankRequest } from '../domain/completion-request.js'
import type { RouteFacts } from '../domain/condition.js'
import type { DeploymentHealth } from '../domain/health.js'
import type { Principal } from '../domain/principal.js'
import type { Deployment } from '../domain/snapshot.js'

/** What is decided about. */
export interface RouteRequest {
  readonly request: CompletionRequest | EmbedRequest | RerankRequest | ModerationRequest
  readonly operation: RouteFacts['request']['operation']
  readonly stream: boolean
  readonly principal: Principal
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** What a decision depends on beside the request and the snapshot. */
export interface Circumstances {
  readonly healthOf: (deployment: Deployment) => DeploymentHealth
  readonly isWhole?: (deployment: Deployment, now: number) => boolean
  /** Milliseconds since the epoch, and on a monotonic clock. */
  readonly now: () => number
  readonly monotonic: () => number
  /** An integer in [0, below). */
  readonly chance: (below: number) => number
  readonly nextTurn: (route: string) => number
}
