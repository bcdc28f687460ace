import type { DeploymentHealth } from '../../domain/health.js'
import type { Target } from '../../domain/snapshot.js'
import type { OrderTargets } from '../strategy.js'
import { chooseOfTwo } from './choose-of-two.js'
import { toPercent } from './words.js'

/** Rates are told with the answers, so they lag; what differs by less than this is a tie. */
const STEP = 0.05

/** Of two that chance draws, the one with more left of its provider's rate limit; who does not tell counts as whole. Ties: the less busy. */
export const headroom: OrderTargets = ({ targets, healthOf, chance }) => {
  const compare = (a: Target, b: Target) => compareHealth(healthOf(a), healthOf(b))
  const { targets: ordered, against } = chooseOfTwo(targets, compare, chance)
  const [first] = ordered
  const shown = (target: Target | undefined) => (target ? leftOf(healthOf(target)) : 'unknown')
  return {
    targets: ordered,
    reason: against
      ? `more left of its rate limit: ${shown(first)} against ${shown(against)} of ${against.deployment.id}`
      : `left of its rate limit: ${shown(first)}`,
  }
}

function compareHealth(a: DeploymentHealth, b: DeploymentHealth): number {
  return steps(b) - steps(a) || a.inFlight - b.inFlight
}

function steps({ headroom: left }: DeploymentHealth): number {
  return Math.round((left ?? 1) / STEP)
}

function leftOf({ headroom: left }: DeploymentHealth): string {
  return left === null ? 'unknown' : toPercent(left)
}
