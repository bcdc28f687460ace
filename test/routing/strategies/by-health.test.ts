import { describe, expect, it } from 'vitest'
import { headroom } from '../../../src/routing/strategies/headroom.js'
import { leastBusy } from '../../../src/routing/strategies/least-busy.js'
import { lowestLatency } from '../../../src/routing/strategies/lowest-latency.js'
import { createInput, ids } from './input-builder.js'

/** Draws the targets at these two places of n. */
const draw = (one: number, other: number, n: number) => [(one + 0.5) / n, ((other - one - 1 + n) % n) / (n - 1) + 0.01]

describe('least busy', () => {
  it('goes where the fewest calls run', () => {
    const order = leastBusy(createInput({ a: { inFlight: 3 }, b: { inFlight: 1 }, c: { inFlight: 2 } }))
    expect(ids(order)).toEqual(['b', 'c', 'a'])
    expect(order.reason).toBe('least busy: 1 calls run there, 2 at c')
  })

  it('lets equals take turns', () => {
    const firsts = [0, 1, 2].map((turn) => ids(leastBusy(createInput({ a: {}, b: {}, c: {} }, { turn })))[0])
    expect(firsts).toEqual(['a', 'b', 'c'])
  })

  it('is not drawn to a target that is idle because it fails at once', () => {
    expect(ids(leastBusy(createInput({ a: { inFlight: 0, errorRate: 0.7 }, b: { inFlight: 2 } })))[0]).toBe('b')
  })
})

describe('lowest latency', () => {
  it('takes the faster of the two drawn, then the others from fast to slow', () => {
    const input = createInput(
      { a: { firstTokenMs: 900 }, b: { firstTokenMs: 300 }, c: { firstTokenMs: 100 }, d: { firstTokenMs: 500 } },
      { chances: draw(0, 3, 4) },
    )
    const order = lowestLatency(input)
    expect(ids(order)).toEqual(['d', 'c', 'b', 'a'])
    expect(order.reason).toBe('faster of two: first token (500 ms, 0 running) against a (900 ms, 0 running)')
  })

  it('never gives one target more than 2/n of the calls, nor the worst of them any', () => {
    const firsts: Record<string, number> = {}
    for (let i = 0; i < 100; i++) {
      const chances = draw(i % 5, (i % 5) + 1 + (Math.floor(i / 5) % 4), 5)
      const input = createInput(
        {
          a: { firstTokenMs: 1 },
          b: { firstTokenMs: 2 },
          c: { firstTokenMs: 3 },
          d: { firstTokenMs: 4 },
          e: { firstTokenMs: 5 },
        },
        { chances },
      )
      const [first = ''] = ids(lowestLatency(input))
      firsts[first] = (firsts[first] ?? 0) + 1
    }
    expect(firsts).toEqual({ a: 40, b: 30, c: 20, d: 10 })
  })

  it('weighs the calls that run: a fast target is left before it is a queue', () => {
    expect(ids(lowestLatency(createInput({ a: { firstTokenMs: 200, inFlight: 15 }, b: { firstTokenMs: 300 } })))[0]).toBe('b')
  })

  it('weighs errors: a fast failure is no fast answer', () => {
    const order = lowestLatency(createInput({ a: { firstTokenMs: 100, errorRate: 0.6 }, b: { firstTokenMs: 300 } }))
    expect(ids(order)[0]).toBe('b')
  })

  it('measures an unmeasured target by one call at a time', () => {
    expect(ids(lowestLatency(createInput({ a: { firstTokenMs: 100 }, b: {} })))[0]).toBe('b')
    expect(ids(lowestLatency(createInput({ a: { firstTokenMs: 100 }, b: { inFlight: 1 } })))[0]).toBe('a')
  })

  it('goes by the calls that run while nothing is measured', () => {
    expect(ids(lowestLatency(createInput({ a: { inFlight: 3 }, b: { inFlight: 2 } })))[0]).toBe('b')
  })
})

describe('headroom', () => {
  it('takes the one of the two drawn that has more left', () => {
    const order = headroom(
      createInput({ a: { headroom: 0.2 }, b: { headroom: 0.9 }, c: { headroom: 1 } }, { chances: draw(0, 1, 3) }),
    )
    expect(ids(order)).toEqual(['b', 'c', 'a'])
    expect(order.reason).toBe('more left of its rate limit: 90 % against 20 % of a')
  })

  it('counts a limit that nobody told as whole', () => {
    const order = headroom(createInput({ a: { headroom: 0.8 }, b: { headroom: null } }))
    expect(ids(order)[0]).toBe('b')
    expect(order.reason).toBe('more left of its rate limit: unknown against 80 % of a')
  })

  it('goes by the calls that run where about the same is left', () => {
    expect(ids(headroom(createInput({ a: { headroom: 0.81, inFlight: 4 }, b: { headroom: 0.8, inFlight: 3 } })))[0]).toBe('b')
  })
})
