import { describe, expect, it } from 'vitest'
import { createUsage } from '../../../src/domain/usage.js'
import { createWorld, deployment, end, failure } from './support.js'

const a = deployment('a')

function createMeasured() {
  const world = createWorld()
  const firstToken = (firstTokenMs: number) => world.begin(a).end(end(null, { firstTokenMs, totalMs: firstTokenMs }))
  const measured = () => world.tracker.healthOf(a).firstTokenMs
  return { ...world, firstToken, measured }
}

describe('the time to first content', () => {
  it('is unknown at first, and is not made up by what has none', () => {
    const { measured, attempt } = createMeasured()
    attempt(a, null)
    attempt(a, 'PROVIDER_UNREACHABLE')
    attempt(a, 'CANCELLED')
    expect(measured()).toBeNull()
  })

  it('rises at once and falls slowly', () => {
    const { firstToken, measured, pass } = createMeasured()
    firstToken(100)
    firstToken(2_000)
    expect(measured()).toBe(2_000)
    pass(1_000)
    firstToken(100)
    expect(measured()).toBeGreaterThan(1_500)
    for (let second = 0; second < 60; second++) {
      pass(1_000)
      firstToken(100)
    }
    expect(measured()).toBeLessThan(110)
  })

  it('fades without traffic, so that what was slow once is tried again, and is forgotten at last', () => {
    const { firstToken, measured, pass } = createMeasured()
    firstToken(2_000)
    pass(30_000)
    expect(measured()).toBeCloseTo(2_000 / Math.E)
    pass(61_000)
    expect(measured()).toBeNull()
  })

  it('is at least as long as one waited in vain', () => {
    const { begin, firstToken, measured, pass } = createMeasured()
    firstToken(100)
    begin(a).end(end(failure('PROVIDER_TIMEOUT'), { totalMs: 5_000 }))
    expect(measured()).toBe(5_000)
    pass(1_000)
    const faded = measured()
    begin(a).end(end(failure('PROVIDER_TIMEOUT'), { totalMs: 10 }))
    expect(measured()).toBe(faded)
  })
})

describe('the error rate', () => {
  it('is that of the recent attempts, low while little is known, and fades', () => {
    const { tracker, attempt, pass } = createWorld({ settings: { failuresInARow: 1_000, failureAttempts: 1_000 } })
    const rate = () => tracker.healthOf(a).errorRate
    expect(rate()).toBe(0)
    attempt(a, 'PROVIDER_ERROR')
    expect(rate()).toBe(0.5)
    for (let i = 0; i < 200; i++) attempt(a, i % 4 === 0 ? 'PROVIDER_ERROR' : null)
    expect(rate()).toBeCloseTo(0.25, 1)
    pass(300_000)
    expect(rate()).toBeLessThan(0.01)
  })
})

describe('the rate of cache hits', () => {
  it('is by tokens of the input, and unknown until one was measured', () => {
    const { tracker, begin, attempt } = createWorld()
    attempt(a, null)
    expect(tracker.healthOf(a).cacheHitRate).toBeNull()
    const used = (text: number, cacheRead: number) =>
      begin(a).end(end(null, { usage: createUsage({ input: { text, cacheRead }, output: { text: 500 } }) }))
    used(1_000, 0)
    expect(tracker.healthOf(a).cacheHitRate).toBe(0)
    used(0, 3_000)
    expect(tracker.healthOf(a).cacheHitRate).toBe(0.75)
  })
})

it('learns how fast a deployment began while its stream still runs, and counts that once', () => {
  const { tracker, begin } = createWorld()
  const place = begin(a)
  place.began?.(400)
  expect(tracker.healthOf(a).firstTokenMs).toBe(400)
  begin(a).end({ error: null, firstTokenMs: 900, totalMs: 1_000 })
  place.end({ error: null, firstTokenMs: 400, totalMs: 60_000 })
  expect(tracker.healthOf(a).firstTokenMs).toBe(900)
})
