import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../../src/domain/gateway-error.js'
import { fromMessagesRequest } from '../../../src/rest/anthropic/from-messages-request.js'
import { wrapState } from '../../../src/rest/opaque-state.js'

const USER = { role: 'user', content: 'Hi' }
const ask = (fields: object = {}) => ({ model: 'm', max_tokens: 10, messages: [USER], ...fields })
const blocks = (...content: unknown[]) => ask({ messages: [{ role: 'user', content }] })
const assistant = (...content: unknown[]) => ask({ messages: [USER, { role: 'assistant', content }] })
const read = (body: unknown, headers = {}) => fromMessagesRequest(body, headers).request
const mark = { type: 'ephemeral', ttl: '1h' }
const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) })

it('reads everything that a request can say', () => {
  const request = read(
    {
      model: 'claude',
      max_tokens: 100,
      system: [{ type: 'text', text: 'Be brief.', cache_control: mark }],
      messages: [USER, { role: 'system', content: 'Now in verse.' }, { role: 'assistant', content: 'Once' }],
      tools: [
        { name: 'f', description: 'd', input_schema: { type: 'object' }, strict: true, cache_control: { type: 'ephemeral' } },
        { type: 'custom', name: 'g', input_schema: { type: 'object' }, defer_loading: true },
        { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
      ],
      tool_choice: { type: 'tool', name: 'f', disable_parallel_tool_use: true },
      stop_sequences: ['END'],
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      thinking: { type: 'enabled', budget_tokens: 2048, display: 'summarized' },
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } }, task_budget: { total: 5 } },
      metadata: { user_id: 'u1' },
      service_tier: 'auto',
      container: 'c1',
      speed: null,
    },
    { 'anthropic-version': '2023-06-01', 'anthropic-beta': 'files-api-2025-04-14,context-1m' },
  )
  expect(request).toEqual({
    model: 'claude',
    maxOutputTokens: 100,
    messages: [
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.', cacheControl: { ttl: '1h' } }] },
      { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
      { role: 'system', parts: [{ type: 'text', text: 'Now in verse.' }] },
      { role: 'assistant', parts: [{ type: 'text', text: 'Once' }] },
    ],
    tools: [
      { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true, cacheControl: { ttl: '5m' } },
      { name: 'g', parameters: { type: 'object' }, extra: { defer_loading: true } },
    ],
    nativeTools: [{ dialect: 'anthropic', definition: { type: 'web_search_20250305', name: 'web_search', max_uses: 3 } }],
    toolChoice: { type: 'tool', name: 'f' },
    parallelToolCalls: false,
    stop: ['END'],
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    reasoning: { maxTokens: 2048, show: true },
    responseFormat: { type: 'json-schema', name: 'output', schema: { type: 'object' }, strict: true },
    endUser: 'u1',
    extra: {
      dialect: 'anthropic',
      fields: { output_config: { task_budget: { total: 5 } }, service_tier: 'auto', container: 'c1', speed: null },
      headers: { 'anthropic-beta': 'files-api-2025-04-14,context-1m' },
    },
  })
})

it.each([
  ['base64', { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }],
  ['url', { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } }],
  ['file-id', { type: 'image', source: { type: 'file', file_id: 'file_1' } }],
] as const)('reads an image by %s', (type, block) => {
  const [part] = read(blocks(block)).messages[0]?.parts ?? []
  expect(part).toMatchObject({ type: 'image', source: { type } })
})

it('reads documents, whatever they are made of', () => {
  const parts = read(
    blocks(
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' },
        title: 'a.pdf',
        citations: { enabled: true },
      },
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'Ä' },
        context: 'c',
        citations: { enabled: false },
      },
      { type: 'document', source: { type: 'url', url: 'https://a.example/b.pdf' }, cache_control: mark },
      { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'a' }] } },
    ),
  ).messages[0]?.parts
  expect(parts).toEqual([
    {
      type: 'file',
      source: { type: 'base64', mediaType: 'application/pdf', data: 'AAAA' },
      filename: 'a.pdf',
      extra: { citations: { enabled: true } },
    },
    { type: 'file', source: { type: 'base64', mediaType: 'text/plain', data: 'w4Q=' }, extra: { context: 'c' } },
    { type: 'file', source: { type: 'url', url: 'https://a.example/b.pdf' }, cacheControl: { ttl: '1h' } },
    {
      type: 'native',
      dialect: 'anthropic',
      value: { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'a' }] } },
    },
  ])
})

