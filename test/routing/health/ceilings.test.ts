import { describe, expect, it } from 'vitest'
import { isPermit } from '../../../src/domain/health.js'
import { createUsage } from '../../../src/domain/usage.js'
import { createWorld, deployment, end, failure } from './support.js'

describe('a ceiling of calls at a time', () => {
  it('refuses one more, and frees the place however the attempt ends', () => {
    const limited = deployment('a', { limits: { maxConcurrent: 2 } })
    const { tracker, begin, refusal } = createWorld()
    for (const error of [null, 'CANCELLED', failure('PROVIDER_TIMEOUT'), failure('INVALID_REQUEST')] as const) {
      const permits = [begin(limited), begin(limited)]
      expect(refusal(limited).reason).toBe('AT_CAPACITY')
      for (const permit of permits) permit.end(end(error))
      expect(tracker.healthOf(limited).inFlight).toBe(0)
    }
  })

  it('is freed once, though its end is told twice', () => {
    const limited = deployment('a', { limits: { maxConcurrent: 1 } })
    const { tracker, begin, refusal } = createWorld()
    const permit = begin(limited)
    permit.end(end(null))
    permit.end(end(failure('PROVIDER_ERROR')))
    begin(limited)
    refusal(limited)
    expect(tracker.healthOf(limited)).toMatchObject({ inFlight: 1, errorRate: 0 })
  })

  it.each([
    { max: 10, processes: 4, places: [3, 3, 2, 2] },
    { max: 2, processes: 4, places: [1, 1, 1, 1] },
    { max: 8, processes: 1, places: [8] },
  ])('of $max is divided among $processes processes, with a place at least for each', ({ max, processes, places }) => {
    const limited = deployment('a', { limits: { maxConcurrent: max } })
    const held = places.map((_, processIndex) => {
      const { tracker } = createWorld({ processes, processIndex })
      let count = 0
      while (isPermit(tracker.begin(limited, 1))) count++
      return count
    })
    expect(held).toEqual(places)
  })
})

describe('a ceiling of requests a minute', () => {
  it('lets a burst of ten seconds pass, then so many a minute, and says when', () => {
    const limited = deployment('a', { limits: { requestsPerMinute: 60 } })
    const { tracker, refusal, begin, pass } = createWorld()
    for (let i = 0; i < 10; i++) begin(limited)
    expect(refusal(limited)).toEqual({ reason: 'RATE_LIMITED', retryAfterMs: 1_000 })
    let passed = 0
    for (let second = 0; second < 600; second++) {
      pass(100)
      if (isPermit(tracker.begin(limited, 1))) passed++
    }
    expect(passed).toBe(60)
  })

  it('lets a call through after exactly the wait that it named', () => {
    const limited = deployment('a', { limits: { requestsPerMinute: 7 } })
    const { begin, refusal, pass } = createWorld()
    begin(limited)
    for (let i = 0; i < 100; i++) {
      pass(refusal(limited).retryAfterMs)
      begin(limited)
    }
  })

  it('is divided among the processes', () => {
    const limited = deployment('a', { limits: { requestsPerMinute: 60 } })
    const { begin, refusal } = createWorld({ processes: 2 })
    for (let i = 0; i < 5; i++) begin(limited)
    expect(refusal(limited).retryAfterMs).toBe(2_000)
  })
})

describe('a ceiling of tokens a minute', () => {
  const limited = deployment('a', { limits: { tokensPerMinute: 6_000 } })

  it('takes the estimate, and corrects it by what was used', () => {
    const { begin, refusal } = createWorld()
    const permit = begin(limited, 900)
    expect(refusal(limited, 200).reason).toBe('RATE_LIMITED')
    permit.end(end(null, { usage: createUsage({ input: { text: 100, cacheRead: 50 }, output: { text: 50 } }) }))
    begin(limited, 800)
    expect(refusal(limited, 100).retryAfterMs).toBeCloseTo(1_000)
  })

  it('gives back the estimate of an attempt that failed without using any, and keeps that of a cancelled one', () => {
    const { begin, refusal } = createWorld()
    begin(limited, 1_000).end(end(failure('PROVIDER_UNREACHABLE')))
    begin(limited, 1_000).end(end('CANCELLED'))
    expect(refusal(limited, 100).retryAfterMs).toBeCloseTo(1_000)
  })

  it('lets a request that is larger than the burst through when the burst is whole, and then waits for the debt', () => {
    const { begin, refusal } = createWorld()
    begin(limited, 5_000)
    expect(refusal(limited, 1).retryAfterMs).toBeCloseTo(40_010)
  })
})

it('takes nothing from a rate for a call that is refused for another reason', () => {
  const limited = deployment('a', { limits: { requestsPerMinute: 6, maxConcurrent: 1 } })
  const { begin, refusal, pass } = createWorld()
  const permit = begin(limited)
  pass(10_000)
  for (let i = 0; i < 10; i++) expect(refusal(limited).reason).toBe('AT_CAPACITY')
  permit.end(end(null))
  begin(limited)
})
