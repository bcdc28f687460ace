import type { Strategy } from '../../domain/route.js'
import type { OrderTargets, StrategyInput, StrategyOrder } from '../strategy.js'
import { affinity } from './affinity.js'
import { headroom } from './headroom.js'
import { leastBusy } from './least-busy.js'
import { lowestCost } from './lowest-cost.js'
import { lowestLatency } from './lowest-latency.js'
import { priority } from './priority.js'
import { roundRobin } from './round-robin.js'
import { admitByKey, withSlowStart } from './slow-start.js'
import { weighted } from './weighted.js'

const inOrder = withSlowStart(priority)

const ORDERS = {
  PRIORITY: inOrder,
  WEIGHTED: withSlowStart(weighted),
  ROUND_ROBIN: withSlowStart(roundRobin),
  LEAST_BUSY: withSlowStart(leastBusy),
  LOWEST_LATENCY: withSlowStart(lowestLatency),
  LOWEST_COST: withSlowStart(lowestCost),
  HEADROOM: withSlowStart(headroom),
  AFFINITY: withSlowStart(affinity, admitByKey),
  // These differ in what happens after the order is made.
  CASCADE: inOrder,
  HEDGE: inOrder,
  SHADOW: inOrder,
} as const satisfies Record<Strategy, OrderTargets>

/** Orders the targets of a route for one call by its strategy; `input.targets` holds at least one. */
export function orderTargets(strategy: Strategy, input: StrategyInput): StrategyOrder {
  return ORDERS[strategy](input)
}
