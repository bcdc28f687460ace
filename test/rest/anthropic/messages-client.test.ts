import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CompletionEvent } from '../../../src/domain/completion-event.js'
import { createUsage } from '../../../src/domain/usage.js'
import { wrapState } from '../../../src/rest/opaque-state.js'
import { CALL_ID, say } from '../support/fake-pipeline.js'
import { type OpenAnthropic, openAnthropic } from './support/open-anthropic.js'

let door: OpenAnthropic
beforeAll(async () => {
  door = await openAnthropic()
})
afterAll(() => door.close())

const ASK = { model: 'claude/opus', max_tokens: 100, messages: [{ role: 'user' as const, content: 'Hi' }] }
const foreign = { provider: 'gemini', value: { thoughtSignature: 'abc' } }

/** Everything that an answer can hold. */
const RICH: CompletionEvent[][] = [
  [{ type: 'usage', usage: createUsage({ input: { text: 7 } }) }],
  [
    { type: 'reasoning-delta', part: 0, text: 'Let me ' },
    { type: 'reasoning-delta', part: 0, text: 'think.' },
  ],
  [{ type: 'reasoning-delta', part: 0, text: '', providerState: { provider: 'anthropic', value: { signature: 'sig' } } }],
  [{ type: 'reasoning-delta', part: 1, text: '', providerState: { provider: 'anthropic', value: { redacted: 'cmVk' } } }],
  [{ type: 'reasoning-delta', part: 2, text: 'Other.', providerState: foreign }],
  [
    { type: 'text-delta', part: 3, text: 'It ' },
    { type: 'text-delta', part: 3, text: 'is' },
  ],
  [{ type: 'text-delta', part: 3, text: ' so.', citations: [{ url: 'https://a.example', title: 'A', citedText: 'so' }] }],
  [
    {
      type: 'native',
      part: 4,
      dialect: 'anthropic',
      value: { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
    },
  ],
  [{ type: 'tool-call-delta', index: 0, id: 't1', name: 'weather', argumentsDelta: '' }],
  [{ type: 'tool-call-delta', index: 0, argumentsDelta: '{"city":' }],
  [{ type: 'tool-call-delta', index: 0, argumentsDelta: '"Bonn"}' }],
  [{ type: 'tool-call-delta', index: 1, id: 't2', name: 'time', argumentsDelta: '{}' }],
  [{ type: 'finish', reason: 'TOOL_CALLS', nativeReason: 'tool_use' }],
]
const CONTENT = [
  { type: 'thinking', thinking: 'Let me think.', signature: 'sig' },
  { type: 'redacted_thinking', data: 'cmVk' },
  { type: 'thinking', thinking: 'Other.', signature: wrapState(foreign) },
  {
    type: 'text',
    text: 'It is so.',
    citations: [
      { type: 'web_search_result_location', url: 'https://a.example', title: 'A', cited_text: 'so', encrypted_index: '' },
    ],
  },
  { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
  { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Bonn' }, caller: { type: 'direct' } },
  { type: 'tool_use', id: 't2', name: 'time', input: {}, caller: { type: 'direct' } },
]
const USAGE = {
  input_tokens: 10,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 4,
  output_tokens: 7,
  output_tokens_details: { thinking_tokens: 2 },
}

it('answers the official client with every kind of block', async () => {
  door.pipeline.script = say(...RICH)
  const message = await door.client.messages.create(ASK)
  expect(message).toMatchObject({ id: `msg_${CALL_ID}`, type: 'message', role: 'assistant', model: 'claude/opus' })
  expect(message.content).toEqual(CONTENT)
  expect(message).toMatchObject({ stop_reason: 'tool_use', stop_sequence: null, usage: USAGE })
  expect(message._request_id).toBe(CALL_ID)
})

it('gives the client that streams the same message', async () => {
  door.pipeline.script = say(...RICH)
  const whole = await door.client.messages.create(ASK)
  const streamed = await door.client.messages.stream(ASK).finalMessage()
  expect(streamed.content).toEqual(CONTENT)
  expect(streamed).toMatchObject({ id: whole.id, model: whole.model, role: 'assistant', stop_reason: 'tool_use', usage: USAGE })
  expect(door.pipeline.seen.at(-1)?.options).toMatchObject({ door: 'ANTHROPIC', stream: true })
})

it('takes the answer back as the parts that it was made of', async () => {
  door.pipeline.script = say(...RICH)
  const message = await door.client.messages.stream(ASK).finalMessage()
  await door.client.messages.create({
    ...ASK,
    messages: [
      ...ASK.messages,
      { role: 'assistant', content: message.content },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', content: 'warm' },
          { type: 'tool_result', tool_use_id: 't2', content: 'late', is_error: true },
          { type: 'text', text: 'And?' },
        ],
      },
    ],
  })
  expect(door.pipeline.request.messages).toEqual([
    { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Let me think.', providerState: { provider: 'anthropic', value: { signature: 'sig' } } },
        { type: 'reasoning', text: '', providerState: { provider: 'anthropic', value: { redacted: 'cmVk' } } },
        { type: 'reasoning', text: 'Other.', providerState: foreign },
        { type: 'text', text: 'It is so.', citations: [{ url: 'https://a.example', title: 'A', citedText: 'so' }] },
        { type: 'native', dialect: 'anthropic', value: { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} } },
        { type: 'tool-call', id: 't1', name: 'weather', arguments: '{"city":"Bonn"}' },
        { type: 'tool-call', id: 't2', name: 'time', arguments: '{}' },
      ],
    },
    { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 't1', parts: [{ type: 'text', text: 'warm' }] }] },
    { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 't2', parts: [{ type: 'text', text: 'late' }], isError: true }] },
    { role: 'user', parts: [{ type: 'text', text: 'And?' }] },
  ])
})

