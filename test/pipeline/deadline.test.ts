import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answering, buildPipeline, type Script } from '../support/pipeline-builder.js'
import { ask, errorOf, inTurn, placesHeld, remembering, silent, silentAfter, textDelta } from '../support/scripted-calls.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const healthOf = ({ stages }: ReturnType<typeof buildPipeline>) => {
  const [model] = [...stages.snapshot().models.values()]
  return stages.health.healthOf(stages.snapshot().deploymentsOf(model!)[0]!)
}
const blameless = { circuit: 'CLOSED', errorRate: 0, inFlight: 0, coolingUntil: null, share: 1 }

describe('a call whose time is over', () => {
  it.each<[string, Script, boolean]>([
    ['before the first token', silent, true],
    ['before the first token', silent, false],
    ['in the middle of the stream', silentAfter(textDelta('Once')), true],
  ])('%s fails with DEADLINE_EXCEEDED at its end, is recorded as TIMED_OUT and blames nobody', async (_, script, stream) => {
    const spare = remembering(answering('Hi'))
    const acme = remembering(script)
    const built = buildPipeline({
      providers: { acme, spare },
      routes: [{ name: 'fast', targets: ['acme/model', 'spare/model'] }],
    })
    const done = vi.fn()
    const asking = ask(built, 'fast', { deadlineMs: 500, stream }).finally(done)
    await vi.advanceTimersByTimeAsync(499)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2)
    const { error, record } = await asking
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', status: 504 })
    expect(record).toMatchObject({
      status: 'TIMED_OUT',
      usageSource: 'ESTIMATED',
      attempts: [{ error: { code: 'DEADLINE_EXCEEDED' } }],
    })
    expect(acme.asked[0]?.signal.aborted).toBe(true)
    expect(spare.asked).toHaveLength(0)
    for (let call = 0; call < 9; call++) {
      const again = ask(built, 'fast', { deadlineMs: 10, stream })
      await vi.advanceTimersByTimeAsync(11)
      await again
    }
    expect(healthOf(built)).toMatchObject(blameless)
  })

  it('in the line of calls never had a place', async () => {
    const built = buildPipeline({ providers: { acme: silent }, maxConcurrentCalls: 1, maxQueued: 5 })
    const hangUp = new AbortController()
    const first = ask(built, 'acme/model', { signal: hangUp.signal })
    await vi.advanceTimersByTimeAsync(1)
    const second = ask(built, 'acme/model', { deadlineMs: 100 })
    await vi.advanceTimersByTimeAsync(101)
    expect((await second).error?.code).toBe('OVERLOADED')
    hangUp.abort()
    await first
    expect(built.started).toHaveLength(1)
    expect(placesHeld(built)).toBe(0)
  })

  it('at the retry fails at the end of its time, not of the target’s', async () => {
    const late: Script = async function* () {
      await new Promise((resolve) => setTimeout(resolve, 100))
      throw errorOf('PROVIDER_OVERLOADED')
    }
    const acme = inTurn(late, silent)
    const built = buildPipeline({ providers: { acme } })
    const asking = ask(built, 'acme/model', { deadlineMs: 300 })
    await vi.advanceTimersByTimeAsync(301)
    const { error, record } = await asking
    expect(error?.code).toBe('DEADLINE_EXCEEDED')
    expect(record.attempts.map((attempt) => attempt.error?.code)).toEqual(['PROVIDER_OVERLOADED', 'DEADLINE_EXCEEDED'])
    expect(placesHeld(built)).toBe(0)
  })

  it('does not wait for what it cannot see: the failure is told at once', async () => {
    const late: Script = async function* () {
      await new Promise((resolve) => setTimeout(resolve, 100))
      throw errorOf('PROVIDER_OVERLOADED')
    }
    const built = buildPipeline({ providers: { acme: late }, chance: (below) => below - 1 })
    const asking = ask(built, 'acme/model', { deadlineMs: 300 })
    await vi.advanceTimersByTimeAsync(101)
    expect((await asking).error?.code).toBe('PROVIDER_OVERLOADED')
  })

  it.each(['HEDGE', 'CASCADE'] as const)('under %s closes what runs', async (strategy) => {
    const scripts = { acme: remembering(silent), spare: remembering(silent) }
    const built = buildPipeline({
      providers: scripts,
      routes: [{ name: 'fast', strategy, targets: ['acme/model', 'spare/model'], hedge: { afterMs: 50 } }],
    })
    const asking = ask(built, 'fast', { deadlineMs: 200 })
    await vi.advanceTimersByTimeAsync(201)
    const { error, record } = await asking
    expect(error?.code).toBe('DEADLINE_EXCEEDED')
    expect(record.status).toBe('TIMED_OUT')
    expect([...scripts.acme.asked, ...scripts.spare.asked].every(({ signal }) => signal.aborted)).toBe(true)
    expect(placesHeld(built)).toBe(0)
    expect(healthOf(built)).toMatchObject(blameless)
  })

  it('is no shorter for a target whose own time is shorter', async () => {
    const built = buildPipeline({ providers: { acme: silent }, timeouts: { firstTokenMs: 100 } })
    const asking = ask(built, 'acme/model', { deadlineMs: 150 })
    await vi.advanceTimersByTimeAsync(151)
    expect((await asking).record.attempts[0]?.error?.code).toBe('PROVIDER_TIMEOUT')
  })
})
