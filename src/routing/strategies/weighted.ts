import type { Target } from '../../domain/snapshot.js'
import type { StrategyInput, StrategyOrder } from '../strategy.js'
import { toPercent } from './words.js'

/** The golden ratio: its multiples cover the unit interval more evenly than any other sequence, also every second or third of them. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * By shares. The turn picks, not chance: any run of calls holds each target as often as its weight says, give or take one or two, and still
 * does when rules and splits take calls out of the count. A weight of 0 is only tried when the others have failed.
 */
export function weighted({ targets, turn }: Pick<StrategyInput, 'targets' | 'turn'>): StrategyOrder {
  const shares = sharesOf(targets)
  const rest = targets.map((target, index) => ({ target, share: shares[index] ?? 0 }))
  const ordered: typeof rest = []
  for (let point = (turn * GOLDEN) % 1; rest.length > 0; ) {
    const [picked, remainder] = pick(rest, point)
    ordered.push(...rest.splice(picked, 1))
    point = remainder
  }
  return {
    targets: ordered.map(({ target }) => target),
    reason: `its turn by weight: it takes ${toPercent(ordered[0]?.share ?? 0)} of the calls`,
  }
}

function sharesOf(targets: readonly Target[]): number[] {
  const total = targets.reduce((sum, { weight }) => sum + weight, 0)
  return targets.map(({ weight }) => (total > 0 ? weight / total : 1 / targets.length))
}

/** Whose part of the line the point falls on, and where in that part: as evenly spread, so that it picks the next. */
function pick(rest: readonly { readonly share: number }[], point: number): [index: number, remainder: number] {
  const total = rest.reduce((sum, { share }) => sum + share, 0)
  let left = point * total
  for (const [index, { share }] of rest.entries()) {
    if (left < share) return [index, left / share]
    left -= share
  }
  // Nothing but weights of 0 is left, or the sum was rounded: in the order of the route.
  return [total > 0 ? rest.findLastIndex(({ share }) => share > 0) : 0, 0]
}
