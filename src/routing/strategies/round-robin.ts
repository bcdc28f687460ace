import type { OrderTargets } from '../strategy.js'
import { rotate } from './rotate.js'

/** Each in its turn, whatever is known of it. */
export const roundRobin: OrderTargets = ({ targets, turn }) => ({
  targets: rotate(targets, turn),
  reason: `turn ${(turn % targets.length) + 1} of ${targets.length} in the round`,
})
