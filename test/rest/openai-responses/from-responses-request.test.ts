import { describe, expect, it } from 'vitest'
import type { Json } from '../../../src/domain/json.js'
import { wrapState } from '../../../src/rest/opaque-state.js'
import { fromInputItems } from '../../../src/rest/openai/responses/from-input-items.js'
import { fromResponsesRequest } from '../../../src/rest/openai/responses/from-responses-request.js'

const read = (fields: object) => fromResponsesRequest({ model: 'm', input: 'Hi', ...fields }).request
const extra = (fields: object) => ({ extra: { dialect: 'openai-responses', fields } })
const F = { type: 'function', name: 'f', parameters: { type: 'object' } }

const FIELDS: readonly (readonly [wire: object, canonical: object])[] = [
  [{ max_output_tokens: 5 }, { maxOutputTokens: 5 }],
  [
    { temperature: 0, top_p: 0.5 },
    { temperature: 0, topP: 0.5 },
  ],
  [{ parallel_tool_calls: false }, { parallelToolCalls: false }],
  [{ metadata: { a: 'b' } }, { metadata: { a: 'b' } }],
  [{ user: 'u' }, { endUser: 'u' }],
  [{ user: 'u', safety_identifier: 's' }, { endUser: 's' }],
  [{ reasoning: { effort: 'low', summary: 'auto' } }, { reasoning: { effort: 'low', show: true } }],
  [
    { reasoning: { effort: 'max', summary: 'detailed' } },
    { reasoning: { effort: 'xhigh', show: true }, ...extra({ reasoning: { summary: 'detailed', effort: 'max' } }) },
  ],
  [{ text: { format: { type: 'json_object' } } }, { responseFormat: { type: 'json-object' } }],
  [
    { text: { format: { type: 'json_schema', name: 'n', schema: {}, strict: true }, verbosity: 'low' } },
    { responseFormat: { type: 'json-schema', name: 'n', schema: {}, strict: true }, ...extra({ text: { verbosity: 'low' } }) },
  ],
  [{ top_logprobs: 3 }, { logprobs: { top: 3 } }],
  [{ include: ['message.output_text.logprobs'] }, { logprobs: { top: 0 } }],
  [{ include: ['reasoning.encrypted_content'] }, {}],
  [
    { include: ['web_search_call.action.sources'] },
    extra({ include: ['web_search_call.action.sources', 'reasoning.encrypted_content'] }),
  ],
  [{ truncation: 'disabled' }, {}],
  [{ truncation: 'auto', service_tier: 'flex' }, extra({ truncation: 'auto', service_tier: 'flex' })],
  [{ prompt_cache_key: 'k', max_tool_calls: 2 }, extra({ prompt_cache_key: 'k', max_tool_calls: 2 })],
  [{ tools: [{ ...F, strict: true }] }, { tools: [{ name: 'f', parameters: { type: 'object' }, strict: true }] }],
  [
    { tools: [{ ...F, defer_loading: true }] },
    { tools: [{ name: 'f', parameters: { type: 'object' }, extra: { defer_loading: true } }], ...extra({}) },
  ],
  [
    { tools: [{ type: 'web_search' }, F], tool_choice: 'required' },
    {
      tools: [{ name: 'f', parameters: { type: 'object' } }],
      nativeTools: [{ dialect: 'openai-responses', definition: { type: 'web_search' } }],
      toolChoice: { type: 'required' },
    },
  ],
  [{ tool_choice: { type: 'function', name: 'f' } }, { toolChoice: { type: 'tool', name: 'f' } }],
  [{ tool_choice: { type: 'web_search_preview' } }, extra({ tool_choice: { type: 'web_search_preview' } })],
  [
    {
      tools: [F, { ...F, name: 'g' }, { type: 'mcp', server_label: 'a' }, { type: 'mcp', server_label: 'b' }],
      tool_choice: {
        type: 'allowed_tools',
        mode: 'auto',
        tools: [
          { type: 'function', name: 'g' },
          { type: 'mcp', server_label: 'b' },
        ],
      },
    },
    {
      tools: [{ name: 'g', parameters: { type: 'object' } }],
      nativeTools: [{ dialect: 'openai-responses', definition: { type: 'mcp', server_label: 'b' } }],
      toolChoice: { type: 'auto' },
    },
  ],
  [{ background: false, temperature: null, conversation: null, stream_options: { include_obfuscation: true } }, {}],
]

