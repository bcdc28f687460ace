import { expect, it } from 'vitest'
import { toCount, toDollars, toPercent } from '../../../src/routing/strategies/words.js'

it.each([
  [0n, '$0'],
  [7n, '$0.000000007'],
  [1_234_567n, '$0.0012'],
  [1_250_000n, '$0.0013'],
  [999_999n, '$0.001'],
  [12_345_678_901n, '$12'],
])('shows %d nano-dollars as %s', (nanos, shown) => {
  expect(toDollars(nanos)).toBe(shown)
})

it('shows counts and shares as people write them', () => {
  expect([0, 999, 1_200, 1_234_567.8].map(toCount)).toEqual(['0', '999', '1,200', '1,234,568'])
  expect(toPercent(0.347)).toBe('35 %')
})
