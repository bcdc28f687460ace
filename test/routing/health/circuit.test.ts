import { describe, expect, it } from 'vitest'
import { GATEWAY_ERRORS, type GatewayErrorCode } from '../../../src/domain/gateway-error.js'
import { createWorld, deployment, end, failure } from './support.js'

const a = deployment('a')

describe('a circuit opens', () => {
  it('on five failures in a row, and says until when', () => {
    const { tracker, attempt, refusal, changes, clock } = createWorld()
    for (let i = 0; i < 4; i++) attempt(a, 'PROVIDER_ERROR')
    expect(tracker.healthOf(a).circuit).toBe('CLOSED')
    attempt(a, 'PROVIDER_UNREACHABLE')
    expect(tracker.healthOf(a)).toMatchObject({ circuit: 'OPEN', opensAt: clock.now + 5_000, share: 0 })
    expect(refusal(a)).toEqual({ reason: 'CIRCUIT_OPEN', retryAfterMs: 5_000 })
    expect(changes).toEqual([{ deployment: 'a', incarnation: '1', circuit: 'OPEN', openForMs: 5_000, coolForMs: null }])
  })

  it('on half of at least ten attempts within ten seconds, though successes are between them', () => {
    const { tracker, attempt, pass } = createWorld()
    for (let i = 0; i < 9; i++) {
      attempt(a, i % 2 === 0 ? null : 'PROVIDER_ERROR')
      pass(500)
    }
    expect(tracker.healthOf(a).circuit).toBe('CLOSED')
    attempt(a, 'PROVIDER_ERROR')
    expect(tracker.healthOf(a).circuit).toBe('OPEN')
  })

  it('not on failures that are further apart than the window', () => {
    const { tracker, attempt, pass } = createWorld()
    for (let i = 0; i < 40; i++) {
      attempt(a, i % 2 === 0 ? null : 'PROVIDER_ERROR')
      pass(2_500)
    }
    expect(tracker.healthOf(a).circuit).toBe('CLOSED')
  })

  const codes = Object.keys(GATEWAY_ERRORS) as GatewayErrorCode[]
  const scopeOf = (code: GatewayErrorCode) => GATEWAY_ERRORS[code].scope
  it.each(codes.filter((code) => scopeOf(code) === 'request' || scopeOf(code) === 'gateway'))(
    'never on %s, which is no fault of a deployment',
    (code) => {
      const { tracker, attempt, changes } = createWorld()
      for (let i = 0; i < 50; i++) attempt(a, code)
      expect(tracker.healthOf(a)).toMatchObject({ circuit: 'CLOSED', coolingUntil: null, errorRate: 0, share: 1 })
      expect(changes).toEqual([])
    },
  )

  it.each(codes.filter((code) => (scopeOf(code) === 'deployment' || scopeOf(code) === 'provider') && code !== 'OUTPUT_INVALID'))(
    'on %s',
    (code) => {
      const { tracker, attempt } = createWorld()
      for (let i = 0; i < 5; i++) attempt(a, code)
      expect(tracker.healthOf(a).circuit).toBe('OPEN')
    },
  )

  it('never on answers that break the schema of a caller, though they count as errors', () => {
    const { tracker, attempt } = createWorld()
    for (let i = 0; i < 50; i++) attempt(a, 'OUTPUT_INVALID')
    expect(tracker.healthOf(a).circuit).toBe('CLOSED')
    expect(tracker.healthOf(a).errorRate).toBeGreaterThan(0.9)
  })

  it('for itself only: its siblings at the provider find out themselves', () => {
    const { tracker, open } = createWorld()
    open(a)
    expect(tracker.healthOf(deployment('b')).circuit).toBe('CLOSED')
  })
})

