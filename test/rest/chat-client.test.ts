import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CALL_ID, fail, KEY, say } from './support/fake-pipeline.js'
import { type OpenDoor, openDoor } from './support/open-door.js'

let door: OpenDoor
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())
beforeEach(() => {
  door.pipeline.completion = {}
  door.pipeline.script = say([{ type: 'text-delta', text: 'Hello' }])
})

const ASK = { model: 'demo/echo', messages: [{ role: 'user' as const, content: 'Hi' }] }

async function chunksOf(body: object = {}) {
  const stream = await door.client.chat.completions.create({ ...ASK, ...body, stream: true })
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

describe('a buffered chat', () => {
  it('answers as OpenAI does', async () => {
    const answer = await door.client.chat.completions.create(ASK)
    expect(answer).toEqual({
      id: `chatcmpl-${CALL_ID}`,
      object: 'chat.completion',
      created: 1767323045,
      model: 'demo/echo',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Hello', refusal: null }, logprobs: null, finish_reason: 'stop' },
      ],
      usage: {
        prompt_tokens: 14,
        completion_tokens: 7,
        total_tokens: 21,
        prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 2, audio_tokens: 0 },
      },
    })
    expect(door.pipeline.seen.at(-1)).toMatchObject({ options: { door: 'OPENAI', stream: false } })
  })

  it('names the call and its overhead in headers', async () => {
    const { response } = await door.client.chat.completions.create(ASK).withResponse()
    expect(response.headers.get('x-weir-call-id')).toBe(CALL_ID)
    expect(response.headers.get('x-request-id')).toBe(CALL_ID)
    expect(Number(response.headers.get('x-weir-overhead-ms'))).toBeGreaterThanOrEqual(1.5)
  })

  it('lets the client parse an answer that follows its schema', async () => {
    door.pipeline.script = say([{ type: 'text-delta', text: '{"city":"Lyon"}' }])
    const format = zodResponseFormat(z.object({ city: z.string() }), 'place')
    const answer = await door.client.chat.completions.parse({ ...ASK, response_format: format })
    expect(answer.choices[0]?.message.parsed).toEqual({ city: 'Lyon' })
    expect(door.pipeline.request.responseFormat).toMatchObject({ type: 'json-schema', name: 'place', strict: true })
  })
})

describe('a streamed chat', () => {
  it('brings the text in pieces and then the finish reason', async () => {
    door.pipeline.script = say([{ type: 'text-delta', text: 'Hel' }], [{ type: 'text-delta', text: 'lo' }])
    const chunks = await chunksOf()
    expect(chunks.map((chunk) => chunk.choices[0]?.delta)).toEqual([{ role: 'assistant', content: 'Hel' }, { content: 'lo' }, {}])
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual([null, null, 'stop'])
    expect(chunks.every((chunk) => chunk.id === `chatcmpl-${CALL_ID}` && chunk.object === 'chat.completion.chunk')).toBe(true)
  })

  it('makes one chunk of the text that arrived together', async () => {
    door.pipeline.script = say([
      { type: 'text-delta', text: 'a' },
      { type: 'text-delta', text: 'b' },
      { type: 'text-delta', text: 'c' },
    ])
    expect((await chunksOf()).map((chunk) => chunk.choices[0]?.delta.content)).toEqual(['abc', undefined])
  })

  it('keeps text of any script whole', async () => {
    const words = ['Grüße ', '日本語 ', '🙂🙂 ', '"quoted"\n\u2028']
    door.pipeline.script = say(...words.map((text) => [{ type: 'text-delta' as const, text }]))
    expect((await chunksOf()).map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(words.join(''))
  })

  it('tells the pieces of parallel tool calls apart by index alone', async () => {
    door.pipeline.script = say([
      { type: 'tool-call-delta', index: 0, id: 'a', name: 'f', argumentsDelta: '' },
      { type: 'tool-call-delta', index: 1, id: 'b', name: 'g', argumentsDelta: '' },
      { type: 'tool-call-delta', index: 0, argumentsDelta: '{"a":1}' },
      { type: 'tool-call-delta', index: 1, argumentsDelta: '{"b":2}' },
    ])
    const { choices } = await door.client.chat.completions.stream(ASK).finalChatCompletion()
    expect(choices[0]?.message.tool_calls?.map((call) => call.type === 'function' && call.function.arguments)).toEqual([
      '{"a":1}',
      '{"b":2}',
    ])
  })

  it('sends the usage only to who asked for it', async () => {
    expect((await chunksOf()).some((chunk) => 'usage' in chunk)).toBe(false)
    const chunks = await chunksOf({ stream_options: { include_usage: true } })
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 14, completion_tokens: 7, total_tokens: 21 } })
  })

  it('streams parallel tool calls whose arguments come in pieces', async () => {
    door.pipeline.script = say(
      [{ type: 'tool-call-delta', index: 0, id: 'a', name: 'weather', argumentsDelta: '' }],
      [
        { type: 'tool-call-delta', index: 0, argumentsDelta: '{"city":' },
        { type: 'tool-call-delta', index: 0, argumentsDelta: '"Lyon"}' },
        { type: 'tool-call-delta', index: 1, id: 'b', name: 'time', argumentsDelta: '{' },
      ],
      [{ type: 'tool-call-delta', index: 1, argumentsDelta: '}' }],
      [{ type: 'finish', reason: 'TOOL_CALLS', nativeReason: 'tool_calls' }],
    )
    const answer = await door.client.chat.completions.stream(ASK).finalChatCompletion()
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls')
    expect(answer.choices[0]?.message.tool_calls).toMatchObject([
      { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city":"Lyon"}' } },
      { id: 'b', type: 'function', function: { name: 'time', arguments: '{}' } },
    ])
  })

  it('is an HTTP error when the provider fails before any content', async () => {
    door.pipeline.script = fail('PROVIDER_OVERLOADED', [[{ type: 'response-metadata', providerModel: 'x' }]])
    await expect(chunksOf()).rejects.toMatchObject({ status: 503, code: 'provider_overloaded', requestID: CALL_ID })
  })

  it('throws in the client when the provider fails after content', async () => {
    door.pipeline.script = fail('PROVIDER_STREAM_CUT', [[{ type: 'text-delta', text: 'Hel' }]])
    const seen: unknown[] = []
    const read = async () => {
      for await (const chunk of await door.client.chat.completions.create({ ...ASK, stream: true })) seen.push(chunk)
    }
    await expect(read()).rejects.toThrow('It failed with PROVIDER_STREAM_CUT.')
    expect(seen).toHaveLength(1)
  })

  it('never says [DONE] after a failure', async () => {
    door.pipeline.script = fail('PROVIDER_STREAM_CUT', [[{ type: 'text-delta', text: 'Hel' }]])
    const response = await fetch(`${door.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...ASK, stream: true }),
    })
    const text = await response.text()
    expect(text).toContain('"error":{"message":"It failed with PROVIDER_STREAM_CUT."')
    expect(text).not.toContain('[DONE]')
    expect(text).not.toContain('"finish_reason":"')
  })
})

it('refuses a key that is not known, in the client as an AuthenticationError', async () => {
  const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${door.url}/v1`, maxRetries: 0 })
  await expect(stranger.chat.completions.create(ASK)).rejects.toBeInstanceOf(OpenAI.AuthenticationError)
})
