import type { DeploymentHealth } from '../../domain/health.js'
import type { Target } from '../../domain/snapshot.js'
import { hash32 } from '../hash.js'
import { NEARLY_EMPTY } from '../nearly-empty.js'
import type { OrderTargets, StrategyInput, StrategyOrder } from '../strategy.js'
import { ConsideredInput } from './considered-input.js'

const LEAST_SHARE = 0.01

/** Whether a target that recovers takes this call, though it may take only some. */
export type Admit = (target: Target, health: DeploymentHealth, input: StrategyInput) => boolean

/** Its share of the calls, whichever they are. */
export const admitByChance: Admit = (_target, { share }, { chance }) => chance() < share

/**
 * Its share of the keys: those that came back stay. A circuit that is half open needs any call at all to close, so there chance decides: the few
 * keys of a quiet route might all be of the other share.
 */
export const admitByKey: Admit = (target, health, input) =>
  health.circuit === 'CLOSED'
    ? hash32(`${target.deployment.id}\nrecovers\n${input.affinityKey}`) / 2 ** 32 < health.share
    : admitByChance(target, health, input)

/**
 * Lets a strategy choose among the targets that may be asked now. A target that recovers is put behind them with a probability of what its share
 * lacks to 1, however good it looks to the strategy: idle, unmeasured and with its rate limit whole it would draw every call. Those that may not be
 * asked come last, the soonest back first.
 */
export function withSlowStart(order: OrderTargets, admit: Admit = admitByChance): OrderTargets {
  return (input) => {
    const [only] = input.targets
    if (only && input.targets.length === 1) return { targets: input.targets, reason: 'the only target' }
    const considered = new ConsideredInput(input)
    if (input.isWhole && input.targets.every(input.isWhole)) return order(considered)
    if (input.targets.every((target) => isWhole(considered.healthOf(target), input.now))) return order(considered)
    return join(considered, divide(considered, admit), order)
  }
}

/** On a quiet route chance alone would leave it half open for long: the first call that comes is its probe. */
function isUnprobed({ circuit, inFlight }: DeploymentHealth): boolean {
  return circuit === 'HALF_OPEN' && inFlight === 0
}

interface Groups {
  readonly admitted: readonly Target[]
  readonly passedOver: readonly Target[]
  readonly away: readonly Target[]
}

function divide(input: StrategyInput, admit: Admit): Groups {
  const admitted: Target[] = []
  const passedOver: Target[] = []
  const away: Target[] = []
  for (const target of input.targets) {
    const health = input.healthOf(target)
    if (awayUntil(health) > input.now) away.push(target)
    else if (!isUnprobed(health) && health.share < 1 && !admit(target, health, input)) passedOver.push(target)
    else if (isNearlyEmpty(health) && input.chance() >= health.headroom / NEARLY_EMPTY) passedOver.push(target)
    else admitted.push(target)
  }
  return { admitted, passedOver, away: away.sort((a, b) => awayUntil(input.healthOf(a)) - awayUntil(input.healthOf(b))) }
}

function join(input: ConsideredInput, { admitted, passedOver, away }: Groups, order: OrderTargets): StrategyOrder {
  const [candidates, behind] = admitted.length > 0 ? [admitted, passedOver] : [passedOver, []]
  if (candidates.length === 0) return { targets: away, reason: 'none may be asked now; this one may be the soonest' }
  const { targets, reason } = candidates.length > 1 ? order(input.among(candidates, withWeight(input))) : alone(candidates)
  if (behind.length + away.length === 0) return { targets, reason }
  const notes = [...behind.map((target) => noteOnShare(target, input)), ...away.map((target) => noteOf(target, input))]
  return { targets: [...targets, ...behind, ...away], reason: `${reason}; passed over: ${notes.join(', ')}` }
}

function alone(targets: readonly Target[]): StrategyOrder {
  return { targets, reason: 'the only target that may be asked now' }
}

function noteOnShare(target: Target, { healthOf }: StrategyInput): string {
  return `${target.deployment.id} ${healthOf(target).share < 1 ? 'recovers' : 'nears its rate limit'}`
}

function noteOf(target: Target, { healthOf }: StrategyInput): string {
  return `${target.deployment.id} ${healthOf(target).circuit === 'OPEN' ? 'has failed too often' : 'cools down'}`
}

function isWhole(health: DeploymentHealth, now: number): boolean {
  return health.share >= 1 && awayUntil(health) <= now && !isNearlyEmpty(health)
}

function isNearlyEmpty(health: DeploymentHealth): health is DeploymentHealth & { readonly headroom: number } {
  return health.headroom !== null && health.headroom < NEARLY_EMPTY
}

function awayUntil({ circuit, opensAt, coolingUntil }: DeploymentHealth): number {
  return Math.max(circuit === 'OPEN' ? (opensAt ?? Number.POSITIVE_INFINITY) : 0, coolingUntil ?? 0)
}

/** The attempts that run at a target that recovers weigh as if it had all of its share. */
function withWeight({ healthOf }: StrategyInput): StrategyInput['healthOf'] {
  return (target) => {
    const health = healthOf(target)
    if (health.share >= 1) return health
    return { ...health, inFlight: Math.ceil(health.inFlight / Math.max(health.share, LEAST_SHARE)) }
  }
}
