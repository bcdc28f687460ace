import { Ollama } from 'ollama'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GatewayError, JsonObject, Provider } from '../../../src/plugin-api.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { plugin } from './index.js'

let server: ProviderServer
let provider: Provider

const create = (settings?: JsonObject) =>
  plugin.createProvider(plugin.vendors[0]!, { name: 'local', kind: 'ollama', baseUrl: `${server.origin}/ollama`, settings })

beforeAll(async () => {
  server = await startProviderServer()
  provider = create()
})
afterAll(async () => {
  await provider.close()
  await server.close()
})

const failure = (model: string, stream: boolean): Promise<GatewayError> =>
  readAnswer(provider, toCall(model, asking('Say something.'), { stream })).then(
    () => Promise.reject(new Error('It did not fail')),
    (error) => error,
  )

describe('ollama over a socket', () => {
  it.each([
    ['fault-400', 'PROVIDER_REJECTED'],
    ['fault-401', 'PROVIDER_AUTHENTICATION'],
    ['fault-404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['fault-429', 'PROVIDER_RATE_LIMITED'],
    ['fault-500', 'PROVIDER_ERROR'],
    ['fault-503', 'PROVIDER_OVERLOADED'],
    ['fault-context-length', 'CONTEXT_LENGTH_EXCEEDED'],
    ['fault-cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['fault-error-in-stream', 'PROVIDER_ERROR'],
  ])('%s is %s, streamed and buffered', async (model, code) => {
    expect((await failure(model, true)).code).toBe(code)
    expect((await failure(model, false)).code).toBe(code)
  })

  it('takes an agent through its turns, with an id of its own for each call', async () => {
    const asked = asking('Weather and time?', { tools: [{ name: 'get_weather' }, { name: 'get_time' }] })
    const messages = [...asked.messages]
    const ids: string[] = []
    for (let turn = 0; turn < 3; turn++) {
      const { choices, toolCalls } = await readAnswer(provider, toCall('agent', { ...asked, messages }))
      messages.push({ role: 'assistant', parts: choices[0]!.parts })
      for (const { id } of toolCalls) {
        ids.push(id)
        messages.push({ role: 'tool', parts: [{ type: 'tool-result', toolCallId: id, parts: [{ type: 'text', text: 'fine' }] }] })
      }
    }
    expect(new Set(ids).size).toBe(3)
    expect(server.requests.at(-1)?.body.messages.at(-1)).toMatchObject({ role: 'tool', tool_name: 'get_time' })
  })

  it('sends what the settings say, and what the request says instead', async () => {
    const other = create({ keepAlive: '10m', options: { num_ctx: 8192, temperature: 0.5 } })
    await readAnswer(other, toCall('text', asking('Hm', { temperature: 0.1 })))
    expect(server.requests.at(-1)?.body).toMatchObject({ keep_alive: '10m', options: { num_ctx: 8192, temperature: 0.1 } })
    await other.close()
  })

  it('refuses settings that it does not know', () => {
    expect(() => create({ keepalive: '10m' })).toThrow(/settings\.keepalive/)
    expect(() => create({ keepAlive: 'long' })).toThrow(/settings\.keepAlive/)
  })

  it.each([
    ['image', { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }],
    ['file', { type: 'file', source: { type: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' } }],
  ] as const)('refuses an %s that it cannot take, with advice', async (_, part) => {
    const request = { ...asking(''), messages: [{ role: 'user', parts: [part] }], onUnsupported: 'IGNORE' } as const
    await expect(readAnswer(provider, toCall('text', request))).rejects.toMatchObject({
      code: 'UNSUPPORTED_PARAMETER',
      path: 'messages[0].parts[0]',
    })
  })

  it.each([
    ['qwen3', 'low', true, ['reasoning.effort']],
    ['qwen3', 'none', false, []],
    ['gpt-oss:20b', 'xhigh', 'high', []],
    ['gpt-oss:20b', 'none', 'low', ['reasoning.effort']],
  ] as const)('tells %s to think %s', async (model, effort, think, warned) => {
    const { warnings } = await readAnswer(provider, toCall(model, asking('Hm', { reasoning: { effort } })))
    expect(server.requests.at(-1)?.body.think).toBe(think)
    expect(warnings.map(({ parameter }) => parameter)).toEqual(warned)
  })

  it('refuses to embed token ids', async () => {
    const call = { ...toCall('embed', asking('')), request: { model: 'any', input: [[1, 2]] } }
    await expect(provider.embed!(call)).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'input[0]' })
  })
})

describe('the provider process speaks to the official client of Ollama as Ollama does', () => {
  const messages = [{ role: 'user', content: 'Say something.' }]

  it('buffered, streamed and failing', async () => {
    const client = new Ollama({ host: `${server.origin}/ollama` })
    const whole = await client.chat({ model: 'reasoning', messages })
    expect(whole.message).toMatchObject({
      thinking: expect.stringContaining('weir'),
      content: expect.stringContaining('The quiet weir'),
    })
    expect(whole).toMatchObject({ prompt_eval_count: 25, eval_count: 42 })
    let text = ''
    for await (const { message } of await client.chat({ model: 'text', messages, stream: true })) text += message.content
    expect(text).toBe(whole.message.content)
    expect((await client.list()).models.map(({ model }) => model)).toContain('text:latest')
    await expect(client.chat({ model: 'fault-404', messages })).rejects.toMatchObject({ status_code: 404 })
  })
})
