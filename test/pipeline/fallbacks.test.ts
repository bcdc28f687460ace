import { describe, expect, it } from 'vitest'
import type { GatewayErrorCode } from '../../src/domain/gateway-error.js'
import type { FallbackClass, RouteFallback } from '../../src/domain/route.js'
import { createUsage } from '../../src/domain/usage.js'
import { answering, buildPipeline, failing, type Script } from '../support/pipeline-builder.js'
import {
  ask,
  CHEAP_COST,
  codesOf,
  costsOf,
  DEAR_COST,
  errorOf,
  PRICES,
  placesHeld,
  remembering,
} from '../support/scripted-calls.js'

const CLASSES: readonly [GatewayErrorCode, FallbackClass][] = [
  ['CONTEXT_LENGTH_EXCEEDED', 'CONTEXT_WINDOW'],
  ['PAYLOAD_TOO_LARGE', 'CONTEXT_WINDOW'],
  ['CONTENT_FILTERED', 'CONTENT_POLICY'],
  ['PROVIDER_TIMEOUT', 'TIMEOUT'],
  ['PROVIDER_RATE_LIMITED', 'RATE_LIMIT'],
  ['PROVIDER_QUOTA_EXCEEDED', 'RATE_LIMIT'],
  ['PROVIDER_OVERLOADED', 'PROVIDER_ERROR'],
  ['PROVIDER_UNREACHABLE', 'PROVIDER_ERROR'],
  ['PROVIDER_AUTHENTICATION', 'PROVIDER_ERROR'],
  ['PROVIDER_MODEL_NOT_FOUND', 'PROVIDER_ERROR'],
]
const ALL: readonly FallbackClass[] = ['CONTEXT_WINDOW', 'CONTENT_POLICY', 'TIMEOUT', 'RATE_LIMIT', 'PROVIDER_ERROR']

function build(script: Script, fallbacks: readonly RouteFallback[], changes = {}) {
  const spare = remembering(answering('Hi'))
  const built = buildPipeline({
    providers: { acme: script, spare, other: answering('Other') },
    routes: [{ name: 'fast', targets: ['acme/model'], retry: { attempts: 0 }, fallbacks, ...changes }],
  })
  return { built, spare }
}

describe.each(CLASSES)('%s', (code, wanted) => {
  it(`is answered by the fallbacks for ${wanted}`, async () => {
    const { built } = build(failing(errorOf(code)), [{ on: [wanted], models: ['spare/model'] }])
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Hi')
    expect(codesOf(asked)).toEqual([`acme/model PRIMARY ${code}`, 'spare/model FALLBACK'])
    expect(placesHeld(built)).toBe(0)
  })

  it('is answered by the fallbacks for ANY', async () => {
    const { built } = build(failing(errorOf(code)), [{ on: ['ANY'], models: ['spare/model'] }])
    expect((await ask(built, 'fast')).shown).toBe('Hi')
  })

  it('is not answered by the fallbacks for anything else', async () => {
    const others = ALL.filter((each) => each !== wanted)
    const { built, spare } = build(failing(errorOf(code)), [{ on: others, models: ['spare/model'] }])
    expect((await ask(built, 'fast')).error?.code).toBe(code)
    expect(spare.asked).toHaveLength(0)
  })
})

describe('fallbacks', () => {
  it('come after the retries', async () => {
    const { built } = build(failing(errorOf('PROVIDER_ERROR')), [{ on: ['ANY'], models: ['spare/model'] }], {
      retry: { attempts: 1 },
    })
    expect(codesOf(await ask(built, 'fast'))).toEqual([
      'acme/model PRIMARY PROVIDER_ERROR',
      'acme/model RETRY PROVIDER_ERROR',
      'spare/model FALLBACK',
    ])
  })

  it('never ask again what was tried, nor anything twice', async () => {
    const spare = remembering(failing(errorOf('PROVIDER_ERROR')))
    const built = buildPipeline({
      providers: { acme: failing(errorOf('PROVIDER_ERROR')), spare },
      routes: [
        {
          name: 'fast',
          targets: ['acme/model'],
          retry: { attempts: 0 },
          fallbacks: [
            { on: ['ANY'], models: ['acme/model', 'spare/model'] },
            { on: ['PROVIDER_ERROR'], models: ['spare/model'] },
          ],
        },
      ],
    })
    const asked = await ask(built, 'fast')
    expect(codesOf(asked)).toEqual(['acme/model PRIMARY PROVIDER_ERROR', 'spare/model FALLBACK PROVIDER_ERROR'])
    expect(asked.error?.code).toBe('PROVIDER_ERROR')
  })

  it('of one class may lead to those of another', async () => {
    const built = buildPipeline({
      providers: {
        acme: failing(errorOf('PROVIDER_ERROR')),
        spare: failing(errorOf('PROVIDER_TIMEOUT')),
        other: answering('Other'),
      },
      routes: [
        {
          name: 'fast',
          targets: ['acme/model'],
          retry: { attempts: 0 },
          fallbacks: [
            { on: ['PROVIDER_ERROR'], models: ['spare/model'] },
            { on: ['TIMEOUT'], models: ['other/model'] },
          ],
        },
      ],
    })
    expect((await ask(built, 'fast')).shown).toBe('Other')
  })

  it('answer nothing that would fail anywhere', async () => {
    const { built, spare } = build(failing(errorOf('PROVIDER_REJECTED')), [{ on: ['ANY'], models: ['spare/model'] }])
    expect((await ask(built, 'fast')).error?.code).toBe('PROVIDER_REJECTED')
    expect(spare.asked).toHaveLength(0)
  })

  it('for CONTEXT_WINDOW are used at once when no target has room', async () => {
    const acme = remembering(answering('no'))
    const built = buildPipeline({
      providers: { acme, spare: answering('Hi') },
      facts: { acme: { contextWindow: 10 } },
      routes: [{ name: 'fast', targets: ['acme/model'], fallbacks: [{ on: ['CONTEXT_WINDOW'], models: ['spare/model'] }] }],
    })
    const asked = await ask(built, 'fast', { request: { maxOutputTokens: 1_000 } })
    expect(asked.shown).toBe('Hi')
    expect(acme.asked).toHaveLength(0)
    expect(asked.record.routing?.reason).toContain('fallback')
  })
})

