import type { RouteHealthSource } from '../admin/route-health.js'
import type { Deployment } from '../domain/deployment.js'
import type { Relay } from '../domain/relay.js'
import { createHealthTracker, type LocalHealthTracker } from '../routing/health/create-health-tracker.js'
import type { Metrics } from '../telemetry/metrics.js'
import { probeDeployments } from './probe-deployments.js'
import { createHealthShare } from './share-health.js'

export interface WatchedHealthOptions {
  readonly writer: string
  /** All processes of this machine, among which limits are divided. */
  readonly writers: readonly string[]
  readonly relay: Relay
  readonly metrics: Pick<Metrics, 'watchDeployments' | 'countRefusedRetry'>
  readonly activeProbes: boolean
  readonly chance: (below: number) => number
  /** Of the present snapshot. */
  readonly findDeployment: (id: string) => Deployment | undefined
}

export interface WatchedHealthParts {
  readonly tracker: LocalHealthTracker
  readonly subscribeHealth: RouteHealthSource['subscribeHealth']
  stop(): void
}

const CHANCES = 2 ** 32

/** The health of the deployments: watched here, shared with the siblings, shown as metrics. */
export function watchHealth(options: WatchedHealthOptions): WatchedHealthParts {
  const { writer, writers, relay, metrics, chance, activeProbes, findDeployment } = options
  const listeners = new Set<() => void>()
  const share = createHealthShare({ relay, sender: writer })
  const tracker = createHealthTracker({
    now: () => performance.now(),
    chance: () => chance(CHANCES) / CHANCES,
    processes: writers.length,
    processIndex: Math.max(0, writers.indexOf(writer)),
    onChange(change) {
      share.tell(change)
      for (const listener of listeners) listener()
    },
    onRetryRefused: metrics.countRefusedRetry,
  })
  metrics.watchDeployments(() => tracker.all())
  const unfollow = share.follow(tracker)
  const unhear = relay.subscribe('health-changed', ({ sender }) => {
    if (sender !== writer) for (const listener of listeners) listener()
  })
  const endProbes = activeProbes ? probeDeployments({ tracker, findDeployment }) : () => undefined
  return {
    tracker,
    subscribeHealth(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      unfollow()
      unhear()
      endProbes()
    },
  }
}
