import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import type { CompletionEvent, EventBatch } from '../../../src/domain/completion-event.js'
import { createUsage } from '../../../src/domain/usage.js'
import { CALL_ID, KEY, say } from '../support/fake-pipeline.js'
import { type OpenAnthropic, openAnthropic } from './support/open-anthropic.js'

let door: OpenAnthropic
afterEach(() => door.close())

const ASK = { model: 'a/b', max_tokens: 10, messages: [{ role: 'user' as const, content: 'Hi' }] }

// biome-ignore lint/suspicious/noExplicitAny: events of the wire, compared field by field
type Wire = any

/** The events as they stand on the wire. */
async function events(): Promise<{ name: string; data: Wire }[]> {
  const response = await fetch(`${door.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ ...ASK, stream: true }),
  })
  const text = await response.text()
  return text
    .trimEnd()
    .split('\n\n')
    .map((event) => {
      const [, name, data] = /^event: (\w+)\ndata: (.+)$/.exec(event) ?? []
      return { name: name ?? '', data: JSON.parse(data ?? 'null') }
    })
}

const call = (index: number, argumentsDelta: string, id?: string): CompletionEvent => ({
  type: 'tool-call-delta',
  index,
  argumentsDelta,
  ...(id && { id, name: `f${index}` }),
})

it('keeps to the grammar of the format, event by event', async () => {
  door = await openAnthropic()
  door.pipeline.script = say(
    [{ type: 'usage', usage: createUsage({ input: { text: 9, cacheWrite5m: 1, cacheWrite1h: 2 } }) }],
    [
      { type: 'reasoning-delta', text: 'a' },
      { type: 'reasoning-delta', text: 'b' },
    ],
    [{ type: 'reasoning-delta', text: '', providerState: { provider: 'anthropic', value: { signature: 's' } } }],
    [{ type: 'text-delta', text: 'c', citations: [{ native: { dialect: 'anthropic', value: { type: 'char_location' } } }] }],
    [call(0, '{}', 't')],
    [{ type: 'finish', reason: 'STOP', stopSequence: 'END' }],
  )
  const seen = await events()
  expect(seen.map(({ name, data }) => [name, data.index, data.delta?.type])).toEqual([
    ['message_start', undefined, undefined],
    ['content_block_start', 0, undefined],
    ['content_block_delta', 0, 'thinking_delta'],
    ['content_block_delta', 0, 'signature_delta'],
    ['content_block_stop', 0, undefined],
    ['content_block_start', 1, undefined],
    ['content_block_delta', 1, 'text_delta'],
    ['content_block_delta', 1, 'citations_delta'],
    ['content_block_stop', 1, undefined],
    ['content_block_start', 2, undefined],
    ['content_block_delta', 2, 'input_json_delta'],
    ['content_block_stop', 2, undefined],
    ['message_delta', undefined, undefined],
    ['message_stop', undefined, undefined],
  ])
  expect(seen.every(({ name, data }) => name === data.type)).toBe(true)
  expect(seen[0]?.data.message).toMatchObject({
    id: `msg_${CALL_ID}`,
    content: [],
    stop_reason: null,
    usage: {
      input_tokens: 9,
      cache_creation_input_tokens: 3,
      cache_creation: { ephemeral_5m_input_tokens: 1, ephemeral_1h_input_tokens: 2 },
    },
  })
  expect(seen[2]?.data.delta.thinking).toBe('ab')
  expect(seen[7]?.data.delta.citation).toEqual({ type: 'char_location' })
  expect(seen[12]?.data).toMatchObject({
    delta: { stop_reason: 'stop_sequence', stop_sequence: 'END' },
    usage: { input_tokens: 10, cache_read_input_tokens: 4, output_tokens: 7 },
  })
})

it.each([
  ['one after the other', [call(0, '{"a"', 'x'), call(0, ':1}'), call(1, '{"b":2}', 'y')]],
  ['interleaved', [call(0, '', 'x'), call(1, '', 'y'), call(0, '{"a"'), call(1, '{"b"'), call(0, ':1}'), call(1, ':2}')]],
  ['interleaved with text', [call(0, '{"a"', 'x'), { type: 'text-delta', text: '' }, call(1, '{"b":2}', 'y'), call(0, ':1}')]],
  ['followed by blanks', [call(0, '{"a":1}', 'x'), call(1, '{"b":2}', 'y'), call(0, '\n')]],
] as [string, CompletionEvent[]][])('streams parallel calls that come %s as whole blocks', async (_how, pieces) => {
  door = await openAnthropic()
  door.pipeline.script = say(...pieces.map((piece) => [piece]))
  const { content } = await door.client.messages.stream(ASK).finalMessage()
  expect(content).toMatchObject([
    { type: 'tool_use', id: 'x', name: 'f0', input: { a: 1 } },
    { type: 'tool_use', id: 'y', name: 'f1', input: { b: 2 } },
  ])
  expect(content).toHaveLength(2)
})

it('keeps text behind the call that it interrupted', async () => {
  door = await openAnthropic()
  door.pipeline.script = say([call(0, '{"a"', 'x')], [{ type: 'text-delta', text: 'and' }], [call(0, ':1}')])
  const { content } = await door.client.messages.stream(ASK).finalMessage()
  expect(content).toMatchObject([
    { type: 'tool_use', input: { a: 1 } },
    { type: 'text', text: 'and' },
  ])
})

it('breaks a silence with a ping', async () => {
  door = await openAnthropic({ limits: { keepAliveMs: 10 } })
  let speak = () => {}
  const silence = new Promise<void>((resolve) => {
    speak = resolve
  })
  door.pipeline.script = async function* () {
    yield [{ type: 'text-delta', text: 'a' }]
    await silence
    yield [{ type: 'finish', reason: 'STOP' }]
  }
  const response = await fetch(`${door.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ ...ASK, stream: true }),
  })
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString()
    if (text.includes('event: ping\ndata: {"type":"ping"}\n\n')) speak()
  }
  expect(text).toContain('event: message_stop')
})

it('aborts the call when the client leaves', async () => {
  door = await openAnthropic()
  door.pipeline.script = async function* ({ options }) {
    yield [{ type: 'text-delta', text: 'a' }]
    await new Promise((_resolve, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)))
  }
  for await (const _event of await door.client.messages.create({ ...ASK, stream: true })) break
  await vi.waitFor(() => expect(door.pipeline.returned).toBe(1))
  expect(door.pipeline.seen[0]?.options.signal.aborted).toBe(true)
})

it('says that the gateway failed when the events break off without an end', async () => {
  door = await openAnthropic()
  door.pipeline.complete = async function* (): AsyncGenerator<EventBatch, void, undefined> {
    yield [{ type: 'started', callId: 'call_x', model: 'm', createdAt: new Date() }]
    yield [{ type: 'text-delta', text: 'a' }]
    await nextTurn()
  }
  await expect(door.client.messages.stream(ASK).finalMessage()).rejects.toMatchObject({ type: 'api_error' })
  expect(door.logged).toMatchObject([{ callId: 'call_x' }])
})
