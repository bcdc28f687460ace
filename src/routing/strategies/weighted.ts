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
  const rest = [...targets]
  const ordered: Target[] = []
  let first = 0
  for (let point = (turn * GOLDEN) % 1; rest.length > 0; ) {
    const picked = pick(shares, point)
    if (ordered.length === 0) first = shares[picked.index] ?? 0
    ordered.push(rest[picked.index] as Target)
    rest.splice(picked.index, 1)
    shares.splice(picked.index, 1)
    point = picked.remainder
  }
  return { targets: ordered, reason: `its turn by weight: it takes ${toPercent(first)} of the calls` }
}

function sharesOf(targets: readonly Target[]): number[] {
  let total = 0
  for (const { weight } of targets) total += weight
  return targets.map(({ weight }) => (total > 0 ? weight / total : 1 / targets.length))
}

/** Whose part of the line the point falls on, and where in that part: as evenly spread, so that it picks the next. */
function pick(shares: readonly number[], point: number): { readonly index: number; readonly remainder: number } {
  const total = sumOf(shares)
  let left = point * total
  for (let index = 0; index < shares.length; index++) {
    const share = shares[index] as number
    if (left < share) return { index, remainder: left / share }
    left -= share
  }
  // Nothing but weights of 0 is left, or the sum was rounded: in the order of the route.
  return { index: total > 0 ? shares.findLastIndex((share) => share > 0) : 0, remainder: 0 }
}

function sumOf(shares: readonly number[]): number {
  let sum = 0
  for (const share of shares) sum += share
  return sum
}
