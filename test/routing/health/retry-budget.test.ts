import { describe, expect, it } from 'vitest'
import { isPermit } from '../../../src/domain/health.js'
import { createWorld, deployment, end, failure } from './support.js'

interface Load {
  readonly perSecond: number
  readonly seconds: number
  readonly circuit?: boolean
  /** Whether the place is taken before the retry, and given back without it. */
  readonly placeFirst?: boolean
}

/** Calls a deployment that always fails, each as often as the budget lets it, and counts what reaches it. */
function storm({ perSecond, seconds, circuit = false, placeFirst = false }: Load) {
  const settings = circuit ? {} : { failuresInARow: Number.POSITIVE_INFINITY, failureAttempts: Number.POSITIVE_INFINITY }
  const { tracker, pass } = createWorld({ settings })
  const dead = deployment('dead')
  let upstream = 0
  const attempt = (isRetry: boolean) => {
    if (isRetry && !placeFirst && !tracker.takeRetry(dead)) return
    const answer = tracker.begin(dead, 1)
    if (!isPermit(answer)) return
    if (isRetry && placeFirst && !tracker.takeRetry(dead)) return answer.end(end('CANCELLED'))
    upstream++
    answer.end(end(failure('PROVIDER_ERROR')))
  }
  for (let call = 0; call < perSecond * seconds; call++) {
    attempt(false)
    for (let retry = 0; retry < 3; retry++) attempt(true)
    pass(1_000 / perSecond)
  }
  return { upstream, calls: perSecond * seconds }
}

describe('the retries of a provider that always fails', () => {
  it.each([
    { perSecond: 0.2, seconds: 600 },
    { perSecond: 1, seconds: 100 },
    { perSecond: 10, seconds: 100 },
    { perSecond: 500, seconds: 60 },
    { perSecond: 500, seconds: 60, placeFirst: true },
  ])('stay within a fifth of $perSecond calls a second and one a second (place first: $placeFirst)', (load) => {
    const { upstream, calls } = storm(load)
    expect(upstream).toBeLessThanOrEqual(calls * 1.2 + load.seconds + 1)
    expect(upstream).toBeGreaterThan(calls)
  })

  it('are next to none once its circuit is open', () => {
    expect(storm({ perSecond: 100, seconds: 60, circuit: true }).upstream).toBeLessThan(20)
  })
})

describe('a budget', () => {
  it('has a retry for the first call that fails, and tells of each that it has not', () => {
    const refused: string[] = []
    const { tracker, attempt } = createWorld({ onRetryRefused: (id) => refused.push(id) })
    const a = deployment('a')
    attempt(a, 'PROVIDER_ERROR')
    expect(tracker.takeRetry(a)).toBe(true)
    expect(tracker.takeRetry(a)).toBe(false)
    expect(refused).toEqual(['a'])
  })

  it('keeps ten seconds of traffic in reserve, not a day of it', () => {
    const { tracker, attempt, pass } = createWorld()
    const a = deployment('a')
    for (let i = 0; i < 100_000; i++) {
      attempt(a, null)
      pass(10)
    }
    let retries = 0
    while (tracker.takeRetry(a)) retries++
    expect(retries).toBeGreaterThan(150)
    expect(retries).toBeLessThan(200)
  })

  it('is of each deployment', () => {
    const { tracker, attempt } = createWorld()
    const [a, b] = [deployment('a'), deployment('b')]
    attempt(a, null)
    attempt(b, null)
    while (tracker.takeRetry(a)) {}
    expect(tracker.takeRetry(b)).toBe(true)
  })
})
