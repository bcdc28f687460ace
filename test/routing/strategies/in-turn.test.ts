import { describe, expect, it } from 'vitest'
import { priority } from '../../../src/routing/strategies/priority.js'
import { roundRobin } from '../../../src/routing/strategies/round-robin.js'
import { weighted } from '../../../src/routing/strategies/weighted.js'
import { createInput, type Described, ids } from './input-builder.js'

function countFirsts(described: Readonly<Record<string, Described>>, turns: number, step = 1) {
  const firsts: Record<string, number> = {}
  for (let turn = 0; turn < turns; turn++) {
    const [first = ''] = ids(weighted(createInput(described, { turn: turn * step })))
    firsts[first] = (firsts[first] ?? 0) + 1
  }
  return firsts
}

describe('priority', () => {
  it('keeps the order of the route', () => {
    expect(ids(priority(createInput({ b: { errorRate: 0.4 }, a: {}, c: {} })))).toEqual(['b', 'a', 'c'])
  })
})

describe('round robin', () => {
  it('begins with the next at each turn', () => {
    const starts = [0, 1, 2, 3].map((turn) => ids(roundRobin(createInput({ a: {}, b: {}, c: {} }, { turn }))))
    expect(starts).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
    ])
  })

  it('says whose turn it is', () => {
    expect(roundRobin(createInput({ a: {}, b: {} }, { turn: 5 })).reason).toBe('turn 2 of 2 in the round')
  })
})

describe('weighted', () => {
  it.each([10, 40, 100, 1000])('holds the shares within two calls in %i turns', (turns) => {
    const { a = 0, b = 0, c = 0 } = countFirsts({ a: { weight: 3 }, b: { weight: 1 }, c: { weight: 1 } }, turns)
    expect(Math.abs(a - turns * 0.6)).toBeLessThanOrEqual(2)
    expect(Math.abs(b - turns * 0.2)).toBeLessThanOrEqual(2)
    expect(Math.abs(c - turns * 0.2)).toBeLessThanOrEqual(2)
  })

  it.each([2, 3, 5])('holds the shares when it sees only each %ith turn of the route', (step) => {
    const { a = 0 } = countFirsts({ a: { weight: 3 }, b: { weight: 1 } }, 400, step)
    expect(Math.abs(a - 300)).toBeLessThanOrEqual(4)
  })

  it('divides the calls of the first among the others by their weights', () => {
    const seconds: Record<string, number> = {}
    for (let turn = 0; turn < 6000; turn++) {
      const [first, second = ''] = ids(weighted(createInput({ a: { weight: 3 }, b: { weight: 2 }, c: { weight: 1 } }, { turn })))
      if (first === 'a') seconds[second] = (seconds[second] ?? 0) + 1
    }
    expect((seconds['b'] ?? 0) / ((seconds['b'] ?? 0) + (seconds['c'] ?? 0))).toBeCloseTo(2 / 3, 1)
  })

  it('tries a weight of 0 last, and never first', () => {
    expect(countFirsts({ a: { weight: 0 }, b: { weight: 1 }, c: { weight: 1 } }, 200)['a']).toBeUndefined()
    expect(ids(weighted(createInput({ a: { weight: 0 }, b: { weight: 1 }, c: { weight: 1 } }))).at(-1)).toBe('a')
  })

  it('treats weights that are all 0 as equal', () => {
    const { a = 0, b = 0 } = countFirsts({ a: { weight: 0 }, b: { weight: 0 } }, 100)
    expect(Math.abs(a - b)).toBeLessThanOrEqual(2)
  })

  it('orders each target once', () => {
    for (let turn = 0; turn < 500; turn++) {
      const order = ids(
        weighted(createInput({ a: { weight: 0.1 }, b: { weight: 7 }, c: { weight: 0 }, d: { weight: 2 } }, { turn })),
      )
      expect([...order].sort()).toEqual(['a', 'b', 'c', 'd'])
    }
  })

  it('says which share the target has', () => {
    const { reason } = weighted(createInput({ a: { weight: 3 }, b: { weight: 1 } }))
    expect(reason).toBe('its turn by weight: it takes 75 % of the calls')
  })
})
