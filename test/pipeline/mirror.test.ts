import { describe, expect, it, vi } from 'vitest'
import type { ShadowReport } from '../../src/pipeline/compare-answers.js'
import { answering, buildPipeline, failing, type PipelineSetting, type Script } from '../support/pipeline-builder.js'
import { ask, CHEAP_COST, DEAR_COST, errorOf, PRICES, placesHeld, remembering, silent } from '../support/scripted-calls.js'

function build(
  shadow: Script,
  { percent = 100, share = 0, ...changes }: { percent?: number; share?: number } & PipelineSetting = {},
) {
  const reports: ShadowReport[] = []
  const scripts = { cheap: remembering(answering('Hello there')), dear: remembering(shadow) }
  const built = buildPipeline({
    providers: scripts,
    prices: PRICES,
    onShadow: (report) => reports.push(report),
    chance: (below) => Math.floor(below * share),
    routes: [{ name: 'fast', strategy: 'SHADOW', targets: ['cheap/model', 'dear/model'], shadow: { percent } }],
    ...changes,
  })
  return { built, reports, ...scripts }
}

describe('a mirrored call', () => {
  it.each([true, false])(
    'is asked of the other target, and compared, but not shown nor billed to the call (streamed: %s)',
    async (stream) => {
      const { built, reports, dear } = build(answering('Hello world'))
      const asked = await ask(built, 'fast', { stream })
      expect(asked.shown).toBe('Hello there')
      expect(asked.completion).toMatchObject({ model: 'cheap/model', cost: { totalNanos: CHEAP_COST } })
      await vi.waitFor(() => expect(reports).toHaveLength(1))
      expect(dear.asked[0]?.stream).toBe(false)
      expect(reports[0]).toMatchObject({
        callId: asked.completion?.id,
        route: 'fast',
        model: 'cheap/model',
        shadowModel: 'dear/model',
        error: null,
        sameText: false,
        sameFinish: true,
        similarity: 0.333,
        costNanos: CHEAP_COST,
        shadowCostNanos: DEAR_COST,
      })
      expect(JSON.stringify(reports[0], (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain('Hello')
    },
  )

  it('has a record of its own that names the call it mirrors, and not its idempotency key', async () => {
    const { built } = build(answering('Hello world'))
    const { completion } = await ask(built, 'fast', { request: { idempotencyKey: 'once' } })
    await vi.waitFor(() => expect(built.ended).toHaveLength(2))
    const [own, mirrored] = [...built.ended].sort((a, b) => (a.record.shadowOf ?? '').localeCompare(b.record.shadowOf ?? ''))
    expect(own?.record).toMatchObject({ id: completion?.id, shadowOf: undefined, idempotencyKey: 'once' })
    expect(mirrored?.record).toMatchObject({ shadowOf: completion?.id, model: 'dear/model', cost: { totalNanos: DEAR_COST } })
    expect(mirrored?.record.idempotencyKey).toBeUndefined()
    expect(built.started.map(({ shadowOf }) => shadowOf)).toEqual([undefined, completion?.id])
  })

  it('does not delay the answer', async () => {
    const { built, dear } = build(silent)
    expect((await ask(built, 'fast')).shown).toBe('Hello there')
    expect(built.ended).toHaveLength(1)
    await vi.waitFor(() => expect(dear.asked).toHaveLength(1))
  })

  it('that fails is reported by its code, and changes nothing', async () => {
    const { built, reports } = build(failing(errorOf('PROVIDER_REJECTED')))
    expect((await ask(built, 'fast')).shown).toBe('Hello there')
    await vi.waitFor(() => expect(reports).toHaveLength(1))
    expect(reports[0]).toMatchObject({ error: 'PROVIDER_REJECTED', sameText: null, shadowCostNanos: null })
    expect(placesHeld(built)).toBe(0)
  })

  it('whose report cannot be made is logged as a bug', async () => {
    const bug = new TypeError('bug')
    const { built } = build(answering('Hello'), {
      onShadow: () => {
        throw bug
      },
    })
    await ask(built, 'fast')
    await vi.waitFor(() => expect(built.bugs).toEqual([bug]))
  })

  it.each([
    [10, 0.0999, 1],
    [10, 0.1, 0],
    [0, 0, 0],
    [100, 0.9999, 1],
  ])('is a share of %i per cent: chance %f makes %i', async (percent, share, mirrored) => {
    const { built, dear, reports } = build(answering('Hello'), { percent, share })
    await ask(built, 'fast')
    if (mirrored > 0) await vi.waitFor(() => expect(reports).toHaveLength(1))
    await new Promise(setImmediate)
    expect(dear.asked).toHaveLength(mirrored)
  })

  it('is one of each other model, and none of the model that answered', async () => {
    const dear = remembering(answering('Hello'))
    const cheap = remembering(failing(errorOf('PROVIDER_OVERLOADED')))
    const third = remembering(answering('Hello'))
    const { built, reports } = build(answering('unused'), {
      providers: { cheap, dear, third },
      deployments: ['a', 'b'].map((name) => ({ name, provider: 'third', model: 'model' })),
      routes: [{ name: 'fast', strategy: 'SHADOW', targets: ['cheap/model', 'dear/model', 'third/model'] }],
    })
    expect((await ask(built, 'fast')).completion?.model).toBe('dear/model')
    await vi.waitFor(() => expect(reports).toHaveLength(1))
    expect([cheap, dear, third].map(({ asked }) => asked.length)).toEqual([1, 1, 1])
  })

  it('is left out when many run already', async () => {
    let open: () => void = () => undefined
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const slow: Script = async function* (call) {
      await opened
      yield* answering('Hello')(call)
    }
    const { built, dear, reports } = build(slow)
    for (let call = 0; call < 30; call++) expect((await ask(built, 'fast')).shown).toBe('Hello there')
    await new Promise(setImmediate)
    // One that is silent still runs from before.
    expect(dear.asked.length).toBeLessThanOrEqual(16)
    expect(dear.asked.length).toBeGreaterThanOrEqual(10)
    open()
    await vi.waitFor(() => expect(reports).toHaveLength(dear.asked.length))
  })
})
