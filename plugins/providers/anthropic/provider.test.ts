import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CompletionRequest, createUsage, type GatewayError, type Provider } from '../../../src/plugin-api.js'
import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

const [vendor] = plugin.vendors
let server: ProviderServer

function create(settings = {}): Provider {
  const baseUrl = `${server.origin}/anthropic`
  return plugin.createProvider(vendor!, { name: 'local', kind: 'anthropic', baseUrl, apiKey: 'key-of-a-test', settings })
}

describeProvider('anthropic', {
  models: {
    text: 'text',
    tools: 'tools',
    parallelTools: 'parallel-tools',
    jsonSchema: 'json-schema',
    long: 'paced-500-20',
    unknown: 'fault-404',
  },
  async create() {
    server = await startProviderServer()
    return create()
  },
  untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
  destroy: () => server.close(),
})

describe('anthropic over a socket', () => {
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    provider = create()
  })
  afterAll(async () => {
    await provider.close()
    await server.close()
  })

  it.each([true, false])('thinks, calls two tools at once and then one, and answers, all signed (stream: %s)', async (stream) => {
    const tools = ['get_weather', 'get_time'].map((name) => ({ name, parameters: { type: 'object', properties: {} } }))
    let request = asking('Look around.', { tools, reasoning: { effort: 'low' } })
    const turns: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      const { choices, toolCalls } = await readAnswer(provider, toCall('agent', request, { stream }))
      expect(choices[0]!.parts[0]).toMatchObject({ type: 'reasoning', providerState: { provider: 'anthropic' } })
      turns.push(toolCalls.length)
      request = withResults(request, choices[0]!.parts, toolCalls)
    }
    expect(turns).toEqual([2, 1, 0])
  })

  it('is refused when a signature was changed on its way', async () => {
    const request = asking('Look around.', { tools: [{ name: 'get_weather' }] })
    const { choices, toolCalls } = await readAnswer(provider, toCall('agent', request))
    const forged = choices[0]!.parts.map((part) =>
      part.type === 'reasoning' ? { ...part, providerState: { provider: 'anthropic', value: { signature: 'forged' } } } : part,
    )
    const answer = readAnswer(provider, toCall('agent', withResults(request, forged, toolCalls)))
    await expect(answer).rejects.toMatchObject({ code: 'PROVIDER_REJECTED' })
  })

  it.each([true, false])('gives a withheld thought back as it came (stream: %s)', async (stream) => {
    const { choices } = await readAnswer(provider, toCall('redacted', asking('Why?'), { stream }))
    const data = Buffer.from('withheld').toString('base64')
    expect(choices[0]!.parts[0]).toEqual({
      type: 'reasoning',
      text: '',
      providerState: { provider: 'anthropic', value: { redacted: data } },
    })
    await readAnswer(provider, toCall('text', withTurn(asking('Why?'), choices[0]!.parts)))
    expect(server.requests.at(-1)!.body.messages[1].content[0]).toEqual({ type: 'redacted_thinking', data })
  })

  it.each([true, false])('says what was refused, and why (stream: %s)', async (stream) => {
    const { choices, finishReason, extra } = await readAnswer(provider, toCall('refusal', asking('Do it.'), { stream }))
    expect(choices[0]!.parts).toEqual([{ type: 'refusal', text: 'I cannot help with that.' }])
    expect(finishReason).toBe('REFUSAL')
    expect(extra).toMatchObject({ stop_details: { type: 'refusal', category: null } })
  })

  it.each([
    ['cached', '5m', { input: { text: 100, cacheRead: 900 }, output: { text: 12 } }],
    ['cache-write', '5m', { input: { text: 50, cacheWrite5m: 1_000 }, output: { text: 12 } }],
    ['cache-write', '1h', { input: { text: 50, cacheWrite1h: 1_000 }, output: { text: 12 } }],
    ['reasoning', '5m', { input: { text: 25 }, output: { text: 12, reasoning: 30 } }],
    ['images', '5m', { input: { text: 320 }, output: { text: 12 } }],
  ] as const)('counts the tokens of %s (%s), streamed as buffered', async (model, ttl, counts) => {
    const request: CompletionRequest = {
      model: 'any',
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'Again.', cacheControl: { ttl } }] }],
    }
    for (const stream of [true, false]) {
      const { usage } = await readAnswer(provider, toCall(model, request, { stream }))
      expect(usage).toEqual(createUsage(counts))
    }
  })

  it.each([
    ['fault-400', 'PROVIDER_REJECTED'],
    ['fault-401', 'PROVIDER_AUTHENTICATION'],
    ['fault-404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['fault-429', 'PROVIDER_RATE_LIMITED'],
    ['fault-quota', 'PROVIDER_QUOTA_EXCEEDED'],
    ['fault-500', 'PROVIDER_ERROR'],
    ['fault-503', 'PROVIDER_OVERLOADED'],
    ['fault-context-length', 'CONTEXT_LENGTH_EXCEEDED'],
  ])('%s is %s, streamed and buffered', async (model, code) => {
    for (const stream of [true, false]) {
      const error: GatewayError = await readAnswer(provider, toCall(model, asking('Hi.'), { stream })).catch((caught) => caught)
      expect(error.code).toBe(code)
      if (model === 'fault-429') expect(error.retryAfterMs).toBe(7_000)
    }
  })

  it.each([
    ['fault-cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['fault-error-in-stream', 'PROVIDER_OVERLOADED'],
  ])('%s is %s', async (model, code) => {
    await expect(readAnswer(provider, toCall(model, asking('Hi.')))).rejects.toMatchObject({ code })
  })

  it('passes betas of the dialect on, beside those that the operator set, and sends the version', async () => {
    const own = create({ betas: ['context-1m-2025-08-07'] })
    const headers = { 'anthropic-beta': 'interleaved-thinking-2025-05-14, context-1m-2025-08-07' }
    await readAnswer(own, toCall('text', asking('Hi.', { extra: { dialect: 'anthropic', fields: {}, headers } })))
    await own.close()
    expect(server.requests.at(-1)!.headers).toMatchObject({
      'anthropic-beta': 'context-1m-2025-08-07,interleaved-thinking-2025-05-14',
      'anthropic-version': '2023-06-01',
      'x-api-key': '[key]',
    })
  })

  it('keeps headers of another dialect, and what is no list of betas, to itself', async () => {
    for (const [dialect, beta] of [
      ['openai', 'some-beta'],
      ['anthropic', 'a\r\nx-evil: 1'],
    ] as const) {
      const extra = { dialect, fields: {}, headers: { 'anthropic-beta': beta } }
      await readAnswer(provider, toCall('text', asking('Hi.', { extra })))
      expect(server.requests.at(-1)!.headers['anthropic-beta']).toBeUndefined()
    }
  })

  it('counts tokens by what decides them', async () => {
    const request = asking('How long is this?', { maxOutputTokens: 100, temperature: 0.5, endUser: 'someone' })
    expect(await provider.countTokens!(toCall('text', request))).toBeGreaterThan(0)
    expect(server.requests.at(-1)).toMatchObject({ path: '/anthropic/v1/messages/count_tokens' })
    expect(Object.keys(server.requests.at(-1)!.body).sort()).toEqual(['messages', 'model'])
    await expect(provider.countTokens!(toCall('fault-404', request))).rejects.toMatchObject({ code: 'PROVIDER_MODEL_NOT_FOUND' })
  })

  it('lists the models of all pages', async () => {
    const models = await provider.listModels!(new AbortController().signal)
    expect(models.length).toBeGreaterThan(20)
    expect(models[0]).toEqual({ id: models[0]!.id, ownedBy: 'anthropic', createdAt: new Date('2026-01-01') })
  })
})

