import { GatewayError } from '../domain/gateway-error.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { ResolvedTargets } from './resolve-targets.js'

/**
 * Without the targets that have no price, where the operator wants them refused.
 * @throws {GatewayError} UNPRICED_MODEL when none is left
 */
export function refuseUnpriced({ unpriced }: Pick<Snapshot, 'unpriced'>, resolved: ResolvedTargets): ResolvedTargets {
  if (unpriced !== 'BLOCK' || resolved.targets.every(({ model }) => model.price)) return resolved
  const targets = resolved.targets.filter(({ model }) => model.price)
  if (targets.length > 0) return { ...resolved, targets }
  throw new GatewayError(
    'UNPRICED_MODEL',
    `The price of ${resolved.name} is not known, and this gateway refuses what it cannot price. An operator can set it under "prices", or allow such models by "unpricedModels".`,
    { path: 'model' },
  )
}
