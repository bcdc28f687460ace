import { describe, expect, it } from 'vitest'
import type { ProviderEvent } from '../../src/domain/completion-event.js'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import { answering, buildPipeline, failing, type Script } from '../support/pipeline-builder.js'
import {
  ask,
  codesOf,
  costsOf,
  DEAR_COST,
  errorOf,
  PRICES,
  placesHeld,
  remembering,
  textDelta,
} from '../support/scripted-calls.js'

const cut = (...before: readonly (string | ProviderEvent)[]) =>
  failing(errorOf('PROVIDER_STREAM_CUT'), ...before.map((event) => (typeof event === 'string' ? textDelta(event) : event)))
const canGoOn = { capabilities: { prefill: true } as never }

function build(cheap: Script, dear: Script, { third = answering('third'), route = {}, facts = {} } = {}) {
  const scripts = { cheap: remembering(cheap), dear: remembering(dear), third: remembering(third) }
  const built = buildPipeline({
    providers: scripts,
    prices: PRICES,
    facts: { dear: canGoOn, third: canGoOn, ...facts },
    routes: [
      {
        name: 'fast',
        targets: ['cheap/model', 'dear/model', 'third/model'],
        continue: true,
        retry: { attempts: 0 },
        ...route,
      },
    ],
  })
  return { built, ...scripts }
}

describe.each([true, false])('a stream that is cut after text (streamed: %s)', (stream) => {
  it('goes on at a target that can, as one text, marked and billed on both legs', async () => {
    const { built, dear } = build(cut('Once upon ', 'a time '), answering(' there was a king.'))
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe('Once upon a time there was a king.')
    expect(asked.completion?.choices).toMatchObject([
      { parts: [{ text: 'Once upon a time there was a king.' }], finishReason: 'STOP' },
    ])
    expect(asked.completion?.choices[0]?.parts).toHaveLength(1)
    expect(dear.asked[0]?.request.messages.at(-1)).toEqual({
      role: 'assistant',
      parts: [{ type: 'text', text: 'Once upon a time' }],
    })
    expect(asked.completion?.warnings).toMatchObject([{ code: 'CONTINUED' }])
    expect(asked.record.warnings).toMatchObject([{ code: 'CONTINUED' }])
    expect(codesOf(asked)).toEqual(['cheap/model PRIMARY PROVIDER_STREAM_CUT', 'dear/model CONTINUATION'])
    // 9 tokens of input and 5 of the 17 characters, at 1 and 2 microdollars.
    expect(costsOf(asked)).toEqual([19_000n, DEAR_COST])
    expect(asked.completion).toMatchObject({
      status: 'COMPLETED',
      usageSource: 'ESTIMATED',
      cost: { totalNanos: 19_000n + DEAR_COST },
    })
    expect(asked.record.cost).toEqual(asked.completion?.cost)
    expect(placesHeld(built)).toBe(0)
  })
})

describe('at the seam', () => {
  it.each([
    ['Once', ' upon', 'Once upon'],
    ['Once ', ' upon', 'Once upon'],
    ['Once ', 'upon', 'Once upon'],
    ['Once\n\n', '\n\n- one', 'Once\n\n- one'],
    ['Once\n', '\n\n- one', 'Once\n\n- one'],
    ['Once ', '\n- one', 'Once \n- one'],
    ['On', 'ce', 'Once'],
  ])('%j and %j are %j', async (before, after, whole) => {
    const { built } = build(cut(before), answering(after))
    expect((await ask(built, 'fast')).shown).toBe(whole)
  })

  it('white space that comes in pieces is not doubled', async () => {
    const pieces: Script = async function* () {
      for (const piece of ['\n', '\n', ' ', 'two']) yield [textDelta(piece)]
      yield [{ type: 'finish', reason: 'STOP' }]
    }
    const { built } = build(cut('one\n\n'), pieces)
    expect((await ask(built, 'fast')).shown).toBe('one\n\n two')
  })

  it('what providers number otherwise, or think in between, does not part the text', async () => {
    const other: Script = async function* () {
      yield [{ type: 'reasoning-delta', text: 'Hm', part: 0 }]
      yield [{ type: 'text-delta', text: ' upon', part: 1 }]
      yield [{ type: 'finish', reason: 'STOP' }]
    }
    const { built } = build(cut({ type: 'text-delta', text: 'Once', part: 3 }), other)
    expect((await ask(built, 'fast')).completion?.choices[0]?.parts).toEqual([{ type: 'text', text: 'Once upon' }])
  })
})