describe('the configuration of anthropic', () => {
  const make = (options: object) => () => plugin.createProvider(vendor!, { name: 'a', kind: 'anthropic', ...options })

  it("needs a key unless the address is the operator's", async () => {
    expect(make({})).toThrow(/ANTHROPIC_API_KEY/)
    expect(make({ apiKey: 'not a key' })).toThrow(/holds a space/)
    await make({ baseUrl: 'http://127.0.0.1:1' })().close()
  })

  it.each([
    [{ region: 'eu' }, /settings\.region is not known/],
    [{ version: 'latest' }, /settings\.version must be a date/],
    [{ betas: ['a\r\nb'] }, /settings\.betas\.0 must be the name/],
  ])('refuses settings that mean nothing: %j', (settings, message) => {
    expect(make({ apiKey: 'k', settings })).toThrow(message)
  })

  it('keeps state under the name that all who serve Claude share', async () => {
    const provider = make({ apiKey: 'k' })()
    expect(provider.stateOwner!('claude-opus-4-5')).toBe('anthropic')
    await provider.close()
  })
})

type Parts = CompletionRequest['messages'][number]['parts']

function withTurn(request: CompletionRequest, parts: Parts): CompletionRequest {
  return { ...request, messages: [...request.messages, { role: 'assistant', parts }, ...asking('Go on.').messages] }
}

function withResults(request: CompletionRequest, parts: Parts, calls: readonly { readonly id: string }[]): CompletionRequest {
  const results = calls.map(({ id }) => ({
    type: 'tool-result' as const,
    toolCallId: id,
    parts: [{ type: 'text' as const, text: '{"ok":true}' }],
  }))
  return { ...request, messages: [...request.messages, { role: 'assistant', parts }, { role: 'tool', parts: results }] }
}
