import { expect, it } from 'vitest'
import { toChatBody } from '../../plugins/providers/openai-compatible/to-chat-body.js'
import { fromChatRequest } from '../../src/rest/openai/from-chat-request.js'

const QUIRKS = { developerRole: true, reasoningInput: 'reasoning_content', storesMetadata: true, accepts: ['topK'] } as const

/** Everything that the dialect can say and a provider of the same dialect can be told. */
const BODY = {
  model: 'a/m',
  messages: [
    { role: 'system', content: 'a', name: 'n', vendor: { of: 'a message' } },
    { role: 'developer', content: [{ type: 'text', text: 'b', cache_control: { type: 'ephemeral' } }] },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'c' },
        { type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'high' } },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        { type: 'input_audio', input_audio: { data: 'BBBB', format: 'mp3' } },
        { type: 'input_audio', input_audio: { data: 'CCCC', format: 'wav' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,DDDD' } },
        { type: 'file', file: { file_id: 'file-1' } },
      ],
    },
    {
      role: 'assistant',
      content: 'd',
      reasoning_content: 'e',
      tool_calls: [
        {
          id: 'x',
          type: 'function',
          function: { name: 'f', arguments: '{ "a" : 1}' },
          extra_content: { google: { thought: 's' } },
        },
        { id: 'y', type: 'function', function: { name: 'g', arguments: '' } },
      ],
      audio: { id: 'audio-1' },
    },
    { role: 'tool', tool_call_id: 'x', content: '1' },
    { role: 'tool', tool_call_id: 'y', content: '' },
    { role: 'assistant', content: null, refusal: 'h' },
  ],
  tools: [
    {
      type: 'function',
      function: { name: 'f', description: 'i', parameters: { type: 'object' }, strict: true },
      cache_control: {},
    },
    { type: 'function', function: { name: 'g' } },
  ],
  tool_choice: { type: 'function', function: { name: 'f' } },
  parallel_tool_calls: false,
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'j', schema: { type: 'object' }, strict: true, description: 'k' },
  },
  max_tokens: 5,
  temperature: 0,
  top_p: 0.5,
  top_k: 3,
  presence_penalty: -1,
  frequency_penalty: 1,
  stop: ['l'],
  n: 2,
  seed: 7,
  logprobs: true,
  top_logprobs: 2,
  reasoning_effort: 'low',
  user: 'm',
  metadata: { o: 'p' },
  store: true,
  service_tier: 'flex',
  prediction: { type: 'content', content: 'q' },
  logit_bias: { 50256: -100 },
  modalities: ['text'],
  vendor_field: [null, { deep: true }],
}

it('brings a request to a provider of the same dialect as the client wrote it', () => {
  const { request } = fromChatRequest(structuredClone(BODY))
  const { body, warnings } = toChatBody(request, { model: 'a/m', stream: false, kind: 'openai', quirks: QUIRKS })
  expect(JSON.parse(JSON.stringify(body))).toEqual(BODY)
  expect(warnings).toEqual([])
})
