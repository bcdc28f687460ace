import { describe, expect, it, vi } from 'vitest'
import type { CascadeGate } from '../../src/domain/route.js'
import { createUsage } from '../../src/domain/usage.js'
import { answering, buildPipeline, failing, principalWith, requestFor, type Script } from '../support/pipeline-builder.js'
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
  silent,
  textDelta,
} from '../support/scripted-calls.js'

const REFUSAL = "I'm sorry, but I cannot help with that."
const SCHEMA = { type: 'json-schema', name: 'x', schema: { type: 'object', required: ['age'] } } as const
const usage = { type: 'usage', usage: createUsage({ input: { text: 10 }, output: { text: 5 } }) } as const

function build(cheap: Script, dear: Script, cascade: CascadeGate = {}, { judge = answering('{"score":1}'), ...changes } = {}) {
  const scripts = { cheap: remembering(cheap), dear: remembering(dear), judge: remembering(judge) }
  const built = buildPipeline({
    providers: scripts,
    prices: PRICES,
    routes: [
      { name: 'fast', strategy: 'CASCADE', targets: ['cheap/model', 'dear/model'], cascade, retry: { attempts: 0 }, ...changes },
    ],
  })
  return { built, ...scripts }
}

const unsure: Script = async function* () {
  yield [{ type: 'text-delta', text: 'Perhaps', logprobs: [{ token: 'Perhaps', logprob: -3 }] }]
  yield [usage, { type: 'finish', reason: 'STOP' }]
}

describe.each([true, false])('a cascade (streamed: %s)', (stream) => {
  it('shows the cheap answer when nothing is wrong with it', async () => {
    const { built, cheap, dear } = build(answering('Hello there'), answering('no'))
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe('Hello there')
    expect(cheap.asked[0]?.stream).toBe(false)
    expect(dear.asked).toHaveLength(0)
    expect(asked.completion).toMatchObject({ status: 'COMPLETED', model: 'cheap/model', usageSource: 'PROVIDER' })
    expect(costsOf(asked)).toEqual([CHEAP_COST])
    expect(asked.record.cost?.totalNanos).toBe(CHEAP_COST)
    expect(placesHeld(built)).toBe(0)
  })

  it.each<[string, Script, CascadeGate, object]>([
    ['refuses', answering(REFUSAL), {}, {}],
    ['is unsure of its words', unsure, { minLogprob: -1 }, {}],
    ['is found wanting by a judge', answering('Meh'), { judge: { model: 'judge/model' } }, { judge: answering('{"score":0.2}') }],
  ])('asks the better model when the cheap one %s, shows nothing of its answer and bills both', async (_, cheap, gate, more) => {
    const { built } = build(cheap, answering('Better answer'), gate, more)
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe('Better answer')
    expect(asked.completion?.choices).toMatchObject([{ parts: [{ type: 'text', text: 'Better answer' }] }])
    const roles = gate.judge
      ? ['cheap/model PRIMARY', 'judge/model JUDGE', 'dear/model ESCALATION']
      : ['cheap/model PRIMARY', 'dear/model ESCALATION']
    expect(codesOf(asked)).toEqual(roles)
    const costs = gate.judge ? [CHEAP_COST, CHEAP_COST, DEAR_COST] : [CHEAP_COST, DEAR_COST]
    expect(costsOf(asked)).toEqual(costs)
    expect(asked.completion).toMatchObject({ status: 'COMPLETED', model: 'dear/model', usageSource: 'PROVIDER' })
    expect(asked.record.cost?.totalNanos).toBe(costs.reduce((sum, cost) => sum + cost))
    expect(asked.types).toContain('route-switched')
    expect(placesHeld(built)).toBe(0)
  })

  it('asks the better model when the answer breaks its schema also after its repair, and bills all three', async () => {
    const { built, cheap } = build(answering('nonsense'), answering('{"age":1}'))
    const asked = await ask(built, 'fast', { stream, request: { responseFormat: SCHEMA } })
    expect(asked.shown).toBe('{"age":1}')
    expect(cheap.asked).toHaveLength(2)
    expect(codesOf(asked)).toEqual(['cheap/model PRIMARY', 'cheap/model PRIMARY', 'dear/model ESCALATION'])
    expect(costsOf(asked).at(-1)).toBe(DEAR_COST)
    expect(costsOf(asked).every((cost) => cost !== undefined && cost > 0n)).toBe(true)
    expect(asked.record.cost?.totalNanos).toBe(costsOf(asked).reduce((sum: bigint, cost) => sum + (cost ?? 0n), 0n))
    expect(placesHeld(built)).toBe(0)
  })

  it('shows a refusal after all, with a warning, when no better model can be asked', async () => {
    const { built } = build(answering(REFUSAL), failing(errorOf('PROVIDER_OVERLOADED')))
    const dear = [...built.stages.snapshot().models.values()].find(({ id }) => id === 'dear/model')!
    const [deployment] = built.stages.snapshot().deploymentsOf(dear)
    for (let failures = 0; failures < 5; failures++) {
      const permit = built.stages.health.begin(deployment!, 0)
      if ('key' in permit) permit.end({ error: errorOf('PROVIDER_OVERLOADED'), firstTokenMs: null, totalMs: 1 })
    }
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe(REFUSAL)
    expect(asked.completion?.warnings).toMatchObject([{ code: 'NOT_ESCALATED' }])
    expect(asked.record).toMatchObject({ status: 'COMPLETED', cost: { totalNanos: CHEAP_COST } })
    expect(placesHeld(built)).toBe(0)
  })

  it('goes on at the better model when the cheap one fails, also in the middle of an answer that nobody saw', async () => {
    const { built } = build(failing(errorOf('PROVIDER_STREAM_CUT'), textDelta('Half an ans')), answering('Whole'))
    const asked = await ask(built, 'fast', { stream })
    expect(asked.shown).toBe('Whole')
    expect(codesOf(asked)).toEqual(['cheap/model PRIMARY PROVIDER_STREAM_CUT', 'dear/model NEXT'])
    expect(placesHeld(built)).toBe(0)
  })
})