describe('a request', () => {
  it.each(FIELDS)('%j means %j', (wire, canonical) => {
    expect(read(wire)).toEqual({ model: 'm', ...canonical })
  })
})

const items = (...input: object[]) =>
  fromInputItems(input as unknown as Json, 'input', () => {
    throw new Error('nothing is stored')
  })
const user = (...content: object[]) => items({ role: 'user', content })[0]?.parts
const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' })

describe('input items', () => {
  it('of one turn of the assistant are one message', () => {
    const messages = items(
      { role: 'developer', content: 'Be brief.' },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'ZW5j' },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Look', annotations: [] }],
      },
      call('a'),
      call('b'),
      { type: 'function_call_output', call_id: 'a', output: '1' },
      {
        type: 'function_call_output',
        call_id: 'b',
        output: [{ type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' }],
      },
      { role: 'assistant', content: 'Done' },
      { role: 'assistant', content: 'Really' },
    )
    const own = (value: object) => ({ provider: 'openai-responses', value })
    expect(messages).toEqual([
      { role: 'developer', parts: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Hm', providerState: own({ id: 'rs_1', encryptedContent: 'ZW5j' }) },
          { type: 'text', text: 'Look', providerState: own({ id: 'msg_1' }) },
          { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' },
          { type: 'tool-call', id: 'b', name: 'f', arguments: '{}' },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'a', parts: [{ type: 'text', text: '1' }] }] },
      {
        role: 'tool',
        parts: [
          {
            type: 'tool-result',
            toolCallId: 'b',
            parts: [{ type: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' } }],
          },
        ],
      },
      { role: 'assistant', parts: [{ type: 'text', text: 'Done' }] },
      { role: 'assistant', parts: [{ type: 'text', text: 'Really' }] },
    ])
  })

  it('can hold images and files in each form', () => {
    expect(
      user(
        { type: 'input_image', image_url: 'https://a.example/b.png', detail: 'low' },
        { type: 'input_image', file_id: 'file_1' },
        { type: 'input_file', file_url: 'https://a.example/b.pdf' },
        { type: 'input_file', file_data: 'data:application/pdf;base64,AAAA', filename: 'b.pdf' },
        { type: 'input_file', file_id: 'file_2' },
        { type: 'input_text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit' } },
      ),
    ).toEqual([
      { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' }, detail: 'low' },
      { type: 'image', source: { type: 'file-id', id: 'file_1' } },
      { type: 'file', source: { type: 'url', url: 'https://a.example/b.pdf' } },
      { type: 'file', source: { type: 'base64', mediaType: 'application/pdf', data: 'AAAA' }, filename: 'b.pdf' },
      { type: 'file', source: { type: 'file-id', id: 'file_2' } },
      { type: 'text', text: 'a', cacheControl: { ttl: '5m' } },
    ])
  })

  it('give the state of any provider back to it', () => {
    const state = { provider: 'anthropic', value: { redacted: 'c2ln' } }
    const [message] = items({
      type: 'reasoning',
      id: 'rs_01jd0000000000a0000001a_0',
      summary: [],
      encrypted_content: wrapState(state),
    })
    expect(message?.parts).toEqual([{ type: 'reasoning', text: '', providerState: state }])
  })

  it('of reasoning with neither text nor state leave nothing', () => {
    expect(
      items({ type: 'reasoning', id: 'rs_01jd0000000000a000000ab_0', summary: [] }, { role: 'user', content: 'Hi' }),
    ).toEqual([{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }])
  })

  it('that only OpenAI knows go to it as they are', () => {
    const search = { type: 'web_search_call', id: 'ws_1', status: 'completed' }
    const programmed = { ...call('a'), caller: { type: 'program', caller_id: 'p' } }
    expect(items(search, programmed)).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'native', dialect: 'openai-responses', value: search },
          { type: 'native', dialect: 'openai-responses', value: programmed },
        ],
      },
    ])
  })

  it('keep the sources of what was said', () => {
    const annotation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 }
    const [message] = items({ role: 'assistant', content: [{ type: 'output_text', text: '🙂', annotations: [annotation] }] })
    expect(message?.parts).toEqual([
      {
        type: 'text',
        text: '🙂',
        citations: [
          { url: 'https://a.example', title: 'A', start: 0, end: 2, native: { dialect: 'openai-responses', value: annotation } },
        ],
      },
    ])
  })
})
