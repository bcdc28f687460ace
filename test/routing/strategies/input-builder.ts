import type { Price } from '../../../src/domain/cost.js'
import type { DeploymentHealth } from '../../../src/domain/health.js'
import { UNKNOWN_FACTS } from '../../../src/domain/model.js'
import type { Target } from '../../../src/domain/snapshot.js'
import type { StrategyInput } from '../../../src/routing/strategy.js'

export const WELL: DeploymentHealth = {
  circuit: 'CLOSED',
  opensAt: null,
  coolingUntil: null,
  inFlight: 0,
  share: 1,
  firstTokenMs: null,
  errorRate: 0,
  headroom: null,
  cacheHitRate: null,
}

export interface Described extends Partial<DeploymentHealth> {
  readonly weight?: number
  /** Dollars per million tokens of input and output, and of input that was cached. */
  readonly price?: readonly [input: number, output: number, cacheRead?: number] | null
}

/** The input of a strategy with targets named by their keys; `chance` goes through a list, again and again. */
export function createInput(
  described: Readonly<Record<string, Described>>,
  {
    chances = [0.5],
    ...rest
  }: Partial<Omit<StrategyInput, 'targets' | 'healthOf' | 'chance'>> & { chances?: readonly number[] } = {},
): StrategyInput {
  const targets = Object.entries(described).map(([id, { weight, price }]) => createTarget(id, { weight, price }))
  let drawn = 0
  return {
    targets,
    healthOf: ({ deployment }) => ({ ...WELL, ...described[deployment.id] }),
    now: 1_000,
    chance: () => chances[drawn++ % chances.length] ?? 0,
    turn: 0,
    affinityKey: 'key',
    tokens: { input: 1_000, output: 200 },
    ...rest,
  }
}

export const ids = ({ targets }: { readonly targets: readonly Target[] }) => targets.map(({ deployment }) => deployment.id)

function createTarget(id: string, { weight = 1, price = null }: Described): Target {
  const model = { ...UNKNOWN_FACTS, id, provider: 'acme', name: id, price: price && toPrice(price) }
  return {
    model,
    deployment: { id, incarnation: '1', model, region: null, zeroRetention: false, weight: 1, limits: {}, keys: [] },
    timeouts: { connectMs: 1, firstTokenMs: 1, idleMs: 1, totalMs: 1 },
    weight,
  }
}

export function toPrice([input, output, cacheRead]: NonNullable<Described['price']>): Price {
  const nanos = (dollars: number) => BigInt(Math.round(dollars * 1e9))
  return {
    version: 'v1',
    rates: {
      input: { text: nanos(input), ...(cacheRead !== undefined && { cacheRead: nanos(cacheRead) }) },
      output: { text: nanos(output) },
    },
  }
}