describe('a judge', () => {
  it.each<[string, Script]>([
    ['fails', failing(errorOf('PROVIDER_ERROR'))],
    ['says nothing to go by', answering('It is fine, I think')],
    ['breaks off', failing(errorOf('PROVIDER_STREAM_CUT'), textDelta('{"sc'))],
  ])('who %s lets the answer pass', async (_, judge) => {
    const { built, dear } = build(answering('Meh'), answering('no'), { judge: { model: 'judge/model' } }, { judge })
    const asked = await ask(built, 'fast')
    expect(asked.shown).toBe('Meh')
    expect(dear.asked).toHaveLength(0)
    expect(asked.record.attempts[1]).toMatchObject({ deployment: 'judge/model', role: 'JUDGE' })
    expect(placesHeld(built)).toBe(0)
  })

  it('may not see data that its place must not have', async () => {
    const { built, judge } = build(answering('Meh'), answering('no'), { judge: { model: 'judge/model' } }, {
      judge: answering('{"score":0}'),
      dataPolicy: { excludedProviders: ['judge'] },
    } as never)
    expect((await ask(built, 'fast')).shown).toBe('Meh')
    expect(judge.asked).toHaveLength(0)
  })

  it('may not see data of a class that only a header names', async () => {
    const sensitive = [{ dataClass: 'pii', excludedProviders: ['judge'] }]
    const { built, judge } = build(answering('Meh'), answering('no'), { judge: { model: 'judge/model' } }, {
      dataPolicy: { sensitive },
    } as never)
    await ask(built, 'fast')
    expect(judge.asked).toHaveLength(1)
    await ask(built, 'fast', { headers: { 'x-weir-data-classes': 'pii' } })
    expect(judge.asked).toHaveLength(1)
  })

  it('is given up with the call', async () => {
    const { built, judge } = build(answering('Meh'), answering('no'), { judge: { model: 'judge/model' } }, { judge: silent })
    const hangUp = new AbortController()
    const asking = ask(built, 'fast', { signal: hangUp.signal })
    await vi.waitFor(() => expect(judge.asked).toHaveLength(1))
    hangUp.abort()
    const asked = await asking
    expect(asked.shown).toBe('')
    expect(asked.record.status).toBe('CLIENT_CANCELLED')
    expect(costsOf(asked)[0]).toBe(CHEAP_COST)
    expect(placesHeld(built)).toBe(0)
  })
})

describe('a cascade', () => {
  it.each([1, 2, 3, 4, 5])('gives every place back when its caller leaves after %i events', async (events) => {
    const { built } = build(answering(REFUSAL), answering('Better answer'))
    const hangUp = new AbortController()
    const options = { door: 'OPENAI', stream: true, signal: hangUp.signal } as const
    const calling = built.pipeline.complete(principalWith(), requestFor('fast'), options)
    for (let read = 0; read < events; read++) await calling.next()
    hangUp.abort()
    await calling.return()
    expect(placesHeld(built)).toBe(0)
    expect(built.ended).toHaveLength(1)
    expect(built.ended[0]?.record.attempts[0]?.costNanos).toBe(events === 1 ? undefined : CHEAP_COST)
  })

  it('is not timed by an answer that nobody saw', async () => {
    const late: Script = async function* (call) {
      await new Promise((resolve) => setTimeout(resolve, 60))
      yield* answering('Better')(call)
    }
    const { built } = build(answering(REFUSAL), late)
    const { record } = await ask(built, 'fast')
    expect(record.timings.timeToFirstTokenMs).toBeGreaterThan(50)
  })

  it('does not escalate to another place of the same model', async () => {
    const cheap = remembering(answering(REFUSAL))
    const built = buildPipeline({
      providers: { cheap, dear: answering('Better') },
      deployments: ['a', 'b'].map((name) => ({ name, provider: 'cheap', model: 'model' })),
      routes: [{ name: 'fast', strategy: 'CASCADE', targets: ['cheap/model', 'dear/model'] }],
    })
    expect((await ask(built, 'fast')).shown).toBe('Better')
    expect(cheap.asked).toHaveLength(1)
  })
})
