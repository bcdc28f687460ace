import type { Target } from '../../domain/snapshot.js'
import type { OrderTargets, StrategyInput } from '../strategy.js'
import { expectedCost } from './expected-cost.js'
import { rotate } from './rotate.js'
import { toCount, toDollars, toPercent } from './words.js'

/**
 * What an attempt that fails costs, in answers of the dearest target: the caller waits, another target is paid, and a stream that is cut is lost. So
 * a target that fails every tenth time is as dear as if each answer cost 0.4 of the dearest more.
 */
const FAILURE_IN_ANSWERS = 4n
const MILLION = 1_000_000n

interface Offer {
  readonly target: Target
  /** In nano-dollars; null: not known. */
  readonly cost: bigint | null
  readonly costWithErrors: bigint | null
  readonly errorRate: number
  readonly inFlight: number
}

/** The least expected cost of this request. Of equals the less busy; those without a price last. */
export const lowestCost: OrderTargets = (input) => {
  const offers = offersOf(input).sort(compareOffers)
  return { targets: offers.map(({ target }) => target), reason: reasonFor(offers, input.tokens) }
}

function offersOf({ targets, healthOf, tokens, turn }: StrategyInput): Offer[] {
  const asked = rotate(targets, turn).map((target) => {
    const health = healthOf(target)
    return { target, cost: expectedCost(target.model, health, tokens), errorRate: health.errorRate, inFlight: health.inFlight }
  })
  const dearest = asked.reduce((most, { cost }) => (cost !== null && cost > most ? cost : most), 0n)
  return asked.map((offer) => ({
    ...offer,
    costWithErrors: offer.cost === null ? null : offer.cost + costOfErrors(offer.errorRate, dearest),
  }))
}

function costOfErrors(errorRate: number, dearest: bigint): bigint {
  return (BigInt(Math.round(errorRate * 1e6)) * FAILURE_IN_ANSWERS * dearest) / MILLION
}

function compareOffers(a: Offer, b: Offer): number {
  if (a.costWithErrors === null || b.costWithErrors === null) {
    return Number(a.costWithErrors === null) - Number(b.costWithErrors === null) || a.inFlight - b.inFlight
  }
  if (a.costWithErrors === b.costWithErrors) return a.inFlight - b.inFlight
  return a.costWithErrors < b.costWithErrors ? -1 : 1
}

function reasonFor([first, ...others]: readonly Offer[], { input, output }: StrategyInput['tokens']): string {
  if (!first || first.cost === null) return 'no target has a known price'
  const cost = first.cost
  const call = `${toCount(input + output)} tokens: ${toDollars(cost)}`
  const cheaper = others.find((other) => other.cost !== null && other.cost < cost)
  if (cheaper)
    return `cheapest that is reliable for ${call}; ${cheaper.target.deployment.id} fails ${toPercent(cheaper.errorRate)} of the time`
  const [second] = others
  if (!second) return `cheapest for ${call}`
  return `cheapest for ${call} against ${second.cost === null ? 'an unknown price' : toDollars(second.cost)} of ${second.target.deployment.id}`
}
