import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsage, type GatewayError, type Provider } from '../../../src/plugin-api.js'
import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

const [vendor] = plugin.vendors
let server: ProviderServer

function create(): Provider {
  return plugin.createProvider(vendor!, {
    name: 'local',
    kind: 'mistral',
    baseUrl: `${server.origin}/mistral/v1`,
    apiKey: 'key-of-a-test',
  })
}

describeProvider('mistral', {
  models: {
    text: 'text',
    tools: 'tools',
    parallelTools: 'parallel-tools',
    jsonSchema: 'json-schema',
    long: 'paced-500-20',
    embeddings: 'embed',
    unknown: 'fault-404',
  },
  async create() {
    server = await startProviderServer()
    return create()
  },
  untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
  destroy: () => server.close(),
})

describe('mistral over a socket', () => {
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    provider = create()
  })
  afterAll(async () => {
    await provider.close()
    await server.close()
  })

  it.each([true, false])('thinks, calls two tools at once and then one, and answers (stream: %s)', async (stream) => {
    const tools = ['get_weather', 'get_time'].map((name) => ({ name, parameters: { type: 'object', properties: {} } }))
    let request = asking('Look around.', { tools })
    const turns: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      const { choices, toolCalls, reasoning } = await readAnswer(provider, toCall('agent', request, { stream }))
      expect(reasoning).not.toBe('')
      turns.push(toolCalls.length)
      const results = toolCalls.map(({ id }) => ({
        type: 'tool-result' as const,
        toolCallId: id,
        parts: [{ type: 'text' as const, text: '{"ok":true}' }],
      }))
      request = {
        ...request,
        messages: [...request.messages, { role: 'assistant', parts: choices[0]!.parts }, { role: 'tool', parts: results }],
      }
    }
    expect(turns).toEqual([2, 1, 0])
    const [, assistant] = server.requests.at(-1)!.body.messages
    expect(assistant.content[0]).toEqual({
      type: 'thinking',
      thinking: [{ type: 'text', text: expect.stringContaining('weir') }],
    })
  })

  it('counts cached tokens apart', async () => {
    const { usage } = await readAnswer(provider, toCall('cached', asking('Again.')))
    expect(usage).toEqual(createUsage({ input: { text: 100, cacheRead: 900 }, output: { text: 12 } }))
  })

  it.each([
    ['fault-400', 'PROVIDER_REJECTED'],
    ['fault-401', 'PROVIDER_AUTHENTICATION'],
    ['fault-404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['fault-429', 'PROVIDER_RATE_LIMITED'],
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
    ['fault-error-in-stream', 'PROVIDER_ERROR'],
  ])('%s is %s', async (model, code) => {
    await expect(readAnswer(provider, toCall(model, asking('Hi.')))).rejects.toMatchObject({ code })
  })

  it('says that a field which Mistral does not know was left out, and is not refused', async () => {
    const request = asking('Hi.', {
      extra: { dialect: 'openai', fields: { safe_prompt: true, verbosity: 'low' } },
      logprobs: { top: 0 },
    })
    const { warnings } = await readAnswer(provider, toCall('text', request))
    expect(warnings.map(({ parameter }) => parameter)).toEqual(['logprobs', 'extra.verbosity'])
    expect(server.requests.at(-1)!.body).toMatchObject({ safe_prompt: true })
  })

  it('judges each input by itself', async () => {
    const input = ['An attack at dawn.', 'A walk at dusk.'].map((text) => [{ type: 'text' as const, text }])
    const request = { model: 'any', input }
    const { results, usage } = await provider.moderate!({ ...toCall('mistral-moderation-latest', asking('')), request })
    expect(results.map(({ flagged }) => flagged)).toEqual([true, false])
    expect(results[0]!.categories).toContainEqual({ name: 'violence_and_threats', flagged: true, score: 0.98 })
    expect(usage).toEqual(createUsage({ input: { text: 9 } }))
  })

  it('refuses to embed token ids and to moderate images', async () => {
    const embedding = { ...toCall('embed', asking('')), request: { model: 'any', input: [[1, 2]] } }
    await expect(provider.embed!(embedding)).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'input' })
    const image = { type: 'image' as const, source: { type: 'url' as const, url: 'https://example.com/a.png' } }
    const moderation = { ...toCall('any', asking('')), request: { model: 'any', input: [[image]] } }
    await expect(provider.moderate!(moderation)).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER' })
  })
})

describe('the configuration of mistral', () => {
  it("needs a key unless the address is the operator's, and has no settings", () => {
    expect(() => plugin.createProvider(vendor!, { name: 'm', kind: 'mistral' })).toThrow(/MISTRAL_API_KEY/)
    const settings = { region: 'eu' }
    expect(() => plugin.createProvider(vendor!, { name: 'm', kind: 'mistral', apiKey: 'k', settings })).toThrow(
      /settings\.region/,
    )
  })
})