const filtered = (usage = true): Script =>
  async function* () {
    yield [{ type: 'finish', reason: 'CONTENT_FILTER' }]
    if (usage) yield [{ type: 'usage', usage: createUsage({ input: { text: 10 } }) }]
  }

describe('an answer of which a filter left nothing', () => {
  it.each([true, false])('is asked of the fallbacks for CONTENT_POLICY, and both are billed (streamed: %s)', async (stream) => {
    const built = buildPipeline({
      providers: { cheap: filtered(), dear: answering('Hi') },
      prices: PRICES,
      routes: [{ name: 'fast', targets: ['cheap/model'], fallbacks: [{ on: ['CONTENT_POLICY'], models: ['dear/model'] }] }],
    })
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe('Hi')
    expect(codesOf(asked)).toEqual(['cheap/model PRIMARY CONTENT_FILTERED', 'dear/model FALLBACK'])
    expect(costsOf(asked)).toEqual([10_000n, DEAR_COST])
    expect(asked.completion?.cost?.totalNanos).toBe(10_000n + DEAR_COST)
    expect(
      built.stages.health.healthOf(built.stages.snapshot().deploymentsOf([...built.stages.snapshot().models.values()][0]!)[0]!)
        .errorRate,
    ).toBe(0)
    expect(placesHeld(built)).toBe(0)
  })

  it('is the answer where the route has no such fallback, with the usage that came after its end', async () => {
    const built = buildPipeline({ providers: { acme: filtered() }, routes: [{ name: 'fast', targets: ['acme/model'] }] })
    const asked = await ask(built, 'fast')
    expect(asked.completion).toMatchObject({
      status: 'COMPLETED',
      choices: [{ parts: [], finishReason: 'CONTENT_FILTER' }],
      usageSource: 'PROVIDER',
      cost: { totalNanos: 10_000n },
    })
  })
})

describe('an answer with nothing in it', () => {
  const empty: Script = async function* () {
    yield [{ type: 'finish', reason: 'STOP' }]
  }
  it('is a failure of its provider, and the next target is asked', async () => {
    const built = buildPipeline({
      providers: { acme: empty, spare: answering('Hi') },
      routes: [{ name: 'fast', targets: ['acme/model', 'spare/model'] }],
    })
    expect(codesOf(await ask(built, 'fast'))).toEqual(['acme/model PRIMARY PROVIDER_BAD_RESPONSE', 'spare/model NEXT'])
  })

  it('is an answer when its tokens went elsewhere, and those are billed', async () => {
    const thought: Script = async function* () {
      yield [{ type: 'finish', reason: 'LENGTH' }]
      yield [{ type: 'usage', usage: createUsage({ input: { text: 10 }, output: { text: 5 } }) }]
    }
    const asked = await ask(buildPipeline({ providers: { acme: thought } }), 'acme/model')
    expect(asked.completion).toMatchObject({ usageSource: 'PROVIDER', cost: { totalNanos: CHEAP_COST } })
    expect(asked.types).toEqual(['started', 'finish', 'usage', 'completed'])
  })
})

it('an error in the middle of a stream that began well is never a clean end, nor another answer', async () => {
  const { built, spare } = build(failing(errorOf('PROVIDER_ERROR'), { type: 'text-delta', text: 'Once' }), [
    { on: ['ANY'], models: ['spare/model'] },
  ])
  const asked = await ask(built, 'fast')
  expect(asked.last).toMatchObject({ type: 'failed', error: { code: 'PROVIDER_ERROR' }, partial: {} })
  expect(asked.record.status).toBe('UPSTREAM_TRUNCATED')
  expect(spare.asked).toHaveLength(0)
})
