import { describe, expect, it } from 'vitest'
import { createWorld, deployment, end, failure, model } from './support.js'

const pool = deployment('pool', { keyCount: 3 })
const single = deployment('single')

describe('the keys of a pool', () => {
  it('are taken in turn', () => {
    const { begin } = createWorld()
    expect(Array.from({ length: 5 }, () => begin(pool).key.id)).toEqual(['key-1', 'key-2', 'key-3', 'key-1', 'key-2'])
  })

  it('leave out those that the call tried in vain', () => {
    const { begin, refusal } = createWorld()
    expect(begin(pool, 1, new Set(['key-1', 'key-3'])).key.id).toBe('key-2')
    expect(refusal(pool, 1, new Set(['key-1', 'key-2', 'key-3']))).toEqual({ reason: 'COOLING', retryAfterMs: 1_000 })
  })

  it('leave out one that rests, until all do: then the soonest counts', () => {
    const { tracker, begin, refusal, pass, clock } = createWorld()
    const asked = [3_000, 2_000, 4_000]
    const permits = asked.map(() => begin(pool))
    permits[0]!.end(end(failure('PROVIDER_RATE_LIMITED', asked[0])))
    expect(tracker.healthOf(pool).coolingUntil).toBeNull()
    expect([begin(pool), begin(pool), begin(pool)].map(({ key }) => key.id)).toEqual(['key-2', 'key-3', 'key-2'])
    permits[1]!.end(end(failure('PROVIDER_RATE_LIMITED', asked[1])))
    permits[2]!.end(end(failure('PROVIDER_RATE_LIMITED', asked[2])))
    expect(refusal(pool)).toEqual({ reason: 'COOLING', retryAfterMs: 2_000 })
    expect(tracker.healthOf(pool)).toMatchObject({ coolingUntil: clock.now + 2_000, circuit: 'CLOSED', errorRate: 0 })
    pass(2_000)
    expect(begin(pool).key.id).toBe('key-2')
  })

  it('are used in the connections of the snapshot that asks', () => {
    const { begin } = createWorld()
    begin(single)
    const later = deployment('single')
    expect(begin(later).key).toBe(later.keys[0])
  })
})

describe('a key that is rate limited', () => {
  it('rests as long as the provider asks, for all deployments that use it where limits are said to be of the key', () => {
    const { tracker, begin, refusal, pass } = createWorld({ settings: { rateLimitsOf: 'KEY' } })
    const other = deployment('other', { model: model('small') })
    begin(other)
    begin(single).end(end(failure('PROVIDER_RATE_LIMITED', 7_000)))
    expect(refusal(single)).toEqual({ reason: 'COOLING', retryAfterMs: 7_000 })
    expect(refusal(other)).toEqual({ reason: 'COOLING', retryAfterMs: 7_000 })
    expect(tracker.healthOf(single).circuit).toBe('CLOSED')
    pass(7_000)
    begin(single)
    begin(other)
  })

  it('rests for one model only, as most providers limit each model by itself', () => {
    const { begin, refusal } = createWorld()
    const small = deployment('small', { model: model('small') })
    begin(single).end(end(failure('PROVIDER_RATE_LIMITED')))
    refusal(single)
    begin(small).end(end(failure('PROVIDER_AUTHENTICATION')))
    refusal(small)
    expect(refusal(single).retryAfterMs).toBe(10_000)
  })

  it('rests twice as long each time in a row, up to a minute, and from the start after a success', () => {
    const { begin, refusal, attempt, pass } = createWorld()
    const times: number[] = []
    for (let i = 0; i < 8; i++) {
      begin(single).end(end(failure('PROVIDER_RATE_LIMITED')))
      times.push(refusal(single).retryAfterMs)
      pass(times.at(-1)!)
    }
    expect(times).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    attempt(single, null)
    attempt(single, 'PROVIDER_RATE_LIMITED')
    expect(refusal(single).retryAfterMs).toBe(1_000)
  })

  it('rests once for calls that were refused together', () => {
    const { begin, refusal, pass } = createWorld()
    const together = Array.from({ length: 50 }, () => begin(single))
    for (const permit of together) {
      permit.end(end(failure('PROVIDER_RATE_LIMITED')))
      pass(10)
    }
    expect(refusal(single).retryAfterMs).toBe(500)
    pass(500)
    begin(single).end(end(failure('PROVIDER_RATE_LIMITED')))
    expect(refusal(single).retryAfterMs).toBe(2_000)
  })

  it('rests by the longest of the waits that calls refused together were asked for, which count once', () => {
    const { begin, refusal, pass } = createWorld()
    const together = [2_000, 3_000, 1_000].map((askedMs) => ({ askedMs, permit: begin(single) }))
    for (const { askedMs, permit } of together) permit.end(end(failure('PROVIDER_RATE_LIMITED', askedMs)))
    expect(refusal(single).retryAfterMs).toBe(3_000)
    pass(3_000)
    begin(single).end(end(failure('PROVIDER_RATE_LIMITED')))
    expect(refusal(single).retryAfterMs).toBe(2_000)
  })

  it('goes on resting when an older call succeeds', () => {
    const { begin, refusal } = createWorld()
    const older = begin(single)
    begin(single).end(end(failure('PROVIDER_RATE_LIMITED', 5_000)))
    older.end(end(null))
    expect(refusal(single).reason).toBe('COOLING')
  })

  it('never rests longer than an hour, whatever is asked', () => {
    const { begin, refusal } = createWorld()
    begin(single).end(end(failure('PROVIDER_RATE_LIMITED', 1e15)))
    expect(refusal(single).retryAfterMs).toBe(3_600_000)
  })
})

