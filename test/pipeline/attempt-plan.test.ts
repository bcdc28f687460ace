import { afterEach, describe, expect, it, vi } from 'vitest'
import { isPermit } from '../../src/domain/health.js'
import { answering, buildPipeline, failing, principalWith, requestFor } from '../support/pipeline-builder.js'
import { ask, codesOf, errorOf, placesHeld, remembering, silent, silentAfter, textDelta } from '../support/scripted-calls.js'

const overloaded = failing(errorOf('PROVIDER_OVERLOADED'))
const one = [{ name: 'acme-eu', provider: 'acme', model: 'model', limits: { maxConcurrent: 1 } }]

afterEach(() => vi.useRealTimers())

function take({ stages }: ReturnType<typeof buildPipeline>, name: string) {
  const permit = stages.health.begin(stages.snapshot().deployments.get(name)!, 0)
  if (!isPermit(permit)) throw new Error(`no place: ${permit.reason}`)
  return permit
}

describe('a call for which nothing can be asked', () => {
  it('is refused at once with when to come back, when each circuit is open', async () => {
    const acme = remembering(overloaded)
    const built = buildPipeline({
      providers: { acme },
      routes: [{ name: 'fast', targets: ['acme/model'], retry: { attempts: 0 } }],
    })
    for (let call = 0; call < 5; call++) await ask(built, 'fast')
    const { error, record } = await ask(built, 'fast')
    expect(error).toMatchObject({ code: 'NO_TARGET_AVAILABLE', status: 503 })
    expect(error?.retryAfterMs).toBeGreaterThan(3_000)
    expect(error?.retryAfterMs).toBeLessThan(6_000)
    expect(acme.asked).toHaveLength(5)
    expect(record).toMatchObject({ status: 'FAILED', attempts: [], usageSource: 'NONE' })
    expect(placesHeld(built)).toBe(0)
  })

  it('goes to the fallbacks for failures of providers, when that is why the circuits are open', async () => {
    const built = buildPipeline({
      providers: { acme: overloaded, spare: answering('Hi') },
      routes: [
        {
          name: 'fast',
          targets: ['acme/model'],
          retry: { attempts: 0 },
          fallbacks: [{ on: ['PROVIDER_ERROR'], models: ['spare/model'] }],
        },
      ],
    })
    for (let call = 0; call < 5; call++) expect((await ask(built, 'fast')).shown).toBe('Hi')
    const asked = await ask(built, 'fast')
    expect(codesOf(asked)).toEqual(['spare/model FALLBACK'])
    expect(asked.shown).toBe('Hi')
  })

  it('waits for a place, and is served when one is free', async () => {
    const built = buildPipeline({ deployments: one, maxWaitMs: 10_000 })
    const permit = take(built, 'acme-eu')
    const asking = ask(built, 'acme/model')
    await vi.waitFor(() => expect(built.started).toHaveLength(1))
    expect(built.ended).toHaveLength(0)
    permit.end({ error: null, firstTokenMs: 1, totalMs: 1 })
    expect((await asking).shown).toBe('Hello')
    expect(placesHeld(built)).toBe(0)
  })

  it('waits for a place also when another target is not to be asked at all', async () => {
    const built = buildPipeline({
      providers: { acme: answering('Hi'), down: overloaded },
      deployments: one,
      maxWaitMs: 10_000,
      routes: [
        { name: 'both', targets: ['down/model', 'acme/model'], retry: { attempts: 0 } },
        { name: 'down', targets: ['down/model'], retry: { attempts: 0 } },
      ],
    })
    for (let call = 0; call < 5; call++) await ask(built, 'down')
    const permit = take(built, 'acme-eu')
    const asking = ask(built, 'both')
    await vi.waitFor(() => expect(built.started).toHaveLength(6))
    permit.end({ error: null, firstTokenMs: 1, totalMs: 1 })
    expect((await asking).shown).toBe('Hi')
  })

  it('is refused when no place was free for as long as calls wait', async () => {
    vi.useFakeTimers()
    const built = buildPipeline({ deployments: one, maxWaitMs: 100 })
    take(built, 'acme-eu')
    const asking = ask(built, 'acme/model')
    await vi.advanceTimersByTimeAsync(100)
    expect((await asking).error).toMatchObject({ code: 'NO_TARGET_AVAILABLE', message: expect.stringContaining('as many calls') })
    expect(placesHeld(built)).toBe(1)
  })

  it('does not wait longer for a place than its caller does', async () => {
    const built = buildPipeline({ deployments: one, maxWaitMs: 10_000 })
    take(built, 'acme-eu')
    expect((await ask(built, 'acme/model', { deadlineMs: 15 })).error?.code).toBe('NO_TARGET_AVAILABLE')
  })
})