describe('a continuation', () => {
  it('that fails before content leaves the next to try', async () => {
    const { built, third } = build(cut('Once '), failing(errorOf('PROVIDER_OVERLOADED')), { third: answering('upon a time') })
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Once upon a time')
    expect(codesOf(asked)).toEqual([
      'cheap/model PRIMARY PROVIDER_STREAM_CUT',
      'dear/model CONTINUATION PROVIDER_OVERLOADED',
      'third/model CONTINUATION',
    ])
    expect(costsOf(asked)[1]).toBeUndefined()
    expect(third.asked[0]?.request.messages.at(-1)?.parts).toEqual([{ type: 'text', text: 'Once' }])
    expect(placesHeld(built)).toBe(0)
  })

  it('that breaks off goes on once more, with all that was said', async () => {
    const { built, third } = build(cut('Once '), cut('upon ', 'a '), { third: answering('time') })
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Once upon a time')
    expect(third.asked[0]?.request.messages).toHaveLength(2)
    expect(third.asked[0]?.request.messages.at(-1)?.parts).toEqual([{ type: 'text', text: 'Once upon a' }])
    expect(asked.record.attempts.map(({ costNanos = 0n }) => costNanos > 0n)).toEqual([true, true, true])
    expect(asked.record.cost?.totalNanos).toBe(costsOf(asked).reduce((sum: bigint, cost) => sum + (cost ?? 0n), 0n))
    expect(asked.completion?.warnings.map(({ code }) => code)).toEqual(['CONTINUED', 'CONTINUED'])
    expect(placesHeld(built)).toBe(0)
  })

  it('has what is left of the tokens that the caller allowed', async () => {
    const { built, dear } = build(cut('Once upon a time'), answering(' there'))
    await ask(built, 'fast', { request: { maxOutputTokens: 100 } })
    expect(dear.asked[0]?.request.maxOutputTokens).toBe(96)
  })

  it('that finds nobody is the typed failure there was, billed once', async () => {
    const { built } = build(cut('Once upon a time'), failing(errorOf('PROVIDER_OVERLOADED')), {
      route: { targets: ['cheap/model'] },
    })
    const asked = await ask(built, 'fast')
    expect(asked.last).toMatchObject({ type: 'failed', error: { code: 'PROVIDER_STREAM_CUT' }, partial: {} })
    expect(asked.record).toMatchObject({ status: 'UPSTREAM_TRUNCATED', warnings: [], cost: { totalNanos: 17_000n } })
    expect(costsOf(asked)).toEqual([17_000n])
  })

  it('that finds nobody after a time-out is billed once too', async () => {
    const { built } = build(failing(errorOf('PROVIDER_TIMEOUT'), textDelta('Once upon a time')), answering('no'), {
      route: { targets: ['cheap/model'] },
    })
    const asked = await ask(built, 'fast')
    expect(asked.record).toMatchObject({ status: 'TIMED_OUT', cost: { totalNanos: 17_000n } })
    expect(costsOf(asked)).toEqual([17_000n])
  })
})

const format = { type: 'json-object' } as const
const schema = { type: 'json-schema', name: 'x', schema: { type: 'object' } } as const
describe('a broken stream does not go on', () => {
  it.each<[string, Script, Partial<CompletionRequest>, object]>([
    ['when the route does not say so', cut('Once'), {}, { route: { continue: false } }],
    ['with a model of which it is not known that it can', cut('Once'), {}, { facts: { dear: {}, third: {} } }],
    ['when JSON was asked for', cut('{"a'), { responseFormat: format }, {}],
    ['when a JSON schema was asked for', cut('{"a'), { responseFormat: schema }, {}],
    ['when several answers were asked for', cut('Once'), { n: 2 }, {}],
    ['when white space is all that was said', cut(' \n'), {}, {}],
    [
      'in the middle of a tool call',
      cut({ type: 'tool-call-delta', index: 0, id: 'a', name: 'look', argumentsDelta: '{"' }),
      {},
      {},
    ],
    ['when the failure is not the target’s', failing(errorOf('CONTENT_FILTERED'), textDelta('Once')), {}, {}],
  ])('%s', async (_, cheap, request, more) => {
    const { built, dear, third } = build(cheap, answering('no'), more)
    const asked = await ask(built, 'fast', { request })
    expect(asked.last).toMatchObject({ type: 'failed', partial: {} })
    expect([dear.asked.length, third.asked.length]).toEqual([0, 0])
    expect(placesHeld(built)).toBe(0)
  })
})
