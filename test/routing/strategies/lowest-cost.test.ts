import { describe, expect, it } from 'vitest'
import { lowestCost } from '../../../src/routing/strategies/lowest-cost.js'
import { createInput, ids } from './input-builder.js'

describe('lowest cost', () => {
  it('goes by what this request would cost, not by a list of prices', () => {
    const prices = { reads: { price: [1, 10] as const }, writes: { price: [3, 2] as const } }
    expect(ids(lowestCost(createInput(prices, { tokens: { input: 10_000, output: 10 } })))[0]).toBe('reads')
    expect(ids(lowestCost(createInput(prices, { tokens: { input: 100, output: 2_000 } })))[0]).toBe('writes')
  })

  it('says what it costs against the next', () => {
    const input = createInput({ a: { price: [0.55, 2.75] }, b: { price: [0.2, 1] } })
    expect(lowestCost(input).reason).toBe('cheapest for 1,200 tokens: $0.0004 against $0.0011 of a')
  })

  it('reckons with the part of the input that the cache serves', () => {
    const cached = {
      a: { price: [1, 1, 0.1] as const, cacheHitRate: 0.9 },
      b: { price: [0.8, 1, 0.08] as const, cacheHitRate: 0 },
    }
    expect(ids(lowestCost(createInput(cached)))[0]).toBe('a')
  })

  it('reckons with no discount where the cache has no price', () => {
    const uncached = { a: { price: [1, 1] as const, cacheHitRate: 0.9 }, b: { price: [0.8, 1] as const } }
    expect(ids(lowestCost(createInput(uncached)))[0]).toBe('b')
  })

  it('leaves a cheap target that fails often, and says so', () => {
    const order = lowestCost(createInput({ a: { price: [0.2, 1], errorRate: 0.3 }, b: { price: [0.5, 2] } }))
    expect(ids(order)).toEqual(['b', 'a'])
    expect(order.reason).toBe('cheapest that is reliable for 1,200 tokens: $0.0009; a fails 30 % of the time')
  })

  it('weighs errors also where an answer costs nothing', () => {
    const free = { own: { price: [0, 0] as const, errorRate: 0.4 }, paid: { price: [1, 1] as const } }
    expect(ids(lowestCost(createInput(free)))[0]).toBe('paid')
  })

  it('puts an unknown price last, and says when there is no other', () => {
    expect(ids(lowestCost(createInput({ a: {}, b: { price: [90, 90], errorRate: 0.5 } })))).toEqual(['b', 'a'])
    expect(lowestCost(createInput({ a: {}, b: {} })).reason).toBe('no target has a known price')
  })

  it('goes by the calls that run where the cost is the same', () => {
    expect(ids(lowestCost(createInput({ a: { price: [1, 1], inFlight: 2 }, b: { price: [1, 1] } })))[0]).toBe('b')
  })

  it('takes estimates that are no whole numbers', () => {
    const input = createInput({ a: { price: [1, 1, 0.1], cacheHitRate: 1 / 3 }, b: {} }, { tokens: { input: 10.4, output: 0.7 } })
    expect(ids(lowestCost(input))[0]).toBe('a')
  })
})