describe('an open circuit', () => {
  it('lets two probes through when its time is over, and no third', () => {
    const { tracker, open, begin, refusal, pass, changes } = createWorld()
    open(a)
    pass(4_999)
    expect(refusal(a).reason).toBe('CIRCUIT_OPEN')
    pass(1)
    expect(tracker.healthOf(a)).toMatchObject({ circuit: 'HALF_OPEN', opensAt: null, share: 0.1 })
    begin(a)
    begin(a)
    expect(refusal(a)).toEqual({ reason: 'CIRCUIT_OPEN', retryAfterMs: 1_000 })
    expect(changes.map(({ circuit }) => circuit)).toEqual(['OPEN', 'HALF_OPEN'])
  })

  it('closes on a probe that succeeds, and opens twice as long on one that fails, up to a minute', () => {
    const { tracker, open, attempt, pass, refusal } = createWorld()
    open(a)
    const times: number[] = []
    for (let i = 0; i < 6; i++) {
      times.push(refusal(a).retryAfterMs)
      pass(times.at(-1)!)
      attempt(a, 'PROVIDER_ERROR')
    }
    expect(times).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
    pass(60_000)
    attempt(a, null)
    expect(tracker.healthOf(a).circuit).toBe('CLOSED')
  })

  it('opens longer when it fails again before it was well, and starts anew when it was', () => {
    const { open, attempt, pass, refusal } = createWorld()
    open(a)
    pass(5_000)
    attempt(a, null)
    pass(1_000)
    open(a)
    expect(refusal(a).retryAfterMs).toBe(10_000)
    pass(10_000)
    attempt(a, null)
    pass(20_000)
    open(a)
    expect(refusal(a).retryAfterMs).toBe(5_000)
  })

  it('differs by chance in how long it is open', () => {
    const forMs = [0, 1].map((chance) => {
      const { open, refusal } = createWorld({ chance: () => chance })
      open(a)
      return refusal(a).retryAfterMs
    })
    expect(forMs).toEqual([4_500, 5_500])
  })

  it('gets the place of a probe back when it is cancelled, or ends by a fault of its request', () => {
    const { tracker, open, begin, pass } = createWorld()
    open(a)
    pass(5_000)
    for (const error of ['CANCELLED', failure('INVALID_REQUEST')] as const) {
      const probes = [begin(a), begin(a)]
      for (const probe of probes) probe.end(end(error))
    }
    expect(tracker.healthOf(a)).toMatchObject({ circuit: 'HALF_OPEN', inFlight: 0 })
  })

  it('does not wait for ever for a probe that neither ends nor fails', () => {
    const { open, begin, refusal, pass } = createWorld()
    open(a)
    pass(5_000)
    begin(a)
    begin(a)
    pass(9_999)
    refusal(a)
    pass(1)
    begin(a)
  })

  it('takes no notice of attempts that began before it opened', () => {
    const { tracker, open, begin, pass, refusal } = createWorld()
    const stragglers = Array.from({ length: 20 }, () => begin(a))
    open(a)
    stragglers[0]!.end(end(null))
    expect(tracker.healthOf(a).circuit).toBe('OPEN')
    pass(3_000)
    for (const straggler of stragglers) straggler.end(end(failure('PROVIDER_ERROR')))
    expect(refusal(a).retryAfterMs).toBe(2_000)
    expect(tracker.healthOf(a).inFlight).toBe(0)
  })
})

describe('a circuit that has closed', () => {
  it('does not count the failures of before once more', () => {
    const { tracker, open, attempt, pass } = createWorld()
    open(a)
    pass(5_000)
    for (let i = 0; i < 8; i++) attempt(a, i % 4 === 3 ? 'PROVIDER_ERROR' : null)
    expect(tracker.healthOf(a).circuit).toBe('CLOSED')
  })

  it('gets its share back along a smooth curve', () => {
    const { tracker, open, attempt, pass } = createWorld()
    open(a)
    pass(5_000)
    attempt(a, null)
    const shares = Array.from({ length: 21 }, () => {
      const { share } = tracker.healthOf(a)
      pass(1_000)
      return share
    })
    expect(shares[0]).toBe(0.1)
    expect(shares[10]).toBeCloseTo(0.55)
    expect(shares[20]).toBe(1)
    const steps = shares.slice(1).map((share, index) => share - shares[index]!)
    expect(Math.min(...steps)).toBeGreaterThan(0)
    expect(Math.max(...steps)).toBeLessThan(0.07)
  })
})