describe('every place is given back', () => {
  const tools = [{ name: 'look', parameters: { type: 'object' } }]
  const schema = { type: 'json-schema', name: 'x', schema: { type: 'object', required: ['age'] } } as const
  it.each([
    ['success', answering('Hi'), {}],
    ['a failure before content', failing(errorOf('PROVIDER_ERROR')), {}],
    ['a failure after content', failing(errorOf('PROVIDER_ERROR'), textDelta('Once')), {}],
    ['a bug of ours', failing(new TypeError('bug')), {}],
    ['a request that the model cannot do', answering('Hi'), { tools }],
    ['an answer that is repaired in vain', answering('nonsense'), { responseFormat: schema }],
  ])('after %s', async (_, script, request) => {
    const acme = remembering(script)
    const built = buildPipeline({ providers: { acme }, facts: { acme: { capabilities: { tools: false } as never } } })
    await ask(built, 'acme/model', { request, stream: false })
    expect(placesHeld(built)).toBe(0)
    expect(built.ended).toHaveLength(1)
  })

  it.each([0, 1, 2, 3, 4, 5, 6])('when the caller leaves after %i events', async (events) => {
    const built = buildPipeline({
      providers: { acme: overloaded, spare: answering('One two three') },
      routes: [{ name: 'fast', targets: ['acme/model', 'spare/model'] }],
    })
    const signal = new AbortController()
    const calling = built.pipeline.complete(principalWith(), requestFor('fast'), {
      door: 'OPENAI',
      stream: true,
      signal: signal.signal,
    })
    for (let read = 0; read < events; read++) await calling.next()
    signal.abort()
    await calling.return()
    expect(placesHeld(built)).toBe(0)
    expect(built.stages.calls.running).toBe(0)
    expect(built.ended).toHaveLength(events === 0 ? 0 : 1)
  })

  it.each([
    ['silent from the beginning', silent],
    ['silent in the middle', silentAfter(textDelta('Once'))],
  ])('when the caller leaves a provider that is %s', async (_, script) => {
    const acme = remembering(script)
    const built = buildPipeline({ providers: { acme } })
    const hangUp = new AbortController()
    const asking = ask(built, 'acme/model', { signal: hangUp.signal })
    await vi.waitFor(() => expect(acme.asked).toHaveLength(1))
    await new Promise(setImmediate)
    hangUp.abort()
    expect((await asking).record.status).toBe('CLIENT_CANCELLED')
    expect(acme.asked[0]?.signal.aborted).toBe(true)
    expect(placesHeld(built)).toBe(0)
  })

  it('and nothing is billed to a caller who leaves before a provider is asked', async () => {
    const built = buildPipeline()
    const calling = built.pipeline.complete(principalWith(), requestFor(), {
      door: 'OPENAI',
      stream: true,
      signal: new AbortController().signal,
    })
    expect((await calling.next()).value).toMatchObject([{ type: 'started' }])
    await calling.return()
    expect(built.ended[0]?.record).toMatchObject({ status: 'CLIENT_CANCELLED', usageSource: 'NONE', cost: null })
  })
})
