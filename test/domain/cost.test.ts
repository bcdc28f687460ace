import { describe, expect, it } from 'vitest'
import { costOf, formatNanos, type Price } from '../../src/domain/cost.js'
import { createUsage, INPUT_BUCKETS, OUTPUT_BUCKETS } from '../../src/domain/usage.js'

/** Each bucket at a rate of its own, so that no two can be taken for each other. */
const price: Price = {
  version: 'p',
  rates: {
    input: {
      text: 1_000_000n,
      cacheRead: 2_000_000n,
      cacheWrite5m: 4_000_000n,
      cacheWrite1h: 8_000_000n,
      audio: 16_000_000n,
      image: 32_000_000n,
    },
    output: { text: 64_000_000n, reasoning: 128_000_000n, audio: 256_000_000n, image: 512_000_000n },
  },
}
const nanosOf: Record<string, bigint> = {
  'input.text': 1n,
  'input.cacheRead': 2n,
  'input.cacheWrite5m': 4n,
  'input.cacheWrite1h': 8n,
  'input.audio': 16n,
  'input.image': 32n,
  'output.text': 64n,
  'output.reasoning': 128n,
  'output.audio': 256n,
  'output.image': 512n,
}

describe('the cost of a call', () => {
  it.each(INPUT_BUCKETS)('charges one input token of %s at its own rate', (bucket) => {
    expect(costOf(createUsage({ input: { [bucket]: 1 } }), price)?.totalNanos).toBe(nanosOf[`input.${bucket}`])
  })

  it.each(OUTPUT_BUCKETS)('charges one output token of %s at its own rate', (bucket) => {
    expect(costOf(createUsage({ output: { [bucket]: 1 } }), price)?.totalNanos).toBe(nanosOf[`output.${bucket}`])
  })

  it('is rounded half up once, over the sum', () => {
    const half: Price = { version: 'h', rates: { input: { text: 500_000n }, output: { text: 499_999n } } }
    expect(costOf(createUsage({ input: { text: 1 } }), half)?.totalNanos).toBe(1n)
    expect(costOf(createUsage({ output: { text: 1 } }), half)?.totalNanos).toBe(0n)
    expect(costOf(createUsage({ input: { text: 1 }, output: { text: 2 } }), half)?.totalNanos).toBe(1n)
  })

  it('is exact beyond what a double can count', () => {
    const dear: Price = { version: 'd', rates: { input: { text: 9_007_199_254_740_993n }, output: {} } }
    expect(costOf(createUsage({ input: { text: 1_000_000 } }), dear)?.totalNanos).toBe(9_007_199_254_740_993n)
  })

  it('takes the tier that the whole input reaches, cached tokens included', () => {
    const tiered: Price = {
      version: 't',
      rates: { input: { text: 1_000_000n, cacheRead: 1_000_000n }, output: {} },
      tiers: [{ aboveInputTokens: 10, rates: { input: { text: 2_000_000n, cacheRead: 2_000_000n }, output: {} } }],
    }
    expect(costOf(createUsage({ input: { text: 10 } }), tiered)?.totalNanos).toBe(10n)
    expect(costOf(createUsage({ input: { text: 6, cacheRead: 5 } }), tiered)?.totalNanos).toBe(22n)
  })

  it('is unknown, not free, when a used bucket has no price or the model has none', () => {
    const textOnly: Price = { version: 'x', rates: { input: { text: 1n }, output: { text: 1n } } }
    expect(costOf(createUsage({ input: { text: 1, audio: 1 } }), textOnly)).toBeNull()
    expect(costOf(createUsage({ input: { text: 1 } }), null)).toBeNull()
    expect(costOf(createUsage({ input: { text: 1 } }), textOnly)).not.toBeNull()
  })
})

describe('nano-dollars as decimals', () => {
  it.each([
    [0n, '0'],
    [1n, '0.000000001'],
    [1_500_000n, '0.0015'],
    [1_000_000_000n, '1'],
    [12_345_678_901n, '12.345678901'],
    [-1_500_000_000n, '-1.5'],
  ])('%s is %s', (nanos, text) => expect(formatNanos(nanos)).toBe(text))
})