it('reads results of tools as messages of their own, with their images', () => {
  const { messages } = read(
    blocks(
      { type: 'text', text: 'a' },
      {
        type: 'tool_result',
        tool_use_id: 't1',
        content: [
          { type: 'text', text: 'b' },
          { type: 'image', source: { type: 'url', url: 'https://a.example' } },
        ],
        cache_control: { type: 'ephemeral' },
      },
      { type: 'tool_result', tool_use_id: 't2', is_error: true },
      { type: 'text', text: 'c' },
      { type: 'text', text: 'd' },
    ),
  )
  expect(messages.map(({ role, parts }) => [role, parts.length])).toEqual([
    ['user', 1],
    ['tool', 1],
    ['tool', 1],
    ['user', 2],
  ])
  expect(messages[1]?.parts[0]).toEqual({
    type: 'tool-result',
    toolCallId: 't1',
    parts: [
      { type: 'text', text: 'b' },
      { type: 'image', source: { type: 'url', url: 'https://a.example' } },
    ],
    cacheControl: { ttl: '5m' },
  })
  expect(messages[2]?.parts[0]).toEqual({ type: 'tool-result', toolCallId: 't2', parts: [], isError: true })
})

it('reads thought with its signature, whose ever it is', () => {
  const foreign = { provider: 'openai-responses', value: { id: 'rs_1', encryptedContent: 'x' } }
  const parts = read(
    assistant(
      { type: 'thinking', thinking: 'a', signature: 'sig' },
      { type: 'thinking', thinking: 'b', signature: wrapState(foreign) },
      { type: 'thinking', thinking: 'c', signature: '' },
      { type: 'redacted_thinking', data: 'xyz' },
    ),
  ).messages[1]?.parts
  expect(parts).toEqual([
    { type: 'reasoning', text: 'a', providerState: { provider: 'anthropic', value: { signature: 'sig' } } },
    { type: 'reasoning', text: 'b', providerState: foreign },
    { type: 'reasoning', text: 'c' },
    { type: 'reasoning', text: '', providerState: { provider: 'anthropic', value: { redacted: 'xyz' } } },
  ])
})

it('keeps what is called by code, but not that the model itself called', () => {
  const use = { type: 'tool_use', id: 't', name: 'f', input: {} }
  const caller = { type: 'code_execution_20260120', tool_id: 's' }
  const parts = read(assistant({ ...use, caller: { type: 'direct' } }, { ...use, caller })).messages[1]?.parts
  expect(parts?.map(({ extra }) => extra)).toEqual([undefined, { caller }])
})

it('unwraps arguments that were no JSON', () => {
  const parts = read(assistant({ type: 'tool_use', id: 't', name: 'f', input: { INVALID_JSON: '{"a":' } })).messages[1]?.parts
  expect(parts).toEqual([{ type: 'tool-call', id: 't', name: 'f', arguments: '{"a":' }])
})

it.each([
  [{ thinking: { type: 'disabled' } }, { effort: 'none' }],
  [{ thinking: { type: 'adaptive' } }, { effort: 'high' }],
  [
    { thinking: { type: 'adaptive', display: 'omitted' }, output_config: { effort: 'low' } },
    { effort: 'low', show: false },
  ],
  [{ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }, { effort: 'xhigh' }],
  [{ output_config: { effort: 'xhigh' } }, undefined],
  [{ thinking: { type: 'disabled' }, output_config: { effort: 'low' } }, { effort: 'none' }],
  [
    { thinking: { type: 'enabled', budget_tokens: 1024 }, output_config: { effort: 'low' } },
    { effort: 'low', maxTokens: 1024 },
  ],
])('reads %j as reasoning %j', (fields, reasoning) => {
  expect(read(ask(fields)).reasoning).toEqual(reasoning)
})

