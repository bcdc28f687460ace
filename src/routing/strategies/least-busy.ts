import type { Target } from '../../domain/snapshot.js'
import type { OrderTargets } from '../strategy.js'
import { expectedTries } from './expected-tries.js'
import { rotate } from './rotate.js'

/**
 * The one with the fewest attempts that run; equals take turns. What fails at once is always idle: so errors count as work, lest the target that
 * fails most attract the most.
 */
export const leastBusy: OrderTargets = ({ targets, healthOf, turn }) => {
  const load = (target: Target) => (healthOf(target).inFlight + 1) * expectedTries(healthOf(target))
  const ordered = rotate(targets, turn).sort((a, b) => load(a) - load(b))
  const [first, second] = ordered
  const running = (target: Target | undefined) => (target ? healthOf(target).inFlight : 0)
  return {
    targets: ordered,
    reason: second
      ? `least busy: ${running(first)} calls run there, ${running(second)} at ${second.deployment.id}`
      : `least busy: ${running(first)} calls run there`,
  }
}
