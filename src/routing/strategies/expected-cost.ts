import { costOf } from '../../domain/cost.js'
import type { DeploymentHealth } from '../../domain/health.js'
import type { Model } from '../../domain/model.js'
import { createUsage } from '../../domain/usage.js'
import type { StrategyInput } from '../strategy.js'

/**
 * What a request is expected to cost at a model, in nano-dollars, with the part of its input read from the provider's cache that was read there of
 * late. null: its price is not known.
 */
export function expectedCost(
  { price }: Model,
  { cacheHitRate }: DeploymentHealth,
  { input, output }: StrategyInput['tokens'],
): bigint | null {
  const isCached = price?.rates.input.cacheRead !== undefined
  const cacheRead = isCached ? Math.round(input * (cacheHitRate ?? 0)) : 0
  const usage = createUsage({ input: { text: Math.round(input) - cacheRead, cacheRead }, output: { text: Math.round(output) } })
  return costOf(usage, price)?.totalNanos ?? null
}
