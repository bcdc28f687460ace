import type { OrderTargets } from '../strategy.js'

/** In the order of the route. */
export const priority: OrderTargets = ({ targets }) => ({ targets, reason: 'first in the order of the route' })
