import { zodTextFormat } from 'openai/helpers/zod'
import type { ResponseInput } from 'openai/resources/responses/responses'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createUsage } from '../../../src/domain/usage.js'
import { CALL_ID, fail, say } from '../support/fake-pipeline.js'
import { type OpenDoor, openDoor } from '../support/open-door.js'

let door: OpenDoor
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const SUFFIX = CALL_ID.slice(5)

describe('a response', () => {
  it('is what the official client expects, and says what was asked for', async () => {
    door.pipeline.completion = {
      usage: createUsage({ input: { text: 6, cacheRead: 4, cacheWrite5m: 2 }, output: { text: 5, reasoning: 2 } }),
    }
    const response = await door.client.responses.create({
      model: 'demo/echo',
      input: 'Hi',
      instructions: 'Be brief.',
      temperature: 0.5,
      metadata: { a: 'b' },
    })
    expect(response).toMatchObject({
      id: `resp_${CALL_ID}`,
      object: 'response',
      created_at: 1767323045,
      completed_at: 1767323045,
      status: 'completed',
      model: 'demo/echo',
      output_text: 'Hello',
      output: [
        {
          id: `msg_${SUFFIX}_0`,
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Hello', annotations: [], logprobs: [] }],
        },
      ],
      instructions: 'Be brief.',
      temperature: 0.5,
      top_p: null,
      metadata: { a: 'b' },
      store: true,
      error: null,
      incomplete_details: null,
      parallel_tool_calls: true,
      previous_response_id: null,
      text: { format: { type: 'text' } },
      tool_choice: 'auto',
      tools: [],
      truncation: 'disabled',
      usage: {
        input_tokens: 12,
        input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
        output_tokens: 7,
        output_tokens_details: { reasoning_tokens: 2 },
        total_tokens: 19,
      },
    })
    expect(door.pipeline.request.messages).toEqual([
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
    ])
    expect(door.pipeline.seen[0]?.options).toMatchObject({ door: 'OPENAI_RESPONSES', stream: false })
  })

  it('has its parallel calls as items that can be told apart', async () => {
    door.pipeline.script = say(
      [
        {
          type: 'reasoning-delta',
          text: 'Both at once.',
          providerState: { provider: 'anthropic', value: { signature: 'c2ln' } },
        },
        { type: 'text-delta', text: 'Looking.' },
        { type: 'tool-call-delta', index: 0, id: 'call_a', name: 'weather', argumentsDelta: '{"city":' },
        { type: 'tool-call-delta', index: 1, id: 'call_b', name: 'time', argumentsDelta: '{}' },
        { type: 'tool-call-delta', index: 0, argumentsDelta: '"Ulm"}' },
      ],
      [{ type: 'finish', reason: 'TOOL_CALLS' }],
    )
    const { output } = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' })
    expect(output).toMatchObject([
      { id: `rs_${SUFFIX}_0`, type: 'reasoning', summary: [{ type: 'summary_text', text: 'Both at once.' }] },
      { id: `msg_${SUFFIX}_1`, type: 'message' },
      { id: `fc_${SUFFIX}_2`, type: 'function_call', call_id: 'call_a', name: 'weather', arguments: '{"city":"Ulm"}' },
      { id: `fc_${SUFFIX}_3`, type: 'function_call', call_id: 'call_b', name: 'time', arguments: '{}', status: 'completed' },
    ])
    expect(output[0]).toHaveProperty('encrypted_content', expect.any(String))
  })

  it('is parsed by the client to the schema that was asked for', async () => {
    door.pipeline.script = say([{ type: 'text-delta', text: '{"name":"Iller"}' }])
    const format = zodTextFormat(z.object({ name: z.string() }), 'river')
    const response = await door.client.responses.parse({ model: 'demo/echo', input: 'A river', text: { format } })
    expect(response.output_parsed).toEqual({ name: 'Iller' })
    expect(door.pipeline.request.responseFormat).toMatchObject({ type: 'json-schema', name: 'river', strict: true })
  })

  it.each([
    ['LENGTH', 'incomplete', { reason: 'max_output_tokens' }],
    ['CONTENT_FILTER', 'incomplete', { reason: 'content_filter' }],
    ['REFUSAL', 'incomplete', { reason: 'content_filter' }],
    ['STOP', 'completed', null],
    ['OTHER', 'completed', null],
  ] as const)('that ended by %s is %s', async (reason, status, details) => {
    door.pipeline.script = say([
      { type: 'text-delta', text: 'Hel' },
      { type: 'finish', reason },
    ])
    const response = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' })
    expect(response).toMatchObject({ status, incomplete_details: details, output: [{ status }] })
  })

  it('is complete when the model said why it refuses', async () => {
    door.pipeline.script = say([
      { type: 'refusal-delta', text: 'I cannot.' },
      { type: 'finish', reason: 'REFUSAL' },
    ])
    const response = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' })
    expect(response).toMatchObject({ status: 'completed', output: [{ content: [{ type: 'refusal', refusal: 'I cannot.' }] }] })
  })

  it('shows sources and log probabilities when they are wanted', async () => {
    const citations = [{ url: 'https://river.example', title: 'Rivers', start: 2, end: 7 }]
    const logprobs = [{ token: 'A', logprob: -0.5, bytes: [65], top: [{ token: 'B', logprob: -1, bytes: null }] }]
    door.pipeline.script = say([
      { type: 'text-delta', text: '🙂 Iller', logprobs },
      { type: 'text-delta', text: '', citations },
    ])
    const response = await door.client.responses.create({
      model: 'demo/echo',
      input: 'Hi',
      include: ['message.output_text.logprobs'],
      top_logprobs: 1,
    })
    expect(door.pipeline.request.logprobs).toEqual({ top: 1 })
    expect(response.output).toMatchObject([
      {
        content: [
          {
            annotations: [{ type: 'url_citation', url: 'https://river.example', title: 'Rivers', start_index: 1, end_index: 6 }],
            logprobs: [{ token: 'A', logprob: -0.5, bytes: [65], top_logprobs: [{ token: 'B', logprob: -1, bytes: [] }] }],
          },
        ],
      },
    ])
  })

  it('shows items of its own dialect as they are, and none of another', async () => {
    const search = { id: 'ws_1', type: 'web_search_call', status: 'completed' }
    door.pipeline.script = say([
      { type: 'native', dialect: 'openai-responses', value: search },
      { type: 'native', dialect: 'anthropic', value: { type: 'server_tool_use' } },
      { type: 'text-delta', text: 'Found.' },
    ])
    const { output } = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' })
    expect(output).toMatchObject([search, { type: 'message' }])
  })

  it('keeps the ids that OpenAI gave when nothing is stored, and ours where they can be referred to', async () => {
    const own = (value: object) => ({ provider: 'openai-responses', value: value as { id: string } })
    door.pipeline.script = say([
      { type: 'reasoning-delta', text: 'Hm', providerState: own({ id: 'rs_x', encryptedContent: 'ZW5j' }) },
      { type: 'text-delta', text: 'Hello', providerState: own({ id: 'msg_x', phase: 'final_answer' }) },
    ])
    const stateless = await door.client.responses.create({ model: 'demo/echo', input: 'Hi', store: false })
    expect(stateless.output).toMatchObject([
      { id: 'rs_x', encrypted_content: 'ZW5j' },
      { id: 'msg_x', phase: 'final_answer' },
    ])
    const stored = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' })
    expect(stored.output.map(({ id }) => id)).toEqual([`rs_${SUFFIX}_0`, `msg_${SUFFIX}_1`])
    const again = [...stored.output, { role: 'user', content: 'More' }] as ResponseInput
    await door.client.responses.create({ model: 'demo/echo', input: again })
    expect(door.pipeline.request.messages[0]?.parts[0]).toMatchObject({
      providerState: { provider: 'openai-responses', value: { id: 'rs_x', encryptedContent: 'ZW5j' } },
    })
  })

  it('has the accounts of the call for who asks, but not in what is stored', async () => {
    const headers = { 'x-weir-include': 'details' }
    const response = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' }, { headers })
    expect(response).toHaveProperty('weir.cost.total', '0.0015')
    expect(await door.client.responses.retrieve(response.id)).not.toHaveProperty('weir')
  })
})