it.each([
  [{ effort: 'low' }, {}],
  [{ effort: 'max' }, { output_config: { effort: 'max' } }],
  [{ effort: 'low', task_budget: 1 }, { output_config: { task_budget: 1 } }],
])('does not say twice what adaptive thinking with %j means', (config, fields) => {
  const request = read(ask({ thinking: { type: 'adaptive' }, output_config: config, service_tier: 'auto' }))
  expect(request.extra?.fields).toEqual({ ...fields, service_tier: 'auto' })
})

it.each([
  [{ output_config: { effort: 'max' } }],
  [{ thinking: { type: 'adaptive', display: 'omitted' } }],
  [{ thinking: { type: 'between_tools' }, output_config: { effort: 'low' } }],
  [{ output_config: { effort: 'low' } }],
])('keeps %j in its own words for who knows them', (fields) => {
  expect(read(ask(fields)).extra?.fields).toEqual(fields)
})

it.each([
  [{ type: 'auto' }, { toolChoice: { type: 'auto' } }],
  [
    { type: 'any', disable_parallel_tool_use: false },
    { toolChoice: { type: 'required' }, parallelToolCalls: true },
  ],
  [{ type: 'none' }, { toolChoice: { type: 'none' } }],
])('reads the tool choice %j', (choice, expected) => {
  expect(read(ask({ tool_choice: choice }))).toMatchObject(expected)
})

it('takes the older field for a schema, and a mark on the whole request', () => {
  const request = read(
    ask({ output_format: { type: 'json_schema', schema: { type: 'object' } }, cache_control: { type: 'ephemeral' } }),
  )
  expect(request.responseFormat).toMatchObject({ type: 'json-schema', schema: { type: 'object' } })
  expect(request.messages).toEqual([{ role: 'user', parts: [{ type: 'text', text: 'Hi', cacheControl: { ttl: '5m' } }] }])
})

