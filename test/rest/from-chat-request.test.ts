import { describe, expect, it } from 'vitest'
import type { Completion } from '../../src/domain/completion.js'
import type { ContentPart, Message, TextPart } from '../../src/domain/content.js'
import { fromChatRequest } from '../../src/rest/openai/from-chat-request.js'
import { ChatChunks } from '../../src/rest/openai/to-chat-chunks.js'
import { toChatResponse } from '../../src/rest/openai/to-chat-response.js'
import { createCompletion } from './support/fake-pipeline.js'

const USER = { role: 'user', content: 'Hi' }
const read = (fields: object) => fromChatRequest({ model: 'm', messages: [USER], ...fields }).request
const readMessage = (message: object) => read({ messages: [message] }).messages[0]

const FIELDS: readonly (readonly [wire: object, canonical: object])[] = [
  [{ max_tokens: 5 }, { maxOutputTokens: 5 }],
  [{ max_completion_tokens: 5 }, { maxOutputTokens: 5 }],
  [{ max_tokens: 5, max_completion_tokens: 5 }, { maxOutputTokens: 5 }],
  [{ temperature: 0 }, { temperature: 0 }],
  [{ top_p: 0.5 }, { topP: 0.5 }],
  [{ top_k: 40 }, { topK: 40 }],
  [{ presence_penalty: -2 }, { presencePenalty: -2 }],
  [{ frequency_penalty: 2 }, { frequencyPenalty: 2 }],
  [{ stop: 'END' }, { stop: ['END'] }],
  [{ stop: ['a', 'b'] }, { stop: ['a', 'b'] }],
  [{ n: 2 }, { n: 2 }],
  [{ seed: -7 }, { seed: -7 }],
  [{ logprobs: true }, { logprobs: { top: 0 } }],
  [{ logprobs: true, top_logprobs: 3 }, { logprobs: { top: 3 } }],
  [{ logprobs: false }, {}],
  [{ reasoning_effort: 'minimal' }, { reasoning: { effort: 'minimal' } }],
  [{ include_reasoning: true }, { reasoning: { show: true } }],
  [{ reasoning_effort: 'low', include_reasoning: true }, { reasoning: { effort: 'low', show: true } }],
  [{ user: 'u' }, { endUser: 'u' }],
  [{ safety_identifier: 's' }, { endUser: 's', extra: { dialect: 'openai', fields: { safety_identifier: 's' } } }],
  [
    { safety_identifier: 's', user: 'u' },
    { endUser: 'u', extra: { dialect: 'openai', fields: { safety_identifier: 's' } } },
  ],
  [
    { user: 'u', safety_identifier: 's' },
    { endUser: 'u', extra: { dialect: 'openai', fields: { safety_identifier: 's' } } },
  ],
  [{ metadata: { a: 'b' } }, { metadata: { a: 'b' } }],
  [{ parallel_tool_calls: false }, { parallelToolCalls: false }],
  [{ response_format: { type: 'text' } }, { responseFormat: { type: 'text' } }],
  [{ response_format: { type: 'json_object' } }, { responseFormat: { type: 'json-object' } }],
  [
    {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'a', schema: { type: 'object' }, strict: true, description: 'd' },
      },
    },
    { responseFormat: { type: 'json-schema', name: 'a', schema: { type: 'object' }, strict: true, description: 'd' } },
  ],
  [
    {
      tools: [
        { type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true }, cache: 1 },
      ],
    },
    { tools: [{ name: 'f', description: 'd', parameters: { type: 'object' }, strict: true, extra: { cache: 1 } }] },
  ],
  [{ tool_choice: 'required' }, { toolChoice: { type: 'required' } }],
  [{ tool_choice: { type: 'function', function: { name: 'f' } } }, { toolChoice: { type: 'tool', name: 'f' } }],
  [
    { service_tier: 'flex', store: true, prediction: { type: 'content', content: 'x' }, vendor_field: null },
    {
      extra: {
        dialect: 'openai',
        fields: { service_tier: 'flex', store: true, prediction: { type: 'content', content: 'x' }, vendor_field: null },
      },
    },
  ],
  [{ temperature: null, tools: null, stop: null, user: null, stream: null }, {}],
]

describe('a field of the request', () => {
  it.each(FIELDS)('%j becomes %j', (wire, canonical) => {
    expect(read(wire)).toEqual({ model: 'm', messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }], ...canonical })
  })
})

const text = (words: string): TextPart => ({ type: 'text', text: words })