it('that was rate limited for a model may be asked at once when its deployment was changed', () => {
  const { tracker, begin, refusal } = createWorld()
  begin(single).end(end(failure('PROVIDER_RATE_LIMITED', 60_000)))
  refusal(single)
  const mended = deployment('single', { incarnation: '2' })
  begin(mended)
  expect(tracker.healthOf(mended).coolingUntil).toBeNull()
})

describe.each(['PROVIDER_AUTHENTICATION', 'PROVIDER_QUOTA_EXCEEDED'] as const)('a key with %s', (code) => {
  it('rests ten seconds, then twice as long each time in a row, up to an hour', () => {
    const { attempt, refusal, pass } = createWorld()
    const seconds: number[] = []
    for (let i = 0; i < 11; i++) {
      attempt(single, code)
      const { retryAfterMs } = refusal(single)
      seconds.push(retryAfterMs / 1_000)
      pass(retryAfterMs)
    }
    expect(seconds).toEqual([10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600])
  })

  it('may be asked at once when its deployment was changed', () => {
    const { tracker, attempt, refusal, begin } = createWorld()
    attempt(single, code)
    refusal(single)
    begin(deployment('single', { incarnation: '2' }))
    attempt(deployment('single', { incarnation: '2' }), code)
    tracker.retain([deployment('single', { incarnation: '3' })])
    begin(deployment('single', { incarnation: '3' }))
  })
})

describe('an overloaded deployment', () => {
  it('is left alone as long as it asks, and comes back slowly', () => {
    const { tracker, begin, refusal, pass, clock } = createWorld()
    begin(single).end(end(failure('PROVIDER_OVERLOADED', 3_000)))
    expect(refusal(single)).toEqual({ reason: 'COOLING', retryAfterMs: 3_000 })
    expect(tracker.healthOf(single)).toMatchObject({ coolingUntil: clock.now + 3_000, circuit: 'CLOSED', share: 0.1 })
    pass(3_000)
    expect(tracker.healthOf(single)).toMatchObject({ coolingUntil: null, share: 0.1 })
    begin(single)
    pass(20_000)
    expect(tracker.healthOf(single).share).toBe(1)
  })

  it('counts as a failure only, when it asks for nothing', () => {
    const { tracker, attempt } = createWorld()
    attempt(single, 'PROVIDER_OVERLOADED')
    expect(tracker.healthOf(single)).toMatchObject({ coolingUntil: null, share: 1, circuit: 'CLOSED' })
  })
})

describe('what a provider says of its limits', () => {
  const half = { limit: 100, remaining: 50, resetMs: 10_000 }

  it('is the scarcer of requests and tokens, and fills up until it is whole again', () => {
    const { tracker, begin, pass } = createWorld()
    begin(single)
    expect(tracker.healthOf(single).headroom).toBeNull()
    begin(single).heard({ requests: half, tokens: { limit: 1_000, remaining: 200, resetMs: 4_000 } })
    expect(tracker.healthOf(single).headroom).toBeCloseTo(0.2)
    pass(2_000)
    expect(tracker.healthOf(single).headroom).toBeCloseTo(0.6)
    pass(2_000)
    expect(tracker.healthOf(single).headroom).toBe(1)
  })

  it('lets the key rest when nothing is left', () => {
    const { tracker, begin, refusal, pass } = createWorld()
    begin(single).heard({ requests: { limit: 100, remaining: 0, resetMs: 2_500 }, tokens: half })
    expect(refusal(single)).toEqual({ reason: 'COOLING', retryAfterMs: 2_500 })
    expect(tracker.healthOf(single).headroom).toBe(0)
    pass(2_500)
    begin(single)
  })

  it('does not let it rest when nobody says until when', () => {
    const { begin } = createWorld()
    begin(single).heard({ requests: { limit: null, remaining: 0, resetMs: null } })
    begin(single)
  })

  it('is a mean over the pool, with nothing left of a key that rests', () => {
    const { tracker, begin } = createWorld()
    begin(pool).heard({ requests: half })
    begin(pool).end(end(failure('PROVIDER_RATE_LIMITED', 1_000)))
    expect(tracker.healthOf(pool).headroom).toBeCloseTo(0.25)
  })

  it('says nothing without a limit', () => {
    const { tracker, begin } = createWorld()
    begin(single).heard({ requests: { limit: null, remaining: 7, resetMs: 1_000 } })
    begin(single).heard({})
    expect(tracker.healthOf(single).headroom).toBeNull()
  })
})
