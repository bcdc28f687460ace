import { describe, expect, it } from 'vitest'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { fromMessage } from './from-message.js'
import { createMessageReader } from './from-message-event.js'

const START = { type: 'message_start', message: { id: 'msg_1', model: 'claude', usage: { input_tokens: 5, output_tokens: 1 } } }
const STOP = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } }
const begin = (content_block: object, index = 0) => ({ type: 'content_block_start', index, content_block })
const delta = (value: object, index = 0) => ({ type: 'content_block_delta', index, delta: value })
const end = (index = 0) => ({ type: 'content_block_stop', index })

function read(...events: object[]) {
  const out: ProviderEvent[] = []
  const reader = createMessageReader({ provider: 'test' })
  let marked = false
  for (const event of events) marked = reader.read(event, out) || marked
  reader.end(out, marked)
  return foldAnswer([out])
}

describe('the events of a message', () => {
  it('take the last word on usage, and the split of what was cached from wherever it was said', () => {
    const cached = {
      input_tokens: 5,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      output_tokens: 1,
    }
    const { usage } = read(
      { ...START, message: { ...START.message, usage: cached } },
      { ...STOP, usage: { input_tokens: 7, cache_creation_input_tokens: 34, cache_read_input_tokens: null, output_tokens: 9 } },
    )
    expect(usage?.input).toMatchObject({ text: 7, cacheWrite5m: 14, cacheWrite1h: 20, cacheRead: 0 })
    expect(usage?.output.text).toBe(9)
  })

  it('never count more thought than output', () => {
    const { usage } = read(START, { ...STOP, usage: { output_tokens: 9, output_tokens_details: { thinking_tokens: 11 } } })
    expect(usage?.output).toMatchObject({ text: 0, reasoning: 9 })
  })

  it('keep blocks apart that come at the same time', () => {
    const tool = (id: string) => ({ type: 'tool_use', id, name: id, input: {} })
    const piece = (partial_json: string) => ({ type: 'input_json_delta', partial_json })
    const { toolCalls } = read(
      ...[START, begin(tool('a'), 0), begin(tool('b'), 1), delta(piece('{"x":'), 0), delta(piece('{"y":'), 1)],
      ...[delta(piece('1}'), 0), delta(piece('2}'), 1), end(0), end(1), STOP],
    )
    expect(toolCalls.map(({ arguments: args }) => args)).toEqual(['{"x":1}', '{"y":2}'])
  })

  it('join a signature that comes in pieces, with thought between', () => {
    const { choices } = read(
      ...[START, begin({ type: 'thinking', thinking: '', signature: '' }), delta({ type: 'signature_delta', signature: 'c2ln' })],
      ...[delta({ type: 'thinking_delta', thinking: 'Hm.' }), delta({ type: 'signature_delta', signature: 'bmVk' }), end(), STOP],
    )
    const providerState = { provider: 'anthropic', value: { signature: 'c2lnbmVk' } }
    expect(choices[0]!.parts).toEqual([{ type: 'reasoning', text: 'Hm.', providerState }])
  })

  it('pass over what they do not know, and keep blocks of new types', () => {
    const { choices, finishReason } = read(
      START,
      { type: 'something_new' },
      begin({ type: 'compaction', content: '' }),
      delta({ type: 'compaction_delta', content: 'All of ' }),
      delta({ type: 'compaction_delta', content: 'it.' }),
      end(),
      begin({ type: 'server_tool_use', id: 's', name: 'web_fetch', input: {} }, 1),
      delta({ type: 'input_json_delta', partial_json: '{"url":' }, 1),
      { ...STOP, delta: { stop_reason: 'some_new_reason' } },
    )
    expect(choices[0]!.parts).toEqual([
      { type: 'native', dialect: 'anthropic', value: { type: 'compaction', content: 'All of it.' } },
      {
        type: 'native',
        dialect: 'anthropic',
        value: { type: 'server_tool_use', id: 's', name: 'web_fetch', input: { INVALID_JSON: '{"url":' } },
      },
    ])
    expect(finishReason).toBe('OTHER')
  })

  it('remember who called a tool, when it was not the model itself', () => {
    const caller = { type: 'code_execution_20250825', tool_id: 'srvtoolu_1' }
    const block = { type: 'tool_use', id: 'a', name: 'a', input: {}, toolset_name: 'browser' }
    const { choices } = read(START, begin({ ...block, caller }), end(), STOP)
    expect(choices[0]!.parts).toMatchObject([
      { providerState: { provider: 'anthropic', value: { caller, toolset_name: 'browser' } } },
    ])
  })

  it('are cut when they end without a reason, and whole when they are marked so', () => {
    expect(() => read(START, begin({ type: 'text', text: 'Hi' }))).toThrow(
      expect.objectContaining({ code: 'PROVIDER_STREAM_CUT' }),
    )
    expect(read(START, begin({ type: 'text', text: 'Hi' }), { type: 'message_stop' })).toMatchObject({
      text: 'Hi',
      finishReason: 'OTHER',
    })
    expect(() => read({ type: 'message_stop' })).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
  })

  it.each([
    ['overloaded_error', 'PROVIDER_OVERLOADED'],
    ['api_error', 'PROVIDER_ERROR'],
    ['rate_limit_error', 'PROVIDER_RATE_LIMITED'],
    ['invalid_request_error', 'PROVIDER_REJECTED'],
  ])('throw an error among them: %s is %s', (type, code) => {
    const error = { type: 'error', error: { type, message: 'No.' } }
    expect(() => read(START, error)).toThrow(expect.objectContaining({ code }))
    expect(() => fromMessage(error, { provider: 'test' })).toThrow(expect.objectContaining({ code }))
  })

  it.each([[null], ['text'], [[]], [{}], [{ type: 4 }]])('are refused when they are none: %j', (event) => {
    const reader = createMessageReader({ provider: 'test' })
    expect(() => reader.read(event, [])).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
    expect(() => fromMessage(event, { provider: 'test' })).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
  })

  it('outlive nonsense within them', () => {
    const message = { id: 1, model: null, usage: 'many' }
    const { text, finishReason } = read(
      { type: 'message_start', message },
      ...[
        begin({ type: 'text', text: null }),
        delta({ type: 'text_delta', text: 5 }),
        delta({ type: 'text_delta', text: 'Hi' }, 9),
      ],
      ...[
        delta({ type: 'citations_delta', citation: 'x' }),
        end(7),
        { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
      ],
    )
    expect({ text, finishReason }).toEqual({ text: '', finishReason: 'STOP' })
  })
})