describe('a failure', () => {
  it('is an error that the official client knows', async () => {
    door.pipeline.script = fail('PROVIDER_RATE_LIMITED', [], { retryAfterMs: 2_000 })
    const error = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' }).catch((reason) => reason)
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    expect(error.headers.get('retry-after')).toBe('2')
    expect(error.headers.get('x-weir-call-id')).toBe(CALL_ID)
    expect(door.responses.stored.size).toBe(0)
  })

  it.each([
    ['background', { background: true }],
    ['conversation', { conversation: 'conv_1' }],
    ['prompt', { prompt: { id: 'pmpt_1' } }],
  ])('of a request with %s says that it is not served', async (path, fields) => {
    const error = await door.client.responses.create({ model: 'm', input: 'Hi', ...fields }).catch((reason) => reason)
    expect(error).toMatchObject({ status: 400, code: 'unsupported_parameter', param: path })
    expect(door.pipeline.seen).toEqual([])
  })

  it.each<[string, object]>([
    ['model', { input: 'Hi' }],
    ['input', { model: 'm' }],
    ['input', { model: 'm', input: 5 }],
    ['input[0].role', { model: 'm', input: [{ content: 'Hi' }] }],
    ['input[0].content', { model: 'm', input: [{ role: 'user' }] }],
    ['input[0].content[0].type', { model: 'm', input: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }] }],
    ['input[0].colour', { model: 'm', input: [{ role: 'user', content: 'a', colour: 'red' }] }],
    ['input[0].call_id', { model: 'm', input: [{ type: 'function_call', name: 'f', arguments: '' }] }],
    ['input[0].output', { model: 'm', input: [{ type: 'function_call_output', call_id: 'a' }] }],
    [
      'input[0].content[0]',
      { model: 'm', input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'a', file_id: 'b' }] }] },
    ],
    [
      'input[0].output[0]',
      { model: 'm', input: [{ type: 'function_call_output', call_id: 'a', output: [{ type: 'input_file', file_id: 'f' }] }] },
    ],
    ['input[0].id', { model: 'm', input: [{ type: 'item_reference' }] }],
    ['tools[0].name', { model: 'm', input: 'Hi', tools: [{ type: 'function' }] }],
    ['tool_choice.name', { model: 'm', input: 'Hi', tool_choice: { type: 'function' } }],
    ['text.format.type', { model: 'm', input: 'Hi', text: { format: { type: 'xml' } } }],
    ['text.colour', { model: 'm', input: 'Hi', text: { colour: 1 } }],
    ['reasoning.effort', { model: 'm', input: 'Hi', reasoning: { effort: 'huge' } }],
    ['max_output_tokens', { model: 'm', input: 'Hi', max_output_tokens: 0 }],
    ['top_logprobs', { model: 'm', input: 'Hi', top_logprobs: 21 }],
    ['include', { model: 'm', input: 'Hi', include: 'all' }],
    ['truncation', { model: 'm', input: 'Hi', truncation: 'some' }],
    ['store', { model: 'm', input: 'Hi', store: 'yes' }],
  ])('names the field %s', async (param, body) => {
    const error = await door.client.post('/responses', { body }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ status: 400, param })
    expect(door.pipeline.seen).toEqual([])
  })

  it('that is a bug is logged and told as one', async () => {
    door.pipeline.script = async function* () {
      yield []
      throw new Error('secret')
    }
    const error = await door.client.responses.create({ model: 'm', input: 'Hi' }).catch((reason) => reason)
    expect(error.status).toBe(500)
    expect(error.message).not.toContain('secret')
    expect(door.logged).toHaveLength(1)
  })
})

