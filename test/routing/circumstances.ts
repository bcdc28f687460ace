import { createHealthTracker } from '../../src/routing/health/create-health-tracker.js'
import type { Circumstances } from '../../src/routing/route-request.js'

const health = createHealthTracker({ now: () => 0, chance: () => 0.5, processes: 1 })

/** Every deployment is well, time stands still and chance always falls the same way. */
export const CIRCUMSTANCES: Circumstances = {
  healthOf: (deployment) => health.healthOf(deployment),
  now: () => 0,
  monotonic: () => 0,
  chance: () => 0,
  nextTurn: (route) => health.nextTurn(route),
}
