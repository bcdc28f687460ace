import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompletionRequest, ContentPart, Message, Provider, Tool } from '../../../src/plugin-api.js'
import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

let server: Awaited<ReturnType<typeof startProviderServer>>

const MODELS = {
  text: 'text',
  tools: 'tools',
  parallelTools: 'parallel-tools',
  jsonSchema: 'json-schema',
  long: 'paced-500-20',
  embeddings: 'embed',
  unknown: 'fault-404',
}

function create(api: string): Provider {
  const [vendor] = plugin.vendors
  const baseUrl = `${server.origin}/openai-api/v1`
  return plugin.createProvider(vendor!, { name: 'local', kind: 'openai', baseUrl, apiKey: 'key-of-a-test', settings: { api } })
}

for (const api of ['responses', 'chat']) {
  describeProvider(`openai by ${api}`, {
    models: MODELS,
    async create() {
      server = await startProviderServer()
      return create(api)
    },
    untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
    destroy: () => server.close(),
  })
}

const WEATHER: Tool = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }
const TIME: Tool = { name: 'get_time', parameters: { type: 'object', properties: { zone: { type: 'string' } } } }

describe('openai by Responses', () => {
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    provider = create('responses')
  })
  afterAll(async () => {
    await provider.close()
    await server.close()
  })

  it.each([true, false])('returns the encrypted reasoning of each turn of an agent (stream: %s)', async (stream) => {
    const asked = asking('Plan a walk.', { tools: [WEATHER, TIME], reasoning: { effort: 'low', show: true } })
    let messages: readonly Message[] = asked.messages
    const calls: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      const answer = await readAnswer(provider, toCall('agent', { ...asked, messages }, { stream }))
      expect(answer.reasoning).toBe('A weir holds water. So a gateway holds calls.')
      calls.push(answer.toolCalls.length)
      messages = [...messages, { role: 'assistant', parts: answer.choices[0]!.parts }, toResults(answer.toolCalls)]
    }
    expect(calls).toEqual([2, 1, 0])
  })

  it('is refused when the reasoning of a turn was lost', async () => {
    const asked = asking('Plan a walk.', { tools: [WEATHER, TIME] })
    const { choices, toolCalls } = await readAnswer(provider, toCall('agent', asked))
    const parts = choices[0]!.parts.filter(({ type }) => type !== 'reasoning')
    const messages = [...asked.messages, { role: 'assistant' as const, parts }, toResults(toolCalls)]
    await expect(readAnswer(provider, toCall('agent', { ...asked, messages }))).rejects.toMatchObject({
      code: 'PROVIDER_REJECTED',
    })
  })

  it.each([true, false])('keeps a withheld thought without text (stream: %s)', async (stream) => {
    const { choices } = await readAnswer(provider, toCall('redacted', asking('Think.'), { stream }))
    expect(choices[0]!.parts[0]).toEqual({
      type: 'reasoning',
      text: '',
      providerState: { provider: 'openai-responses', value: { id: 'rs_turn_0', encryptedContent: 'd2l0aGhlbGQ=' } },
    })
  })

  it.each([
    ['length', 'LENGTH', []],
    ['filtered', 'CONTENT_FILTER', []],
    ['refusal', 'REFUSAL', ['refusal']],
  ] as const)('tells why an answer ended: %s', async (model, reason, types) => {
    for (const stream of [true, false]) {
      const answer = await readAnswer(provider, toCall(model, asking('Say something.'), { stream }))
      expect(answer.finishReason).toBe(reason)
      if (model !== 'length') expect(answer.choices[0]!.parts.map((part: ContentPart) => part.type)).toEqual(types)
    }
  })

  it('counts cached, written and reasoning tokens apart', async () => {
    const usageOf = async (model: string) => (await readAnswer(provider, toCall(model, asking('Say something.')))).usage
    expect(await usageOf('cached')).toMatchObject({ input: { text: 100, cacheRead: 900 }, output: { text: 12 } })
    expect(await usageOf('cache-write')).toMatchObject({ input: { text: 50, cacheWrite5m: 1000 } })
    expect(await usageOf('reasoning')).toMatchObject({ input: { text: 25 }, output: { text: 12, reasoning: 30 } })
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
    ['fault-cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['fault-error-in-stream', 'PROVIDER_ERROR'],
  ])('reads %s as %s', async (model, code) => {
    const error = await readAnswer(provider, toCall(model, asking('Say something.'))).catch((caught) => caught)
    expect(error).toMatchObject({ code, ...(model === 'fault-429' && { retryAfterMs: 7000 }) })
  })

  it('asks to store nothing and for nothing that it does not need', async () => {
    const system = { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] } as const
    const asked = asking('Say something.')
    await readAnswer(provider, toCall('text', { ...asked, messages: [system, ...asked.messages] }, { stream: false }))
    expect(server.requests.at(-1)!.body).toEqual({
      model: 'text',
      instructions: 'Be brief.',
      input: [{ type: 'message', role: 'user', content: 'Say something.' }],
      include: ['reasoning.encrypted_content'],
      store: false,
    })
  })

  it('judges each item by itself', async () => {
    const request = { model: 'any', input: [[text('A calm day.')], [text('A violent storm.')]] }
    const call = { ...toCall('omni-moderation-latest', asking('')), request }
    const { results } = await provider.moderate!(call)
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true])
    expect(results[1]!.categories).toContainEqual({ name: 'violence', flagged: true, score: 0.97 })
    const image = { type: 'image', source: { type: 'url', url: 'https://pictures.example/a.png' } } as const
    const mixed = { ...call, request: { model: 'any', input: [[text('Violent?'), image], [text('Calm.')]] } }
    expect((await provider.moderate!(mixed)).results.map(({ flagged }) => flagged)).toEqual([true, false])
  })
})

function text(words: string) {
  return { type: 'text', text: words } as const
}

function toResults(calls: readonly { readonly id: string }[]): CompletionRequest['messages'][number] {
  return {
    role: calls.length > 0 ? 'tool' : 'user',
    parts:
      calls.length > 0
        ? calls.map(({ id }) => ({ type: 'tool-result', toolCallId: id, parts: [text('Sunny.')] }))
        : [text('Thanks.')],
  }
}