describe('what is stored', () => {
  it('is stored before the answer ends, unless the client says no', async () => {
    await door.client.responses.create({ model: 'demo/echo', input: 'Hi', store: false })
    expect(door.responses.stored.size).toBe(0)
    expect(door.pipeline.seen[0]?.options.beforeCompleted).toBeUndefined()
    await door.client.responses.create({ model: 'demo/echo', input: 'Hi' })
    expect(door.responses.stored.size).toBe(1)
  })

  it('is told not to be when the store fails: the answer is whole all the same', async () => {
    door.responses.insertFails = () => Promise.reject(new Error('away'))
    const { data, response } = await door.client.responses.create({ model: 'demo/echo', input: 'Hi' }).withResponse()
    expect(data).toMatchObject({ status: 'completed', store: false, output_text: 'Hello' })
    expect(response.headers.get('x-weir-warnings')).toBe('NOT_STORED:store')
  })

  it('is not waited for longer than the limit', async () => {
    const slow = await openDoor({ storeTimeoutMs: 5 })
    slow.responses.insertFails = () => new Promise(() => undefined)
    const response = await slow.client.responses.create({ model: 'demo/echo', input: 'Hi' })
    expect(response).toHaveProperty('store', false)
    await slow.close()
  })

  it('costs no read when nothing is referred to', async () => {
    await door.client.responses.create({ model: 'demo/echo', input: [{ role: 'user', content: 'Hi' }] })
    expect(door.responses.reads).toBe(0)
  })
})
