import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUsage, type GatewayError, inputTokens, type Provider } from '../../../src/plugin-api.js'
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
    kind: 'cohere',
    baseUrl: `${server.origin}/cohere`,
    apiKey: 'key-of-a-test',
  })
}

describeProvider('cohere', {
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

describe('cohere over a socket', () => {
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    provider = create()
  })
  beforeEach(() => server.reset())
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
    const [, assistant, ...results] = server.requests.at(-1)!.body.messages
    expect(assistant.content[0]).toEqual({ type: 'thinking', thinking: expect.stringContaining('weir') })
    expect(results[0]).toEqual({ role: 'tool', tool_call_id: assistant.tool_calls[0].id, content: '{"ok":true}' })
  })

  it('counts what is billed, and cached tokens apart', async () => {
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

  it('gives log probabilities', async () => {
    const { choices } = await readAnswer(provider, toCall('text', asking('Hi.', { logprobs: { top: 0 } }), { stream: false }))
    expect(choices[0]).toMatchObject({ logprobs: expect.arrayContaining([{ token: 'The quiet', logprob: -0.25 }]) })
  })

  it('ranks documents, best first, and tells how many searches that was', async () => {
    const documents = [...Array.from({ length: 100 }, () => 'Nothing.'), 'A weir on a river.', 'A river.']
    const request = { model: 'any', query: 'weir river', documents, topN: 2 }
    const ranking = await provider.rerank!({ ...toCall('rerank-v4.0-pro', asking('')), request })
    expect(ranking).toMatchObject({
      results: [
        { index: 100, score: 1 },
        { index: 101, score: 0.5 },
      ],
      searchUnits: 2,
      usage: null,
    })
    expect(server.requests.at(-1)!.body).toEqual({ model: 'rerank-v4.0-pro', query: 'weir river', documents, top_n: 2 })
  })

  it('embeds more texts than Cohere takes at once, in order', async () => {
    const input = Array.from({ length: 200 }, (_, index) => `text ${index}`)
    const extra = { dialect: 'cohere', fields: { input_type: 'search_query' } }
    const { vectors, usage } = await provider.embed!({
      ...toCall('embed-v4.0', asking('')),
      request: { model: 'any', input, extra },
    })
    const bodies = server.requests.map(({ body }) => body)
    expect(bodies.map(({ texts }) => texts.length)).toEqual([96, 96, 8])
    expect(bodies[0]).toMatchObject({ input_type: 'search_query', embedding_types: ['float'] })
    const alone = await provider.embed!({ ...toCall('embed-v4.0', asking('')), request: { model: 'any', input: ['text 150'] } })
    expect(vectors[150]).toEqual(alone.vectors[0])
    expect(inputTokens(usage!)).toBeGreaterThanOrEqual(400)
    expect(server.requests.at(-1)!.body.input_type).toBe('search_document')
  })

  it('refuses to embed token ids', async () => {
    const call = { ...toCall('embed', asking('')), request: { model: 'any', input: [[1, 2]] } }
    await expect(provider.embed!(call)).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'input' })
  })
})

describe('the configuration of cohere', () => {
  it("needs a key unless the address is the operator's, and has no settings", () => {
    expect(() => plugin.createProvider(vendor!, { name: 'c', kind: 'cohere' })).toThrow(/COHERE_API_KEY/)
    const settings = { region: 'eu' }
    expect(() => plugin.createProvider(vendor!, { name: 'c', kind: 'cohere', apiKey: 'k', settings })).toThrow(/settings\.region/)
  })
})
