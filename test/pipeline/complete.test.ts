import { afterEach, describe, expect, it, vi } from 'vitest'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { createUsage } from '../../src/domain/usage.js'
import { collect } from '../../src/pipeline/collect.js'
import { answering, buildPipeline, eventsOf, failing, principalWith, requestFor } from '../support/pipeline-builder.js'

const overloaded = new GatewayError('PROVIDER_OVERLOADED', 'acme is overloaded')
const two = { name: 'fast', targets: ['acme/model', 'spare/model'], timeouts: {} }

afterEach(() => vi.useRealTimers())

describe('an answer', () => {
  it('is started, content, and one completed event with usage, cost and route', async () => {
    const built = buildPipeline({ providers: { acme: answering('Hello dear reader') } })
    const events = await eventsOf(built)
    expect(events.map((event) => event.type)).toEqual([
      'started',
      'text-delta',
      'text-delta',
      'text-delta',
      'usage',
      'finish',
      'completed',
    ])
    const last = events.at(-1)
    expect(last).toMatchObject({
      completion: {
        status: 'COMPLETED',
        model: 'acme/model',
        usageSource: 'PROVIDER',
        // 10 x $1/M + 5 x $2/M = 20 microdollars
        cost: { totalNanos: 20_000n, priceVersion: 'test-1' },
        choices: [{ parts: [{ type: 'text', text: 'Hello dear reader' }], finishReason: 'STOP', nativeFinishReason: 'stop' }],
      },
    })
  })

  it('is on record before the provider is asked and once after it', async () => {
    const order: string[] = []
    const built = buildPipeline({
      providers: {
        acme: async function* (call) {
          order.push('asked')
          yield* answering('Hi')(call)
        },
      },
      journal: {
        start: async () => {
          await Promise.resolve()
          order.push('on record')
        },
      },
    })
    await eventsOf(built)
    expect(order).toEqual(['on record', 'asked'])
    expect(built.ended).toHaveLength(1)
    expect(built.ended[0]?.record).toMatchObject({
      status: 'COMPLETED',
      unpriced: false,
      model: 'acme/model',
      configVersion: 'v1',
    })
    expect(built.ended[0]?.body?.choices).toEqual([{ parts: [{ type: 'text', text: 'Hi' }] }])
    expect(built.published).toHaveLength(1)
  })

  it('never reaches a provider when the journal refuses the call', async () => {
    const asked = vi.fn()
    const built = buildPipeline({
      providers: {
        acme: async function* (call) {
          asked()
          yield* answering('Hi')(call)
        },
      },
      journal: { start: async () => Promise.reject(new GatewayError('JOURNAL_UNAVAILABLE', 'The journal is full')) },
    })
    expect((await eventsOf(built)).at(-1)).toMatchObject({ type: 'failed', error: { code: 'JOURNAL_UNAVAILABLE' } })
    expect(asked).not.toHaveBeenCalled()
  })

  it('costs the same whether it is streamed or buffered', async () => {
    const costs = await Promise.all(
      [true, false].map(async (stream) => {
        const built = buildPipeline()
        await eventsOf(built, requestFor(), { stream })
        return built.ended[0]?.record.cost
      }),
    )
    expect(costs[0]).toEqual(costs[1])
  })

  it('of an unpriced model costs null, is flagged and says so', async () => {
    const built = buildPipeline({ price: null })
    expect((await eventsOf(built)).at(-1)).toMatchObject({ completion: { cost: null, warnings: [{ code: 'UNPRICED_MODEL' }] } })
    expect(built.ended[0]?.record).toMatchObject({ cost: null, unpriced: true })
  })

  it('without usage from the provider is estimated and flagged', async () => {
    const built = buildPipeline({
      providers: {
        acme: async function* () {
          yield [
            { type: 'text-delta', text: 'twelve chars' },
            { type: 'finish', reason: 'STOP' },
          ]
        },
      },
    })
    await eventsOf(built)
    // "Say hello, please." is 18 characters, 5 tokens, and 4 for its message; the answer's 12 characters are 3.
    expect(built.ended[0]?.record).toMatchObject({
      usageSource: 'ESTIMATED',
      usage: createUsage({ input: { text: 9 }, output: { text: 3 } }),
    })
  })

  it('folds parallel tool calls and reasoning with their provider state', async () => {
    const state = { provider: 'acme', value: 'signature' }
    const built = buildPipeline({
      providers: {
        acme: async function* () {
          yield [{ type: 'reasoning-delta', text: 'Hm', providerState: state }]
          yield [
            { type: 'tool-call-delta', index: 0, id: 'a', name: 'one', argumentsDelta: '{"x"' },
            { type: 'tool-call-delta', index: 1, id: 'b', name: 'two', argumentsDelta: '' },
          ]
          yield [
            { type: 'tool-call-delta', index: 0, argumentsDelta: ':1}' },
            { type: 'tool-call-delta', index: 1, argumentsDelta: '{}' },
            { type: 'finish', reason: 'TOOL_CALLS' },
          ]
        },
      },
    })
    expect((await eventsOf(built)).at(-1)).toMatchObject({
      completion: {
        choices: [
          {
            parts: [
              { type: 'reasoning', text: 'Hm', providerState: state },
              { type: 'tool-call', id: 'a', name: 'one', arguments: '{"x":1}' },
              { type: 'tool-call', id: 'b', name: 'two', arguments: '{}' },
            ],
          },
        ],
      },
    })
  })
})

