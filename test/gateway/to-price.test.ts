import { expect, it } from 'vitest'
import { parseDollars, toPrice } from '../../src/gateway/to-price.js'

it.each([
  ['0', 0n],
  ['0.0375', 37_500_000n],
  ['15', 15_000_000_000n],
  ['0.000000001', 1n],
  ['123456789.987654321', 123_456_789_987_654_321n],
])('%s dollars are %s nano-dollars', (dollars, nanos) => expect(parseDollars(dollars)).toBe(nanos))

it('names its content in its version', () => {
  const price = toPrice({ input: '1', output: '2' })
  expect(toPrice({ output: '2', input: '1' }).version).toBe(price.version)
  expect(toPrice({ input: '1', output: '3' }).version).not.toBe(price.version)
  expect(price.rates).toEqual({
    input: {
      text: 1_000_000_000n,
      cacheRead: 1_000_000_000n,
      cacheWrite5m: 1_000_000_000n,
      cacheWrite1h: 1_000_000_000n,
      image: 1_000_000_000n,
    },
    output: { text: 2_000_000_000n, reasoning: 2_000_000_000n },
  })
})
