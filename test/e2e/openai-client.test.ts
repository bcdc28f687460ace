import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

let weir: RunningWeir
let client: OpenAI

beforeAll(async () => {
  weir = await startWeir()
  client = new OpenAI({ baseURL: `${weir.url}/v1`, apiKey: weir.adminKey, maxRetries: 0 })
})
afterAll(() => weir.stop())

const model = 'demo/demo-chat'
const messages = [{ role: 'user' as const, content: 'What is a weir?' }]
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

describe('the official openai client, with base URL and key changed', () => {
  it('chats', async () => {
    const { data, response } = await client.chat.completions.create({ model, messages }).withResponse()
    expect(data.choices[0]?.message.content).toMatch(/demo model/)
    expect(data.usage?.total_tokens).toBe((data.usage?.prompt_tokens ?? 0) + (data.usage?.completion_tokens ?? 0))
    expect(response.headers.get('x-request-id')).toMatch(/^call_/)
    expect(Number(response.headers.get('x-weir-overhead-ms'))).toBeGreaterThan(0)
  })

  it('streams what it would have answered in one piece', async () => {
    const whole = await client.chat.completions.create({ model, messages })
    const stream = await client.chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let usage: unknown
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      usage = chunk.usage ?? usage
    }
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(usage).toEqual(whole.usage)
  })

  it('calls a tool, answers it, and gets a last word', async () => {
    const asked = [{ role: 'user' as const, content: 'Use get_weather for Delft.' }]
    const first = await client.chat.completions.create({ model, messages: asked, tools: [weather] })
    const call = first.choices[0]?.message.tool_calls?.[0]
    if (call?.type !== 'function') throw new Error('no tool was called')
    expect(first.choices[0]?.finish_reason).toBe('tool_calls')
    expect(JSON.parse(call.function.arguments)).toHaveProperty('city')
    const answered = [
      ...asked,
      first.choices[0]?.message as never,
      { role: 'tool' as const, tool_call_id: call.id, content: 'Rain.' },
    ]
    const last = await client.chat.completions.create({ model, messages: answered, tools: [weather] })
    expect(last.choices[0]?.finish_reason).toBe('stop')
    expect(last.choices[0]?.message.content).toMatch(/\w/)
  })

  it('streams the arguments of a tool', async () => {
    const runner = client.chat.completions.stream({ model, messages, tools: [weather], tool_choice: 'required' })
    const final = await runner.finalChatCompletion()
    const call = final.choices[0]?.message.tool_calls?.[0]
    expect(call?.type === 'function' && call.function.name).toBe('get_weather')
  })

  it('fills a JSON schema', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, heightMetres: { type: 'number' } },
      required: ['name', 'heightMetres'],
      additionalProperties: false,
    }
    const format = { type: 'json_schema' as const, json_schema: { name: 'weir', schema, strict: true } }
    const answer = await client.chat.completions.create({ model, messages, response_format: format })
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({
      name: expect.any(String),
      heightMetres: expect.any(Number),
    })
  })

  it('makes embeddings, in the client’s own default encoding', async () => {
    const { data, usage } = await client.embeddings.create({ model: 'demo/demo-embed', input: ['a weir', 'a dam'] })
    expect(data.map((item) => item.embedding.length)).toEqual([256, 256])
    expect(data[0]?.embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 3)
    expect(usage.total_tokens).toBeGreaterThan(0)
  })

  it('lists models', async () => {
    const ids: string[] = []
    for await (const listed of client.models.list()) ids.push(listed.id)
    expect(ids).toContain(model)
    expect((await client.models.retrieve(model)).id).toBe(model)
  })

  it.each([
    ['an unknown model', { model: 'nobody/nothing', messages }, OpenAI.NotFoundError],
    ['a bad request', { model, messages: [] }, OpenAI.BadRequestError],
  ])('raises its own class for %s', async (_, body, type) => {
    await expect(client.chat.completions.create(body)).rejects.toBeInstanceOf(type)
  })

  it('raises AuthenticationError for a wrong key', async () => {
    const stranger = new OpenAI({ baseURL: `${weir.url}/v1`, apiKey: 'weir_not_a_key_not_a_key', maxRetries: 0 })
    await expect(stranger.chat.completions.create({ model, messages })).rejects.toBeInstanceOf(OpenAI.AuthenticationError)
  })

  it('leaves each call on record, with its tags and idempotency key, and in the report', async () => {
    const key = `order-${Date.now()}`
    const headers = { 'idempotency-key': key, 'x-weir-tags': 'checkout' }
    const { response } = await client.chat.completions.create({ model, messages }, { headers }).withResponse()
    const query = `query ($key: String) { completions(filter: { idempotencyKey: $key }) { nodes { id status tags idempotencyKey usage { source } } } }`
    type Found = { completions: { nodes: { id: string }[] } }
    const found = await eventually(
      () => graphql<Found>(weir, query, { key }),
      ({ data }) => data.completions.nodes.length > 0,
    )
    expect(found.data.completions.nodes).toEqual([
      {
        id: response.headers.get('x-weir-call-id'),
        status: 'COMPLETED',
        tags: ['checkout'],
        idempotencyKey: key,
        usage: { source: 'PROVIDER' },
      },
    ])
    const usage = '{ usage(where: { from: "2026-01-01T00:00:00Z", tag: "checkout" }) { requests cost } }'
    const { data } = await graphql<{ usage: { requests: number; cost: string }[] }>(weir, usage)
    expect(data.usage).toEqual([{ requests: 1, cost: '0' }])
  })
})
