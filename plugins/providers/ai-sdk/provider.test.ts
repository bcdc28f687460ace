import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUsage, type GatewayError, type Provider } from '../../../src/plugin-api.js'
import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

const [vendor] = plugin.vendors
const settings = { package: '@ai-sdk/openai-compatible', models: ['text', 'tools'] }
let server: ProviderServer

/** Against the process' own chat completions, which have every fault; the tests of dialects are in the matrix. */
function create(baseUrl = server.url): Provider {
  return plugin.createProvider(vendor!, { name: 'local', kind: 'ai-sdk', baseUrl, apiKey: 'key-of-a-test', settings })
}

describeProvider('ai-sdk', {
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

describe('a package over a socket', () => {
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

  const failure = async (model: string, stream: boolean): Promise<GatewayError> =>
    readAnswer(provider, toCall(model, asking('Say something.'), { stream })).then(
      () => expect.fail('it answered'),
      (caught) => caught,
    )

  it.each([
    ['refuse', 'PROVIDER_UNREACHABLE'],
    ['400', 'PROVIDER_REJECTED'],
    ['context-length', 'CONTEXT_LENGTH_EXCEEDED'],
    ['401', 'PROVIDER_AUTHENTICATION'],
    ['404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['429', 'PROVIDER_RATE_LIMITED'],
    ['quota', 'PROVIDER_QUOTA_EXCEEDED'],
    ['500', 'PROVIDER_ERROR'],
    ['503', 'PROVIDER_OVERLOADED'],
  ])('%s is %s, streamed and buffered', async (fault, code) => {
    for (const stream of [true, false]) expect((await failure(`fault-${fault}`, stream)).code).toBe(code)
  })

  it.each([
    ['cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['end-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['error-in-stream', 'PROVIDER_ERROR'],
  ])('%s is %s', async (fault, code) => {
    expect((await failure(`fault-${fault}`, true)).code).toBe(code)
  })

  it('hands on how long to wait', async () => {
    expect((await failure('fault-429-retry-after', true)).retryAfterMs).toBe(7_000)
  })

  it('repeats neither the prompt nor the key', async () => {
    const error = await failure('fault-echo', false)
    expect(`${error.message} ${error.providerCode}`).not.toMatch(/Say something|key-of-a-test/)
  })

  it.each([true, false])('counts cached and reasoning tokens apart (stream: %s)', async (stream) => {
    const cached = await readAnswer(provider, toCall('cached', asking('Again, please.'), { stream }))
    expect(cached.usage!.input.cacheRead).toBe(8)
    const thought = await readAnswer(provider, toCall('reasoning', asking('Think.'), { stream }))
    expect(thought.reasoning).not.toBe('')
    expect(thought.usage!.output).toEqual(createUsage({ output: { text: 4, reasoning: 6 } }).output)
  })

  it('sends what the contract has words for, and warns of the rest', async () => {
    const request = asking('Hi.', { n: 2, seed: 3, stop: ['END'], topP: 0.5, reasoning: { effort: 'low' }, endUser: 'user-1' })
    const { warnings } = await readAnswer(provider, toCall('text', request))
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'n' }])
    expect(server.requests.at(-1)!.body).toMatchObject({
      seed: 3,
      stop: ['END'],
      top_p: 0.5,
      reasoning_effort: 'low',
      user: 'user-1',
    })
  })

  it("passes the package's own warnings on", async () => {
    const { warnings } = await readAnswer(provider, toCall('text', asking('Hi.', { topK: 4 })))
    expect(warnings).toMatchObject([{ code: 'PROVIDER_WARNING', parameter: 'topK' }])
  })

  it('sends images as they are', async () => {
    const images = [
      { type: 'url' as const, url: 'https://example.com/a.png' },
      { type: 'base64' as const, mediaType: 'image/png', data: 'iVBORw0KGgo=' },
    ].map((source) => ({ type: 'image' as const, source }))
    await readAnswer(provider, toCall('text', { model: 'any', messages: [{ role: 'user', parts: images }] }))
    expect(server.requests.at(-1)!.body.messages[0].content).toMatchObject([
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
    ])
  })
})

describe.each([
  ['@ai-sdk/google', '/gemini/v1beta'],
  ['@ai-sdk/anthropic', '/anthropic/v1'],
  ['@ai-sdk/openai-compatible', '/compatible/v1'],
])('%s', (packageName, path) => {
  it('gets back the signatures that it gave, over three turns of an agent', async () => {
    server = await startProviderServer()
    const options = { name: 'x', kind: 'ai-sdk', baseUrl: `${server.origin}${path}`, apiKey: 'key-of-a-test' }
    const provider = plugin.createProvider(vendor!, { ...options, settings: { package: packageName } })
    const tools = ['get_weather', 'get_time'].map((name) => ({ name, parameters: { type: 'object', properties: {} } }))
    let request = asking('Look around.', { tools, reasoning: { show: true } })
    const turns: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      const { choices, toolCalls, reasoning } = await readAnswer(provider, toCall('agent', request))
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
    await server.close()
    expect(turns).toEqual([2, 1, 0])
  })
})
