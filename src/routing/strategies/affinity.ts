import type { Target } from '../../domain/snapshot.js'
import { hash32 } from '../hash.js'
import type { OrderTargets, StrategyInput } from '../strategy.js'

/** How far above its part of the running attempts a target may be before calls spill over, and how many it may always hold. */
const BOUND = 1.25
const ALWAYS = 1

/**
 * Weighted rendezvous hashing: requests that share what a prompt cache keeps go to the same target, and a target that comes or goes moves only its
 * own. With bounded load: a target that is too busy passes calls to the next of the same order, so that these meet again as well.
 */
export const affinity: OrderTargets = (input) => {
  const ordered = byRendezvous(input)
  const isBusy = createBound(input)
  const free = ordered.filter((target) => !isBusy(target))
  const home = ordered[0]
  if (free.length === 0 || free[0] === home)
    return { targets: ordered, reason: 'prompts that begin like this one go there, to its prompt cache' }
  return {
    targets: [...free, ...ordered.filter(isBusy)],
    reason: `${home?.deployment.id}, where prompts that begin like this one go, is too busy; this is where they go then`,
  }
}

function byRendezvous({ targets, affinityKey }: StrategyInput): Target[] {
  return targets
    .map((target) => ({ target, score: scoreOf(target, affinityKey) }))
    .sort((a, b) => b.score - a.score)
    .map(({ target }) => target)
}

/** With this score the chance to be the highest of all is a target's share of the weights. */
function scoreOf({ deployment, weight }: Target, key: string): number {
  const uniform = (hash32(`${deployment.id}\n${key}`) + 0.5) / 2 ** 32
  return weight / -Math.log(uniform)
}

function createBound({ targets, healthOf }: StrategyInput): (target: Target) => boolean {
  const running = targets.reduce((sum, target) => sum + healthOf(target).inFlight, 0)
  const weights = targets.reduce((sum, { weight }) => sum + weight, 0)
  return (target) => {
    const part = weights > 0 ? target.weight / weights : 1 / targets.length
    return healthOf(target).inFlight > BOUND * running * part + ALWAYS
  }
}
