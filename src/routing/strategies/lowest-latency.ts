import type { DeploymentHealth } from '../../domain/health.js'
import type { Target } from '../../domain/snapshot.js'
import type { OrderTargets } from '../strategy.js'
import { chooseOfTwo } from './choose-of-two.js'
import { expectedTries } from './expected-tries.js'
import { toMs } from './words.js'

/** Power of two choices over the peak of the time to first token, weighted by the attempts that run there and by errors. */
export const lowestLatency: OrderTargets = ({ targets, healthOf, chance }) => {
  const compare = (a: Target, b: Target) => compareHealth(healthOf(a), healthOf(b))
  const chosen = chooseOfTwo(targets, compare, chance)
  return { targets: chosen.targets, reason: reasonFor(chosen.targets[0], chosen.against, healthOf) }
}

/**
 * One call at a time finds out how fast a target is that was not measured, or not lately. While it runs, others go to what is known; where nothing
 * is, to the least busy.
 */
function compareHealth(a: DeploymentHealth, b: DeploymentHealth): number {
  if (a.firstTokenMs === null && b.firstTokenMs === null) return a.inFlight - b.inFlight
  if (a.firstTokenMs === null) return a.inFlight === 0 ? -1 : 1
  if (b.firstTokenMs === null) return b.inFlight === 0 ? 1 : -1
  return a.firstTokenMs * load(a) - b.firstTokenMs * load(b)
}

/**
 * How far errors and running attempts make a target worse than its measured time. The time already holds what load does to it, but late, so the
 * attempts weigh little: sixteen times as many make it twice as slow. Errors weigh much: an answer that is cut cannot be had elsewhere.
 */
function load(health: DeploymentHealth): number {
  return (health.inFlight + 1) ** 0.25 * expectedTries(health) ** 4
}

function reasonFor(
  first: Target | undefined,
  against: Target | undefined,
  healthOf: (target: Target) => DeploymentHealth,
): string {
  if (!first || !against) return 'the fastest'
  const shown = (target: Target) => {
    const { firstTokenMs, inFlight } = healthOf(target)
    return `${firstTokenMs === null ? 'not measured lately' : toMs(firstTokenMs)}, ${inFlight} running`
  }
  const verdict = healthOf(first).firstTokenMs === null ? 'to be measured' : 'faster of two'
  return `${verdict}: first token (${shown(first)}) against ${against.deployment.id} (${shown(against)})`
}