const MESSAGES: readonly (readonly [wire: object, canonical: Message])[] = [
  [
    { role: 'system', content: 'a' },
    { role: 'system', parts: [text('a')] },
  ],
  [
    { role: 'developer', content: 'a', name: 'n' },
    { role: 'developer', parts: [text('a')], name: 'n' },
  ],
  [
    { role: 'user', content: '' },
    { role: 'user', parts: [text('')] },
  ],
  [
    { role: 'user', content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }], vendor: 1 },
    { role: 'user', parts: [{ type: 'text', text: 'a', extra: { cache_control: { type: 'ephemeral' } } }], extra: { vendor: 1 } },
  ],
  [
    { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'low' } }] },
    { role: 'user', parts: [{ type: 'image', source: { type: 'url', url: 'https://a.example/b.png' }, detail: 'low' }] },
  ],
  [
    { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] },
    { role: 'user', parts: [{ type: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' } }] },
  ],
  [
    { role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } }] },
    { role: 'user', parts: [{ type: 'audio', source: { type: 'base64', mediaType: 'audio/mpeg', data: 'AAAA' } }] },
  ],
  [
    { role: 'user', content: [{ type: 'file', file: { file_data: 'data:application/pdf;base64,AA', filename: 'a.pdf' } }] },
    {
      role: 'user',
      parts: [{ type: 'file', source: { type: 'base64', mediaType: 'application/pdf', data: 'AA' }, filename: 'a.pdf' }],
    },
  ],
  [
    { role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] },
    { role: 'user', parts: [{ type: 'file', source: { type: 'file-id', id: 'file-1' } }] },
  ],
  [
    {
      role: 'assistant',
      content: 'b',
      reasoning_content: 'a',
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{ "x":1}' }, index: 0 }],
      annotations: [],
    },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'a' },
        text('b'),
        { type: 'tool-call', id: 'c', name: 'f', arguments: '{ "x":1}', extra: { index: 0 } },
      ],
      extra: { annotations: [] },
    },
  ],
  [
    { role: 'assistant', content: null, refusal: 'no' },
    { role: 'assistant', parts: [{ type: 'refusal', text: 'no' }] },
  ],
  [
    { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
    { role: 'assistant', parts: [{ type: 'refusal', text: 'no' }] },
  ],
  [
    { role: 'assistant', content: null, audio: { id: 'audio-1' } },
    { role: 'assistant', parts: [], extra: { audio: { id: 'audio-1' } } },
  ],
  [
    { role: 'tool', tool_call_id: 'c', content: '42' },
    { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'c', parts: [text('42')] }] },
  ],
  [
    {
      role: 'tool',
      tool_call_id: 'c',
      content: [
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: { url: 'https://a.example' } },
      ],
    },
    {
      role: 'tool',
      parts: [
        {
          type: 'tool-result',
          toolCallId: 'c',
          parts: [text('a'), { type: 'image', source: { type: 'url', url: 'https://a.example' } }],
        },
      ],
    },
  ],
]

describe('a message', () => {
  it.each(MESSAGES)('%j keeps everything', (wire, canonical) => {
    expect(readMessage(wire)).toEqual(canonical)
  })
})

describe('a layout of provider state that does not fit its message', () => {
  it.each([2, 4])('is passed over, as accumulators of clients make them (length %d of 3)', (length) => {
    const state = { provider: 'acme', value: 'signature' }
    const message = { role: 'assistant', content: 'abc', provider_state: [{ type: 'text', length, ...state }] }
    expect(readMessage(message)?.parts).toEqual([{ type: 'text', text: 'abc' }])
  })
})

describe('streaming options', () => {
  it('ask the door, not the provider, for the usage chunk', () => {
    const asked = fromChatRequest({ model: 'm', messages: [USER], stream: true, stream_options: { include_usage: true } })
    expect(asked).toMatchObject({ stream: true, includeUsage: true })
    expect(asked.request.extra).toBeUndefined()
  })
})

const signed = (type: 'text' | 'reasoning', words: string, value: string): ContentPart => ({
  type,
  text: words,
  providerState: { provider: 'anthropic', value: { signature: value } },
})

const ANSWERS: readonly (readonly [what: string, parts: readonly ContentPart[]])[] = [
  ['text', [text('Hello')]],
  ['reasoning and text', [{ type: 'reasoning', text: 'Hm.' }, text('Hello')]],
  ['a refusal', [{ type: 'refusal', text: 'No.' }]],
  ['parallel tool calls', [text('Let me see.'), call('a'), call('b')]],
  ['a tool call with state', [call('a', { provider: 'gemini', value: 'sig' })]],
  [
    'signed reasoning between other parts',
    [signed('reasoning', 'One', '1'), text('Ã¼berα'), signed('reasoning', 'Two 🙂', '2'), text('b'), call('a')],
  ],
  ['reasoning whose text is hidden', [signed('reasoning', '', 'encrypted'), text('b')]],
  ['a tool call before signed text', [call('a'), signed('text', 'b', '1')]],
]

describe('an answer, sent back as history', () => {
  it.each(ANSWERS)('%s: has the same parts, states and order', (_what, parts) => {
    const wire = toChatResponse(withParts(parts), false) as { choices: { message: object }[] }
    expect(readMessage(JSON.parse(JSON.stringify(wire.choices[0]?.message)))?.parts).toEqual(parts)
  })

  it('carries what its provider said beyond the format, but nothing in the place of its own fields', () => {
    const completion: Completion = {
      ...withParts([text('a')]),
      systemFingerprint: 'fp',
      serviceTier: 'flex',
      extra: { dialect: 'openai', fields: { citations: ['https://a.example'], id: 'theirs', choices: [] } },
    }
    expect(toChatResponse(completion, false)).toMatchObject({
      id: `chatcmpl-${completion.id}`,
      citations: ['https://a.example'],
      system_fingerprint: 'fp',
      service_tier: 'flex',
      choices: [{ message: { content: 'a' } }],
    })
    const chunks = new ChatChunks({ callId: 'c', createdAt: new Date(), model: 'm', includeUsage: false, details: false })
    const last = chunks.encode([{ type: 'completed', completion }])
    expect(last).toContain('"citations":["https://a.example"]')
    expect(last).not.toContain('theirs')
  })
})

function call(id: string, providerState?: { provider: string; value: string }): ContentPart {
  return { type: 'tool-call', id, name: 'f', arguments: '{}', ...(providerState && { providerState }) }
}

function withParts(parts: readonly ContentPart[]): Completion {
  return { ...createCompletion(), choices: [{ parts, finishReason: 'STOP' }] }
}
