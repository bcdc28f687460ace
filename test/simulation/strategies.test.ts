import { describe, expect, it } from 'vitest'
import { countRecoveries, findHerds } from './herd.js'
import { type Run, SEEDS, simulate } from './simulate.js'
import { toTable } from './table.js'

const STRATEGIES = [
  'ROUND_ROBIN',
  'PRIORITY',
  'WEIGHTED',
  'LEAST_BUSY',
  'LOWEST_LATENCY',
  'LOWEST_COST',
  'HEADROOM',
  'AFFINITY',
] as const
/** All of them in all worlds take minutes: so the first seed here, and more by wish. */
const seeds = SEEDS.slice(0, Number(process.env['SIMULATION_SEEDS'] ?? 1))
const TIMEOUT_MS = 60_000 * seeds.length

describe('the strategies in one world', () => {
  const runs: Run[] = []
  const runsOf = (strategy: Run['strategy']) => runs.filter((run) => run.strategy === strategy)

  it.each(STRATEGIES)(
    '%s serves all calls it can, and no herd meets a deployment that recovers',
    { timeout: TIMEOUT_MS },
    (strategy) => {
      for (const seed of seeds) runs.push(simulate(strategy, seed))
      for (const run of runsOf(strategy)) {
        expect(run.calls).toBe(100_000)
        expect(run.successRate).toBeGreaterThan(0.99)
        expect(findHerds(run)).toEqual([])
      }
    },
  )

  it('has deployments that recover, for herds to meet', () => {
    for (const run of runsOf('ROUND_ROBIN')) expect(countRecoveries(run)).toBeGreaterThan(15)
  })

  it('has more hits in the prompt caches under affinity than under round robin, and costs less for it', () => {
    for (const [index, affinity] of runsOf('AFFINITY').entries()) {
      const roundRobin = runsOf('ROUND_ROBIN')[index]!
      expect(affinity.cacheHitRate).toBeGreaterThan(roundRobin.cacheHitRate + 0.1)
      expect(affinity.dollars).toBeLessThan(roundRobin.dollars)
    }
  })

  it('is the same again by the same seed', { timeout: TIMEOUT_MS }, () => {
    const { world: _, traffic, ...result } = simulate('LOWEST_LATENCY', 1)
    expect(runsOf('LOWEST_LATENCY')[0]).toMatchObject(result)
  })

  it('is printed', () => {
    console.log(`\n${toTable(runs)}\n`)
    expect(toTable(runs).split('\n')).toHaveLength(STRATEGIES.length + 2)
  })
})
