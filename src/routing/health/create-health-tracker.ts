import type { Deployment } from '../../domain/deployment.js'
import type { DeploymentHealth, HealthChange, HealthTracker } from '../../domain/health.js'
import { CooledKeys } from './cooled-keys.js'
import { DEFAULT_HEALTH_SETTINGS, type HealthSettings } from './health-settings.js'
import { Turns } from './turns.js'
import type { Watch } from './watched-deployment.js'
import { WatchedDeployments, type WatchedHealth } from './watched-deployments.js'

export interface HealthTrackerOptions {
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number
  /** From 0 to 1. */
  readonly chance: () => number
  /** Processes of this machine, among which the limits of deployments are divided, and which of them this is, from 0. */
  readonly processes: number
  readonly processIndex?: number
  readonly settings?: Partial<HealthSettings>
  /** What the siblings must hear of: not what came from them. */
  readonly onChange?: (change: HealthChange) => void
  /** A retry that the budget did not afford. */
  readonly onRetryRefused?: (deployment: string) => void
}

export interface LocalHealthTracker extends HealthTracker {
  /**
   * Takes over what a sibling saw. One that says how long to cool says nothing of the circuit. `standing`: it was so before, and is
   * news only to a process that knows nothing of the deployment of its own.
   */
  apply(change: HealthChange, standing?: boolean): void
  /** What a new snapshot declares: what is watched of others that were declared before is forgotten. */
  retain(deployments: Iterable<Deployment>): void
  all(): Iterable<WatchedHealth>
  /** The circuits that are not closed and whatever cools down, as a process that has just begun must hear it. */
  nonClosed(): readonly HealthChange[]
}

/** The health of the deployments as this process sees it. Nothing runs in the background: all is computed from `now` when it is asked. */
export function createHealthTracker(options: HealthTrackerOptions): LocalHealthTracker {
  const { now, onRetryRefused } = options
  const watch = toWatch(options)
  const watched = new WatchedDeployments(watch)
  const turns = new Turns(watch.processIndex)
  return {
    isWhole: (deployment, at) => watched.find(deployment)?.isWholeAt(at) ?? true,
    healthOf: (deployment) => watched.find(deployment)?.healthAt(now()) ?? UNKNOWN_HEALTH,
    begin: (deployment, tokens, excludedKeys) => watched.get(deployment).begin(deployment, tokens, excludedKeys),
    takeRetry(deployment) {
      const afforded = watched.get(deployment).retries.withdraw(now())
      if (!afforded) onRetryRefused?.(deployment.id)
      return afforded
    },
    nextTurn: (route) => turns.next(route),
    apply: (change, standing = false) => watched.apply(change, standing),
    retain: (deployments) => watched.retain(deployments),
    all: () => watched.healthAt(now()),
    nonClosed: () => watched.standing(now()),
  }
}

function toWatch({ now, chance, processes, processIndex = 0, settings, onChange = () => {} }: HealthTrackerOptions): Watch {
  const whole = { ...DEFAULT_HEALTH_SETTINGS, ...settings }
  const cooledKeys = new CooledKeys(whole.maxCoolMs)
  return { now, chance, processes, processIndex, settings: whole, cooledKeys, onChange }
}

const UNKNOWN_HEALTH: DeploymentHealth = Object.freeze({
  circuit: 'CLOSED',
  opensAt: null,
  coolingUntil: null,
  inFlight: 0,
  share: 1,
  firstTokenMs: null,
  errorRate: 0,
  headroom: null,
  cacheHitRate: null,
})
