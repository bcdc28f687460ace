import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CompletionEvent, Warning } from '../../src/domain/completion-event.js'
import { CALL_ID, say } from './support/fake-pipeline.js'
import { type OpenDoor, openDoor } from './support/open-door.js'

const ASK = { model: 'demo/echo', messages: [{ role: 'user' as const, content: 'Hi' }] }
const WARNING: Warning = { code: 'UNSUPPORTED_PARAMETER', message: 'No seed here.', parameter: 'seed' }

let door: OpenDoor
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())
beforeEach(() => {
  door.pipeline.completion = {}
  door.pipeline.script = say([{ type: 'text-delta', text: 'Hello' }])
})

const ask = (headers: Record<string, string>) => door.client.chat.completions.create(ASK, { headers }).withResponse()

async function chunksOf(fields: object = {}, headers: Record<string, string> = {}) {
  const { data, response } = await door.client.chat.completions
    .create({ ...ASK, ...fields, stream: true }, { headers })
    .withResponse()
  const chunks = []
  for await (const chunk of data) chunks.push(chunk as typeof chunk & { weir?: object })
  return { chunks, response }
}

it('takes tags, idempotency key, policy, ceiling and trace context from headers', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  await ask({
    'x-weir-tags': 'team:a, web,web',
    'idempotency-key': 'k-1',
    'x-weir-on-unsupported': 'warn',
    'x-weir-max-cost': '0.05',
    traceparent,
  })
  expect(door.pipeline.seen.at(-1)).toMatchObject({
    request: { tags: ['team:a', 'web'], idempotencyKey: 'k-1', onUnsupported: 'WARN', maxCostNanos: 50_000_000n },
    options: { traceparent },
  })
})

it('drops a trace context that is malformed', async () => {
  await ask({ traceparent: 'nonsense' })
  expect(door.pipeline.seen.at(-1)?.options).toMatchObject({ traceparent: undefined })
})

it.each([
  ['req-1_A', 'req-1_A'],
  ['two words', CALL_ID],
  ['x'.repeat(129), CALL_ID],
])('answers to the request id %s as %s', async (sent, answered) => {
  const { response } = await ask({ 'x-request-id': sent })
  expect(response.headers.get('x-request-id')).toBe(answered)
  expect(response.headers.get('x-weir-call-id')).toBe(CALL_ID)
})

it('names what could not be done as asked in a header', async () => {
  door.pipeline.completion = { warnings: [WARNING, { code: 'UNPRICED_MODEL', message: 'Unknown price.' }] }
  expect((await ask({})).response.headers.get('x-weir-warnings')).toBe('UNSUPPORTED_PARAMETER:seed, UNPRICED_MODEL')
})

it('gives its own accounts only to who asks for details', async () => {
  door.pipeline.completion = { warnings: [WARNING] }
  expect((await ask({})).data).not.toHaveProperty('weir')
  expect((await ask({ 'x-weir-include': 'details' })).data).toMatchObject({
    weir: {
      call_id: CALL_ID,
      provider: 'demo',
      cost: { total: '0.0015', currency: 'USD', price_version: '2026-01' },
      usage_source: 'PROVIDER',
      warnings: [WARNING],
    },
  })
})

it('gives the accounts with the last chunk of a choice in a stream', async () => {
  expect((await chunksOf()).chunks.some((chunk) => 'weir' in chunk)).toBe(false)
  const { chunks } = await chunksOf({}, { 'x-weir-include': 'details' })
  expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], weir: { call_id: CALL_ID } })
})

it('tells a stream what is known before the first content', async () => {
  door.pipeline.script = say(
    [{ type: 'route-switched', from: 'demo/echo', to: 'demo/other', error: undefined as never }],
    [
      { type: 'response-metadata', systemFingerprint: 'fp_1', serviceTier: 'flex' },
      { type: 'warning', warning: WARNING },
    ],
    [{ type: 'text-delta', text: 'Hello' }],
  )
  const { chunks, response } = await chunksOf()
  expect(chunks[0]).toMatchObject({ model: 'demo/other', system_fingerprint: 'fp_1', service_tier: 'flex' })
  expect(response.headers.get('x-weir-warnings')).toBe('UNSUPPORTED_PARAMETER:seed')
  expect(response.headers.get('x-weir-call-id')).toBe(CALL_ID)
  expect(Number(response.headers.get('x-weir-overhead-ms'))).toBeGreaterThan(0)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
})

it('streams reasoning, refusals, log probabilities and several choices', async () => {
  const logprobs = [{ token: 'a', logprob: -0.5, bytes: [97], top: [{ token: 'b', logprob: -1 }] }]
  door.pipeline.script = say([
    { type: 'reasoning-delta', text: 'Hm' },
    { type: 'text-delta', text: 'a', logprobs },
    { type: 'refusal-delta', choice: 1, text: 'no' },
    { type: 'text-delta', text: 'b' },
  ])
  const { chunks } = await chunksOf({ n: 2 })
  expect(chunks.map(({ choices }) => [choices[0]?.index, choices[0]?.delta])).toEqual([
    [0, { role: 'assistant', reasoning_content: 'Hm' }],
    [0, { content: 'ab' }],
    [1, { role: 'assistant', refusal: 'no' }],
    [0, {}],
    [1, {}],
  ])
  expect(chunks[1]?.choices[0]?.logprobs?.content).toEqual([
    { token: 'a', logprob: -0.5, bytes: [97], top_logprobs: [{ token: 'b', logprob: -1, bytes: null }] },
  ])
})

it('ends an answer without any content whole', async () => {
  door.pipeline.script = say([{ type: 'finish', reason: 'LENGTH', nativeReason: 'length' }])
  const { chunks } = await chunksOf()
  expect(chunks.map(({ choices }) => choices[0])).toMatchObject([
    { delta: { role: 'assistant', content: '' }, finish_reason: 'length' },
  ])
})

it('hands the states of parts and tool calls to a client that gathers a stream', async () => {
  const state = (value: string) => ({ providerState: { provider: 'gemini', value } })
  const script: CompletionEvent[] = [
    { type: 'reasoning-delta', text: 'Hm', ...state('r') },
    { type: 'text-delta', text: 'Hello' },
    { type: 'tool-call-delta', index: 0, id: 'a', name: 'f', argumentsDelta: '{}', ...state('t') },
  ]
  door.pipeline.script = say(script)
  const gathered = await door.client.chat.completions.stream(ASK).finalMessage()
  await door.client.chat.completions.create({ ...ASK, messages: [...ASK.messages, gathered as never] })
  expect(door.pipeline.request.messages[1]?.parts).toEqual([
    { type: 'reasoning', text: 'Hm', ...state('r') },
    { type: 'text', text: 'Hello' },
    { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', ...state('t') },
  ])
})
