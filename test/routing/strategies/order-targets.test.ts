import { describe, expect, it } from 'vitest'
import { STRATEGIES } from '../../../src/domain/route.js'
import { orderTargets } from '../../../src/routing/strategies/order-targets.js'
import type { StrategyInput } from '../../../src/routing/strategy.js'
import { Random } from '../../simulation/random.js'
import { createInput, type Described, ids } from './input-builder.js'

/** It would draw every call: idle, unmeasured, free of charge, with its limit whole, first in the route and of the greatest weight. */
const TEMPTING: Described = { price: [0, 0], weight: 100, headroom: 1 }
const OTHERS: Readonly<Record<string, Described>> = {
  b: { price: [1, 1], inFlight: 9, firstTokenMs: 500, headroom: 0.3 },
  c: { price: [1, 1], inFlight: 9, firstTokenMs: 500, headroom: 0.3 },
}

function shareOf(strategy: (typeof STRATEGIES)[number], recovering: Described, calls = 2_000): number {
  const input = createInput({ a: { ...TEMPTING, ...recovering }, ...OTHERS })
  const { next: chance } = new Random(1)
  let firsts = 0
  for (let turn = 0; turn < calls; turn++) {
    const call = { ...input, chance, turn, affinityKey: `key-${turn}` }
    if (ids(orderTargets(strategy, call))[0] === 'a') firsts++
  }
  return firsts / calls
}

describe.each(STRATEGIES)('%s', (strategy) => {
  it('orders each target once, with a reason', () => {
    const { targets, reason } = orderTargets(strategy, createInput({ a: {}, b: {}, c: {}, d: {} }))
    expect(targets.map(({ deployment }) => deployment.id).sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(reason).not.toBe('')
  })

  it.each([0.1, 0.4])('gives a target that recovers no more than its share of %d, however tempting it is', (share) => {
    const taken = shareOf(strategy, { share })
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(share + 0.03)
  })

  it('gives a target that nears its rate limit calls in proportion to what is left', () => {
    const taken = shareOf(strategy, { headroom: 0.01 })
    expect(taken).toBeLessThan(0.2 + 0.03)
  })

  it('lets a circuit that is half open have the calls it needs to close', () => {
    expect(shareOf(strategy, { share: 0.1, circuit: 'HALF_OPEN' })).toBeGreaterThan(0)
  })

  it('does not leave the first call through a half-open circuit to its share; with a probe under way it does', () => {
    const unprobed = shareOf(strategy, { share: 0.1, circuit: 'HALF_OPEN' })
    const probed = shareOf(strategy, { share: 0.1, circuit: 'HALF_OPEN', inFlight: 1 })
    expect(unprobed).toBeGreaterThan(0.3)
    expect(probed).toBeLessThan(0.1 + 0.03)
  })

  it('puts those that may not be asked last, the soonest back first', () => {
    const input = createInput({ a: { circuit: 'OPEN', opensAt: 9_000 }, b: { coolingUntil: 2_000 }, c: {}, d: {} })
    expect(ids(orderTargets(strategy, input)).slice(2)).toEqual(['b', 'a'])
  })

  it('forgets a circuit and a cool-down whose time is over', () => {
    const input = createInput({ a: { circuit: 'OPEN', opensAt: 900 }, b: { coolingUntil: 1_000 } })
    expect(orderTargets(strategy, input).reason).not.toContain('passed over')
  })

  it('asks for a turn, a key and a health once at most', () => {
    const asked: string[] = []
    const input = createInput({ a: { share: 0.9 }, b: {}, c: {} })
    const counting: StrategyInput = {
      ...input,
      healthOf: (target) => {
        asked.push(target.deployment.id)
        return input.healthOf(target)
      },
      get turn() {
        asked.push('turn')
        return 0
      },
      get affinityKey() {
        asked.push('affinityKey')
        return 'key'
      },
    }
    orderTargets(strategy, counting)
    expect(new Set(asked).size).toBe(asked.length)
  })
})

describe('an order', () => {
  it('says who was passed over and why', () => {
    const input = createInput({ a: { circuit: 'OPEN', opensAt: 9_000 }, b: { coolingUntil: 2_000 }, c: { share: 0.2 }, d: {} })
    const { targets, reason } = orderTargets('PRIORITY', input)
    expect(targets.map(({ deployment }) => deployment.id)).toEqual(['d', 'c', 'b', 'a'])
    expect(reason).toBe('the only target that may be asked now; passed over: c recovers, b cools down, a has failed too often')
  })

  it('says who nears its rate limit', () => {
    const { reason } = orderTargets('PRIORITY', createInput({ a: { headroom: 0.01 }, b: {}, c: {} }, { chances: [0.3] }))
    expect(reason).toBe('first in the order of the route; passed over: a nears its rate limit')
  })

  it('serves by a target that recovers when no other may be asked', () => {
    const input = createInput({ a: { coolingUntil: 2_000 }, b: { share: 0.2 } })
    expect(ids(orderTargets('PRIORITY', input))).toEqual(['b', 'a'])
  })

  it('keeps those conversations at a recovered target that came back, as its share grows', () => {
    const keys = Array.from({ length: 500 }, (_, index) => `conversation-${index}`)
    const back = (share: number) =>
      keys.filter(
        (affinityKey) => ids(orderTargets('AFFINITY', createInput({ a: { share }, b: {} }, { affinityKey })))[0] === 'a',
      )
    const early = back(0.3)
    const late = new Set(back(0.7))
    expect(early.length).toBeGreaterThan(0)
    expect(late.size).toBeGreaterThan(early.length)
    expect(early.every((key) => late.has(key))).toBe(true)
  })
})