describe('a failure', () => {
  it('before content falls back to the next target, which is shown', async () => {
    const built = buildPipeline({ providers: { acme: failing(overloaded), spare: answering('Hi') }, routes: [two] })
    const events = await eventsOf(built, requestFor('fast'))
    expect(events.map((event) => event.type)).toEqual(['started', 'route-switched', 'text-delta', 'usage', 'finish', 'completed'])
    expect(built.ended[0]?.record).toMatchObject({
      status: 'COMPLETED',
      route: 'fast',
      model: 'spare/model',
      attempts: [
        { target: 'acme/model', outcome: 'FAILED', error: { code: 'PROVIDER_OVERLOADED' } },
        { target: 'spare/model', outcome: 'SUCCEEDED' },
      ],
    })
  })

  it('of the request itself is not tried elsewhere', async () => {
    const spare = vi.fn()
    const rejected = new GatewayError('PROVIDER_REJECTED', 'acme refused the request')
    const built = buildPipeline({ providers: { acme: failing(rejected), spare: spare as never }, routes: [two] })
    expect((await eventsOf(built, requestFor('fast'))).at(-1)).toMatchObject({ type: 'failed', error: rejected })
    expect(spare).not.toHaveBeenCalled()
    expect(built.ended[0]?.record).toMatchObject({ status: 'FAILED', usageSource: 'NONE', cost: null, unpriced: false })
  })

  it('after content is a failed event with the partial answer, never another target', async () => {
    const spare = vi.fn()
    const cut = new GatewayError('PROVIDER_STREAM_CUT', 'acme hung up')
    const built = buildPipeline({
      providers: { acme: failing(cut, { type: 'text-delta', text: 'Once upon' }), spare: spare as never },
      routes: [two],
    })
    const events = await eventsOf(built, requestFor('fast'))
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      error: cut,
      partial: { choices: [{ parts: [{ text: 'Once upon' }] }] },
    })
    expect(spare).not.toHaveBeenCalled()
    expect(built.ended[0]?.record).toMatchObject({ status: 'UPSTREAM_TRUNCATED', usageSource: 'ESTIMATED' })
  })

  it('is what an answer that ends without a finish is', async () => {
    const built = buildPipeline({
      providers: {
        acme: async function* () {
          yield [{ type: 'text-delta', text: 'Once' }]
        },
      },
    })
    expect((await eventsOf(built)).at(-1)).toMatchObject({ type: 'failed', error: { code: 'PROVIDER_STREAM_CUT' } })
  })

  it('that is a bug of ours is logged whole and told as INTERNAL without its text', async () => {
    const bug = new TypeError('secret detail')
    const built = buildPipeline({ providers: { acme: failing(bug) } })
    const last = (await eventsOf(built)).at(-1)
    expect(last).toMatchObject({ type: 'failed', error: { code: 'INTERNAL' } })
    expect(JSON.stringify(built.ended[0])).not.toContain('secret detail')
    expect(built.bugs).toEqual([bug])
  })
})

describe('a refusal', () => {
  it.each([
    ['an unknown model', requestFor('nobody/nothing'), principalWith(), 'MODEL_NOT_FOUND'],
    ['a model outside the allow-list', requestFor(), principalWith({ models: ['other/*'] }), 'ACCESS_DENIED'],
    ['a key without the scope', requestFor(), principalWith({ scopes: ['usage:read'] }), 'ACCESS_DENIED'],
    ['a maxCost that cannot be kept', requestFor('acme/model', { maxCostNanos: 1n }), principalWith(), 'INVALID_REQUEST'],
  ])('of %s is one failed event and one REFUSED record', async (_, request, principal, code) => {
    const built = buildPipeline()
    const events = await eventsOf(built, request, { principal })
    expect(events).toMatchObject([{ type: 'failed', error: { code } }])
    expect(built.ended.map((end) => end.record.status)).toEqual(['REFUSED'])
  })

  it('beyond the concurrency limit leaves no record and frees nothing twice', async () => {
    const built = buildPipeline({ maxConcurrentCalls: 1 })
    const first = built.pipeline.complete(principalWith(), requestFor(), {
      door: 'OPENAI',
      stream: true,
      signal: new AbortController().signal,
    })
    await first.next()
    expect(await eventsOf(built)).toMatchObject([{ type: 'failed', error: { code: 'OVERLOADED' } }])
    expect(built.stages.calls.running).toBe(1)
    await collect(first)
    expect(built.stages.calls.running).toBe(0)
    expect((await eventsOf(built)).at(-1)?.type).toBe('completed')
  })
})

