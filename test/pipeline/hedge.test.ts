import { afterEach, describe, expect, it, vi } from 'vitest'
import { answering, buildPipeline, failing, type Script } from '../support/pipeline-builder.js'
import {
  ask,
  CHEAP_COST,
  CHEAP_INPUT,
  codesOf,
  costsOf,
  DEAR_COST,
  errorOf,
  inTurn,
  PRICES,
  placesHeld,
  remembering,
  silent,
  silentAfter,
  textDelta,
} from '../support/scripted-calls.js'

afterEach(() => vi.useRealTimers())

function build(cheap: Script, dear: Script, changes = {}) {
  const scripts = { cheap: remembering(cheap), dear: remembering(dear) }
  const built = buildPipeline({
    providers: scripts,
    prices: PRICES,
    routes: [
      {
        name: 'fast',
        strategy: 'HEDGE',
        targets: ['cheap/model', 'dear/model'],
        hedge: { afterMs: 50 },
        retry: { attempts: 0 },
        ...changes,
      },
    ],
  })
  return { built, ...scripts }
}

describe.each([true, false])('a hedged call (streamed: %s)', (stream) => {
  it('asks one target when it begins in time', async () => {
    const { built, dear } = build(answering('Hi'), answering('no'))
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe('Hi')
    expect(dear.asked).toHaveLength(0)
    expect(asked.record).toMatchObject({ status: 'COMPLETED', cost: { totalNanos: CHEAP_COST }, model: 'cheap/model' })
    expect(costsOf(asked)).toEqual([CHEAP_COST])
    expect(placesHeld(built)).toBe(0)
  })

  it('shows the first content; the other is aborted and billed at its own price', async () => {
    const { built, cheap } = build(silent, answering('Hello there'))
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe('Hello there')
    expect(cheap.asked[0]?.signal.aborted).toBe(true)
    expect(asked.completion).toMatchObject({ status: 'COMPLETED', model: 'dear/model', usageSource: 'ESTIMATED' })
    expect(codesOf(asked)).toEqual(['cheap/model PRIMARY', 'dear/model HEDGE'])
    expect(asked.record.attempts.map(({ outcome }) => outcome)).toEqual(['CANCELLED', 'SUCCEEDED'])
    expect(costsOf(asked)).toEqual([CHEAP_INPUT, DEAR_COST])
    expect(asked.completion?.cost?.totalNanos).toBe(CHEAP_INPUT + DEAR_COST)
    expect(asked.record.cost).toEqual(asked.completion?.cost)
    expect(placesHeld(built)).toBe(0)
  })

  it('fails with a failure when both fail, and bills neither', async () => {
    const late: Script = async function* () {
      await new Promise((resolve) => setTimeout(resolve, 80))
      throw errorOf('PROVIDER_OVERLOADED')
    }
    const { built } = build(late, failing(errorOf('PROVIDER_ERROR')))
    const asked = await ask(built, 'fast', { stream })
    expect(asked.error?.code).toMatch(/PROVIDER_(OVERLOADED|ERROR)/)
    expect([...codesOf(asked)].sort()).toEqual(['cheap/model PRIMARY PROVIDER_OVERLOADED', 'dear/model HEDGE PROVIDER_ERROR'])
    expect(asked.record).toMatchObject({ status: 'FAILED', usageSource: 'NONE', cost: null })
    expect(placesHeld(built)).toBe(0)
  })
})