it('counts tokens without a call', async () => {
  const calls = door.pipeline.seen.length
  door.pipeline.estimation = {
    model: 'a/b',
    inputTokens: 42,
    countedBy: 'PROVIDER',
    maxOutputTokens: 10,
    inputCost: null,
    maxCost: null,
  }
  expect(await door.client.messages.countTokens({ model: 'a/b', messages: ASK.messages })).toMatchObject({ input_tokens: 42 })
  expect(door.pipeline.seen).toHaveLength(calls)
})

it.each([
  ['STOP', undefined, undefined, 'end_turn', null],
  ['STOP', 'stop_sequence', 'END', 'stop_sequence', 'END'],
  ['LENGTH', 'length', undefined, 'max_tokens', null],
  ['LENGTH', 'model_context_window_exceeded', undefined, 'model_context_window_exceeded', null],
  ['OTHER', 'pause_turn', undefined, 'pause_turn', null],
  ['CONTENT_FILTER', 'SAFETY', undefined, 'refusal', null],
  ['REFUSAL', 'refusal', undefined, 'refusal', null],
  ['OTHER', 'whatever', undefined, 'end_turn', null],
] as const)('ends %s (%s, %s) as %s', async (reason, nativeReason, stopSequence, stop, sequence) => {
  const finish = {
    type: 'finish',
    reason,
    ...(nativeReason && { nativeReason }),
    ...(stopSequence && { stopSequence }),
  } as const
  door.pipeline.script = say([{ type: 'text-delta', text: 'a' }, finish])
  const answers = [await door.client.messages.create(ASK), await door.client.messages.stream(ASK).finalMessage()]
  for (const answer of answers) expect(answer).toMatchObject({ stop_reason: stop, stop_sequence: sequence })
})

it.each([
  ['anthropic', { type: 'refusal', category: 'cyber', explanation: 'No.' }, { web_search_requests: 1, web_fetch_requests: 0 }],
  ['cohere', { type: 'refusal', category: null, explanation: null }, null],
] as const)('tells why %s refused, and what it did beside, in the words of this dialect only', async (dialect, details, used) => {
  const fields = {
    stop_details: { type: 'refusal', category: 'cyber', explanation: 'No.' },
    usage: { server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 } },
  }
  door.pipeline.script = say([{ type: 'finish', reason: 'REFUSAL', nativeReason: 'refusal' }])
  door.pipeline.completion = { extra: { dialect, fields } }
  const answers = [await door.client.messages.create(ASK), await door.client.messages.stream(ASK).finalMessage()]
  door.pipeline.completion = {}
  for (const answer of answers) expect(answer).toMatchObject({ stop_reason: 'refusal', stop_details: details })
  for (const { usage } of answers) expect(usage).toMatchObject({ server_tool_use: used, ...USAGE })
})

it('takes the key as x-api-key and as Authorization: Bearer', async () => {
  const ask = (headers: Record<string, string>) =>
    fetch(`${door.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(ASK),
    })
  expect((await ask({ 'x-api-key': 'weir-test-key' })).status).toBe(200)
  expect((await ask({ authorization: 'Bearer weir-test-key' })).status).toBe(200)
  expect((await ask({ 'x-api-key': 'another' })).status).toBe(401)
})

it('adds its accounts and warnings where they are asked for', async () => {
  const warning = { code: 'UNSUPPORTED_PARAMETER', message: 'No.', parameter: 'topK' } as const
  door.pipeline.script = say([{ type: 'text-delta', text: 'a' }])
  door.pipeline.completion = { warnings: [warning] }
  const { data, response } = await door.client.messages.create(ASK, { headers: { 'x-weir-include': 'details' } }).withResponse()
  door.pipeline.completion = {}
  expect(data).toMatchObject({ weir: { call_id: CALL_ID, warnings: [warning] } })
  expect(response.headers.get('x-weir-warnings')).toBe('UNSUPPORTED_PARAMETER:topK')
  expect(response.headers.get('x-weir-call-id')).toBe(CALL_ID)
})