const WRONG: readonly (readonly [path: string, body: unknown])[] = [
  ['model', { messages: [USER] }],
  ['model', ask({ model: 7 })],
  ['model', ask({ model: 'x'.repeat(513) })],
  ['messages', { model: 'm' }],
  ['messages', ask({ messages: [] })],
  ['messages', ask({ messages: 'Hi' })],
  ['messages[0]', ask({ messages: ['Hi'] })],
  ['messages[0].role', ask({ messages: [{ role: 'tool', content: 'a' }] })],
  ['messages[0].content', ask({ messages: [{ role: 'user' }] })],
  ['messages[0].content[0]', blocks('a')],
  ['messages[0].content[0].type', blocks({ text: 'a' })],
  ['messages[0].content[0].type', blocks({ type: 5 })],
  ['messages[0].content[0].text', blocks({ type: 'text' })],
  ['messages[0].content[0].citations', blocks({ type: 'text', text: 'a', citations: 'b' })],
  ['messages[0].content[0].citations[0].type', blocks({ type: 'text', text: 'a', citations: [{}] })],
  ['messages[0].content[0].cache_control.type', blocks({ type: 'text', text: 'a', cache_control: {} })],
  [
    'messages[0].content[0].cache_control.ttl',
    blocks({ type: 'text', text: 'a', cache_control: { type: 'ephemeral', ttl: '1d' } }),
  ],
  ['messages[0].content[0].source', blocks({ type: 'image' })],
  ['messages[0].content[0].source.type', blocks({ type: 'image', source: { type: 'ftp' } })],
  ['messages[0].content[0].source.media_type', blocks({ type: 'image', source: { type: 'base64', data: 'a' } })],
  ['messages[0].content[0].source.data', blocks({ type: 'image', source: { type: 'base64', media_type: 'image/png' } })],
  ['messages[0].content[0].source.url', blocks({ type: 'document', source: { type: 'url' } })],
  ['messages[0].content[0].source.size', blocks({ type: 'image', source: { type: 'url', url: 'https://a.example', size: 5 } })],
  ['messages[0].content[0].title', blocks({ type: 'document', source: { type: 'url', url: 'https://a.example' }, title: 5 })],
  ['messages[0].content[0].tool_use_id', blocks({ type: 'tool_result', content: 'a' })],
  ['messages[0].content[0].content', blocks({ type: 'tool_result', tool_use_id: 'a', content: 5 })],
  ['messages[0].content[0].is_error', blocks({ type: 'tool_result', tool_use_id: 'a', is_error: 'yes' })],
  [
    'messages[0].content[0].content[0].type',
    blocks({
      type: 'tool_result',
      tool_use_id: 'a',
      content: [{ type: 'document', source: { type: 'url', url: 'https://a.example' } }],
    }),
  ],
  ['messages[0].content[0].type', blocks({ type: 'tool_use', id: 'a', name: 'f', input: {} })],
  ['messages[1].content[0].type', assistant({ type: 'tool_result', tool_use_id: 'a' })],
  ['messages[1].content[0].id', assistant({ type: 'tool_use', name: 'f', input: {} })],
  ['messages[1].content[0].name', assistant({ type: 'tool_use', id: 'a', input: {} })],
  ['messages[1].content[0].input', assistant({ type: 'tool_use', id: 'a', name: 'f', input: '{}' })],
  ['messages[1].content[0].input', assistant({ type: 'tool_use', id: 'a', name: 'f', input: nested(101) })],
  ['messages[1].content[0].thinking', assistant({ type: 'thinking', signature: 'a' })],
  ['messages[1].content[0].signature', assistant({ type: 'thinking', thinking: 'a', signature: 5 })],
  ['messages[1].content[0].data', assistant({ type: 'redacted_thinking' })],
  ['messages[0].content[0]', blocks({ type: 'new_thing', deep: nested(101) })],
  ['system', ask({ system: 5 })],
  ['system[0].type', ask({ system: [{ type: 'image', source: { type: 'url', url: 'https://a.example' } }] })],
  ['max_tokens', ask({ max_tokens: 0 })],
  ['max_tokens', ask({ max_tokens: '5' })],
  ['temperature', ask({ temperature: 'hot' })],
  ['top_p', ask({ top_p: 2 })],
  ['top_k', ask({ top_k: -1 })],
  ['stop_sequences', ask({ stop_sequences: 'END' })],
  ['stop_sequences[0]', ask({ stop_sequences: [5] })],
  ['tools', ask({ tools: {} })],
  ['tools[0].name', ask({ tools: [{ input_schema: {} }] })],
  ['tools[0].input_schema', ask({ tools: [{ name: 'f' }] })],
  ['tools[0].description', ask({ tools: [{ name: 'f', input_schema: {}, description: 5 }] })],
  ['tools[0].strict', ask({ tools: [{ name: 'f', input_schema: {}, strict: 'yes' }] })],
  ['tools[0].cache_control', ask({ tools: [{ name: 'f', input_schema: {}, cache_control: 'yes' }] })],
  ['tool_choice', ask({ tool_choice: 'auto' })],
  ['tool_choice.type', ask({ tool_choice: { type: 'required' } })],
  ['tool_choice.name', ask({ tool_choice: { type: 'tool' } })],
  ['tool_choice.disable_parallel_tool_use', ask({ tool_choice: { type: 'auto', disable_parallel_tool_use: 1 } })],
  ['thinking.type', ask({ thinking: { type: 'on' } })],
  ['thinking.budget_tokens', ask({ thinking: { type: 'enabled' } })],
  ['thinking.display', ask({ thinking: { type: 'adaptive', display: 'all' } })],
  ['output_config.effort', ask({ output_config: { effort: 'extreme' } })],
  ['output_config.format.type', ask({ output_config: { format: { type: 'xml' } } })],
  ['output_config.format.schema', ask({ output_config: { format: { type: 'json_schema' } } })],
  ['output_format.schema', ask({ output_format: { type: 'json_schema', schema: 'x' } })],
  ['metadata', ask({ metadata: 'u' })],
  ['metadata.user_id', ask({ metadata: { user_id: 5 } })],
  ['cache_control.type', ask({ cache_control: { type: 'forever' } })],
  ['vendor_field', ask({ vendor_field: nested(101) })],
  ['stream', ask({ stream: 'yes' })],
]

describe('a body whose field is wrong', () => {
  it.each(WRONG)('is refused by the name of %s: %j', (path, body) => {
    const refuse = () => fromMessagesRequest(body)
    expect(refuse).toThrow(GatewayError)
    expect(refuse).toThrow(expect.objectContaining({ path, status: 400 }))
  })

  it.each([null, [], 'a', 5, undefined])('is refused when it is %j', (body) => {
    expect(() => fromMessagesRequest(body)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }))
  })
})