describe('a hedged call', () => {
  it('gives the loser up before the winner has ended', async () => {
    let abortedAt: number | null = null
    let words = 0
    const cheap: Script = async function* ({ signal }) {
      signal.addEventListener('abort', () => {
        abortedAt = words
      })
      await new Promise(() => undefined)
      yield []
    }
    const dear: Script = async function* (call) {
      for await (const batch of answering('one two three four')(call)) {
        words++
        yield batch
      }
    }
    const { built } = build(cheap, dear)
    await ask(built, 'fast')
    expect(abortedAt).toBe(1)
  })

  it('whose first fails early goes on as any other', async () => {
    const { built } = build(failing(errorOf('PROVIDER_OVERLOADED')), answering('Hi'))
    const asked = await ask(built, 'fast')
    expect(codesOf(asked)).toEqual(['cheap/model PRIMARY PROVIDER_OVERLOADED', 'dear/model NEXT'])
    expect(asked.record.cost?.totalNanos).toBe(DEAR_COST)
    expect(asked.types).toContain('route-switched')
  })

  it('whose second fails waits for the first', async () => {
    const slow: Script = async function* (call) {
      await new Promise((resolve) => setTimeout(resolve, 80))
      yield* answering('Hi')(call)
    }
    const { built } = build(slow, failing(errorOf('PROVIDER_OVERLOADED')))
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Hi')
    expect([...codesOf(asked)].sort()).toEqual(['cheap/model PRIMARY', 'dear/model HEDGE PROVIDER_OVERLOADED'])
    expect(asked.record.cost?.totalNanos).toBe(CHEAP_COST)
  })

  it('tries both again when both have failed', async () => {
    const late: Script = async function* () {
      await new Promise((resolve) => setTimeout(resolve, 80))
      throw errorOf('PROVIDER_OVERLOADED')
    }
    const { built, cheap } = build(inTurn(late, answering('Hi')), failing(errorOf('PROVIDER_ERROR')), { retry: { attempts: 1 } })
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Hi')
    expect(cheap.asked).toHaveLength(2)
    expect(placesHeld(built)).toBe(0)
  })

  it('closes both when its caller leaves, and bills both', async () => {
    const { built, cheap, dear } = build(silent, silent)
    const hangUp = new AbortController()
    const asking = ask(built, 'fast', { signal: hangUp.signal })
    await vi.waitFor(() => expect(dear.asked).toHaveLength(1))
    await new Promise(setImmediate)
    hangUp.abort()
    const asked = await asking
    expect([cheap, dear].map(({ asked: [call] }) => call?.signal.aborted)).toEqual([true, true])
    expect(asked.record).toMatchObject({ status: 'CLIENT_CANCELLED', usageSource: 'ESTIMATED' })
    expect([...costsOf(asked)].sort()).toEqual([CHEAP_INPUT, 10n * CHEAP_INPUT])
    expect(asked.record.cost?.totalNanos).toBe(11n * CHEAP_INPUT)
    expect(placesHeld(built)).toBe(0)
  })

  it('that breaks off after content bills its attempt', async () => {
    const { built } = build(silent, failing(errorOf('PROVIDER_STREAM_CUT'), textDelta('Once upon a time')))
    const asked = await ask(built, 'fast')
    expect(asked.record.status).toBe('UPSTREAM_TRUNCATED')
    // 9 tokens of input, 4 of output at ten times the price.
    expect(costsOf(asked)).toEqual([CHEAP_INPUT, 170_000n])
    expect(asked.record.cost?.totalNanos).toBe(CHEAP_INPUT + 170_000n)
  })

  it('left in the middle of the winner bills what was shown of it', async () => {
    const { built } = build(silent, silentAfter(textDelta('Once upon a time')))
    const hangUp = new AbortController()
    const calling = built.pipeline.complete(
      { organizationId: 'o', keyId: 'k', name: 'n', scopes: new Set(['inference']), models: null },
      { model: 'fast', messages: [{ role: 'user', parts: [{ type: 'text', text: 'Say hello, please.' }] }] },
      { door: 'OPENAI', stream: true, signal: hangUp.signal },
    )
    await calling.next()
    await calling.next()
    hangUp.abort()
    await calling.return()
    const record = built.ended[0]?.record
    expect(record?.status).toBe('CLIENT_CANCELLED')
    expect(record?.attempts.map(({ costNanos }) => costNanos)).toEqual([CHEAP_INPUT, 170_000n])
    expect(placesHeld(built)).toBe(0)
  })

  it('without a second target that may be asked waits for its first', async () => {
    const slow: Script = async function* (call) {
      await new Promise((resolve) => setTimeout(resolve, 80))
      yield* answering('Hi')(call)
    }
    const { built } = build(slow, answering('no'), { targets: ['cheap/model'] })
    expect(codesOf(await ask(built, 'fast'))).toEqual(['cheap/model PRIMARY'])
  })
})
