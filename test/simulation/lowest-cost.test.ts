import { expect, it } from 'vitest'
import { findHerds } from './herd.js'
import { SEEDS, simulate } from './simulate.js'
import { toComparison } from './table.js'

it('is at least 20 % better than round robin in cost, with no lower success, in 9 of 10 seeds', { timeout: 120_000 }, () => {
  const baseline = SEEDS.map((seed) => simulate('ROUND_ROBIN', seed))
  const runs = SEEDS.map((seed) => simulate('LOWEST_COST', seed))
  console.log(`\n${toComparison(runs, baseline)}\n`)
  const better = runs.filter((run, index) => {
    const base = baseline[index]!
    return run.dollars <= 0.8 * base.dollars && run.successRate >= base.successRate
  })
  expect(better.length).toBeGreaterThanOrEqual(9)
  expect(runs.flatMap(findHerds)).toEqual([])
})
