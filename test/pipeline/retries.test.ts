import { afterEach, describe, expect, it, vi } from 'vitest'
import { answering, buildPipeline, failing } from '../support/pipeline-builder.js'
import { ask, codesOf, errorOf, inTurn, placesHeld, remembering } from '../support/scripted-calls.js'

const overloaded = failing(errorOf('PROVIDER_OVERLOADED'))
const route = (changes = {}) => [{ name: 'fast', targets: ['acme/model', 'spare/model'], ...changes }]

afterEach(() => vi.useRealTimers())

describe('a failure that may pass', () => {
  it('moves to the next target at once, without a wait', async () => {
    const chance = vi.fn(() => 7)
    const built = buildPipeline({ providers: { acme: overloaded, spare: answering('Hi') }, routes: route(), chance })
    const asked = await ask(built, 'fast')
    expect(codesOf(asked)).toEqual(['acme/model PRIMARY PROVIDER_OVERLOADED', 'spare/model NEXT'])
    expect(chance).not.toHaveBeenCalledWith(250)
    expect(placesHeld(built)).toBe(0)
  })

  it('of all targets is tried again after a wait', async () => {
    const acme = inTurn(overloaded, answering('Hi'))
    const built = buildPipeline({ providers: { acme, spare: overloaded }, routes: route() })
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Hi')
    expect(codesOf(asked)).toEqual([
      'acme/model PRIMARY PROVIDER_OVERLOADED',
      'spare/model NEXT PROVIDER_OVERLOADED',
      'acme/model RETRY',
    ])
  })

  it.each([0, 1, 2])('is tried again %i times when the route says so', async (attempts) => {
    const acme = remembering(overloaded)
    const built = buildPipeline({ providers: { acme }, routes: [{ name: 'fast', targets: ['acme/model'], retry: { attempts } }] })
    // The retries are paid for by calls that went well.
    await Promise.all(Array.from({ length: 10 }, () => built.stages.health.begin(deploymentOf(built), 0)).map(succeed))
    expect((await ask(built, 'fast')).error?.code).toBe('PROVIDER_OVERLOADED')
    expect(acme.asked).toHaveLength(1 + attempts)
    expect(placesHeld(built)).toBe(0)
  })

  it('waits twice as long at most each time, by chance', async () => {
    const most: number[] = []
    const chance = (below: number) => {
      most.push(below)
      return 0
    }
    const built = buildPipeline({
      providers: { acme: overloaded },
      routes: [{ name: 'fast', targets: ['acme/model'], retry: { attempts: 3, baseMs: 100, maxMs: 250 } }],
      chance,
    })
    await Promise.all(Array.from({ length: 20 }, () => built.stages.health.begin(deploymentOf(built), 0)).map(succeed))
    most.length = 0
    await ask(built, 'fast')
    expect(most.filter((below) => below <= 250)).toEqual([100, 200, 250])
  })

  it('is not tried again when the budget of retries is spent', async () => {
    const acme = remembering(overloaded)
    const built = buildPipeline({
      providers: { acme },
      routes: [{ name: 'fast', targets: ['acme/model'], retry: { attempts: 3 } }],
    })
    await ask(built, 'fast')
    expect(acme.asked).toHaveLength(2) // the first attempt pays for one retry, and no more
    expect(placesHeld(built)).toBe(0)
  })
})

describe('a failure of the request itself', () => {
  it.each(['PROVIDER_REJECTED', 'CONTENT_FILTERED', 'CONTEXT_LENGTH_EXCEEDED', 'INVALID_REQUEST'] as const)(
    '%s is asked nowhere else, not even of targets that failed before',
    async (code) => {
      const acme = remembering(overloaded)
      const spare = remembering(failing(errorOf(code)))
      const third = remembering(answering('Hi'))
      const built = buildPipeline({
        providers: { acme, spare, third },
        routes: [{ name: 'fast', targets: ['acme/model', 'spare/model', 'third/model'] }],
      })
      const asked = await ask(built, 'fast')
      expect(asked.error?.code).toBe(code)
      expect([acme, spare, third].map((each) => each.asked.length)).toEqual([1, 1, 0])
      expect(placesHeld(built)).toBe(0)
    },
  )

  it('cools nothing down', async () => {
    const built = buildPipeline({ providers: { acme: failing(errorOf('PROVIDER_REJECTED')) } })
    for (let call = 0; call < 20; call++) await ask(built, 'acme/model')
    expect(built.stages.health.healthOf(deploymentOf(built))).toMatchObject({ circuit: 'CLOSED', coolingUntil: null, share: 1 })
  })
})

describe('what a provider asks for by Retry-After', () => {
  it('is waited for', async () => {
    vi.useFakeTimers()
    const acme = inTurn(failing(errorOf('PROVIDER_RATE_LIMITED', { retryAfterMs: 3_000 })), answering('Hi'))
    const built = buildPipeline({ providers: { acme } })
    const asking = ask(built, 'acme/model')
    await vi.advanceTimersByTimeAsync(2_900)
    expect(acme.asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect((await asking).shown).toBe('Hi')
  })

  it('of one target does not keep the call from another that failed otherwise', async () => {
    const acme = remembering(failing(errorOf('PROVIDER_ERROR', { retryAfterMs: 5_000 })))
    const spare = inTurn(overloaded, answering('Hi'))
    const built = buildPipeline({ providers: { acme, spare }, routes: route() })
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Hi')
    expect(acme.asked).toHaveLength(1)
  })

  it('is not begun when it is longer than the route waits', async () => {
    const acme = remembering(failing(errorOf('PROVIDER_RATE_LIMITED', { retryAfterMs: 3_000 })))
    const built = buildPipeline({
      providers: { acme },
      routes: [{ name: 'fast', targets: ['acme/model'], retry: { maxMs: 2_000 } }],
    })
    expect((await ask(built, 'fast')).error).toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAfterMs: 3_000 })
    expect(acme.asked).toHaveLength(1)
  })

  it('is not begun when the caller would not be there any more', async () => {
    const acme = remembering(failing(errorOf('PROVIDER_RATE_LIMITED', { retryAfterMs: 3_000 })))
    const built = buildPipeline({ providers: { acme } })
    expect((await ask(built, 'acme/model', { deadlineMs: 2_000 })).error).toMatchObject({ code: 'PROVIDER_RATE_LIMITED' })
    expect(acme.asked).toHaveLength(1)
    expect(placesHeld(built)).toBe(0)
  })
})

describe('a caller who goes', () => {
  it('ends the wait before a retry, and is billed for nothing that failed', async () => {
    const hangUp = new AbortController()
    const acme = remembering(failing(errorOf('PROVIDER_RATE_LIMITED', { retryAfterMs: 7_000 })))
    const built = buildPipeline({ providers: { acme } })
    const asking = ask(built, 'acme/model', { signal: hangUp.signal })
    await vi.waitFor(() => expect(acme.asked).toHaveLength(1))
    await new Promise(setImmediate)
    hangUp.abort()
    const { record } = await asking
    expect(record).toMatchObject({ status: 'CLIENT_CANCELLED', usageSource: 'NONE', cost: null })
    expect(placesHeld(built)).toBe(0)
  })
})

type Built = ReturnType<typeof buildPipeline>

function deploymentOf({ stages }: Built) {
  const snapshot = stages.snapshot()
  const [model] = [...snapshot.models.values()]
  return snapshot.deploymentsOf(model!)[0]!
}

function succeed(permit: ReturnType<Built['stages']['health']['begin']>) {
  if ('key' in permit) permit.end({ error: null, firstTokenMs: 1, totalMs: 1 })
}