describe('a caller who goes', () => {
  it('aborts the provider at once, though it is silent, and leaves one CLIENT_CANCELLED record with estimated usage', async () => {
    const hangUp = new AbortController()
    let providerSignal: AbortSignal | undefined
    const built = buildPipeline({
      providers: {
        acme: async function* ({ signal }) {
          providerSignal = signal
          yield [{ type: 'text-delta', text: 'Once upon a time' }]
          await new Promise(() => undefined)
        },
      },
    })
    const events = built.pipeline.complete(principalWith(), requestFor(), { door: 'OPENAI', stream: true, signal: hangUp.signal })
    await events.next()
    await events.next()
    const pending = events.next()
    hangUp.abort()
    await events.return()
    await pending
    expect(providerSignal?.aborted).toBe(true)
    expect(built.ended).toHaveLength(1)
    expect(built.ended[0]?.record).toMatchObject({
      status: 'CLIENT_CANCELLED',
      usageSource: 'ESTIMATED',
      usage: createUsage({ input: { text: 9 }, output: { text: 4 } }),
      attempts: [{ outcome: 'CANCELLED' }],
    })
    expect(built.stages.calls.running).toBe(0)
  })

  it('by return() alone is settled too', async () => {
    const built = buildPipeline()
    const events = built.pipeline.complete(principalWith(), requestFor(), {
      door: 'OPENAI',
      stream: true,
      signal: new AbortController().signal,
    })
    await events.next()
    await events.return()
    expect(built.ended.map((end) => end.record.status)).toEqual(['CLIENT_CANCELLED'])
  })
})

describe('a silent provider', () => {
  const silent = async function* () {
    await new Promise(() => undefined)
  }
  const timeouts = { firstTokenMs: 200, idleMs: 100, totalMs: 1_000 }

  it('times out before its first token and the next target serves', async () => {
    vi.useFakeTimers()
    const built = buildPipeline({ providers: { acme: silent, spare: answering('Hi') }, routes: [two], timeouts })
    const events = eventsOf(built, requestFor('fast'))
    await vi.advanceTimersByTimeAsync(200)
    expect((await events).at(-1)).toMatchObject({
      completion: { model: 'spare/model', attempts: [{ error: { code: 'PROVIDER_TIMEOUT' } }, {}] },
    })
  })

  it('times out between two tokens with a typed failure', async () => {
    vi.useFakeTimers()
    const built = buildPipeline({
      providers: {
        acme: async function* () {
          yield [{ type: 'text-delta', text: 'Once' }]
          await new Promise(() => undefined)
        },
      },
      timeouts,
    })
    const events = eventsOf(built)
    await vi.advanceTimersByTimeAsync(100)
    expect((await events).at(-1)).toMatchObject({ type: 'failed', error: { code: 'PROVIDER_TIMEOUT' }, partial: {} })
    expect(built.ended[0]?.record.status).toBe('TIMED_OUT')
  })

  it('is not timed out by a caller who reads slowly', async () => {
    vi.useFakeTimers()
    const built = buildPipeline({ providers: { acme: answering('One two') }, timeouts })
    const events = built.pipeline.complete(principalWith(), requestFor(), {
      door: 'OPENAI',
      stream: true,
      signal: new AbortController().signal,
    })
    await events.next()
    await events.next()
    await vi.advanceTimersByTimeAsync(500)
    expect(await collect(events)).toMatchObject({ type: 'completed' })
  })

  it('times out as a whole however regularly it speaks', async () => {
    vi.useFakeTimers()
    const built = buildPipeline({
      providers: {
        acme: async function* () {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 50))
            yield [{ type: 'text-delta', text: '.' }]
          }
        },
      },
      timeouts,
    })
    const events = eventsOf(built)
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await events).at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'PROVIDER_TIMEOUT', message: expect.stringContaining('1000 ms') },
    })
  })
})

describe('bodies', () => {
  it('are not kept when they are off', async () => {
    const built = buildPipeline({ keepBodies: 'OFF' })
    await eventsOf(built)
    expect(built.ended[0]).not.toHaveProperty('body')
  })

  it('keep their shape and no word when they are redacted', async () => {
    const built = buildPipeline({ keepBodies: 'REDACTED' })
    await eventsOf(built)
    expect(built.ended[0]?.body).toEqual({
      messages: [{ role: 'user', parts: [{ type: 'text', text: '[redacted: 18 characters]' }] }],
      choices: [{ parts: [{ type: 'text', text: '[redacted: 5 characters]' }] }],
    })
  })
})
