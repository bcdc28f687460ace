import { describe, expect, it } from 'vitest'
import type { CompletionRequest, Message } from '../../../src/plugin-api.js'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import type { Quirks } from './quirks.js'
import { toChatBody } from './to-chat-body.js'

const convert = (request: CompletionRequest, quirks: Quirks = {}, stream = false) => {
  const { body, warnings } = toChatBody(request, { model: 'm', stream, kind: 'test', quirks })
  return { body: JSON.parse(JSON.stringify(body)), warnings }
}
const saying = (message: Message, quirks: Quirks = {}) => convert(asking('', { messages: [message] }), quirks).body.messages

describe('toChatBody', () => {
  it('sends every parameter under its name', () => {
    const { body, warnings } = convert(
      asking('Hi', {
        maxOutputTokens: 1,
        temperature: 0,
        topP: 0.5,
        presencePenalty: 0.1,
        frequencyPenalty: 0.2,
        stop: ['a'],
        n: 2,
        seed: 0,
        logprobs: { top: 0 },
        reasoning: { effort: 'low' },
        endUser: 'u',
        responseFormat: { type: 'json-object' },
      }),
    )
    expect(warnings).toEqual([])
    expect(body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 1,
      temperature: 0,
      top_p: 0.5,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      stop: ['a'],
      n: 2,
      seed: 0,
      logprobs: true,
      reasoning_effort: 'low',
      user: 'u',
      response_format: { type: 'json_object' },
    })
  })

  it('uses the names of the vendor', () => {
    const quirks = { names: { maxOutputTokens: 'max_completion_tokens', seed: 'random_seed' } }
    expect(convert(asking('Hi', { maxOutputTokens: 1, seed: 2 }), quirks).body).toMatchObject({
      max_completion_tokens: 1,
      random_seed: 2,
    })
  })

  it('never sends the choice of a tool without tools', () => {
    const { body } = convert(asking('Hi', { tools: [], toolChoice: { type: 'auto' }, parallelToolCalls: true }))
    expect(Object.keys(body)).toEqual(['model', 'messages'])
  })

  it('asks for usage in every stream, unless the vendor refuses the option', () => {
    expect(convert(asking('Hi'), {}, true).body).toMatchObject({ stream: true, stream_options: { include_usage: true } })
    expect(convert(asking('Hi'), { noStreamOptions: true }, true).body).not.toHaveProperty('stream_options')
    expect(convert(asking('Hi')).body).not.toHaveProperty('stream')
  })

  it.each(['stream', 'stream_options', 'model', 'messages', 'temperature', 'max_tokens', 'max_completion_tokens', 'metadata'])(
    'does not let a foreign field decide %s',
    (name) => {
      const extra = { dialect: 'openai', fields: { [name]: 'theirs', prediction: 1 } }
      const { body } = convert(asking('Hi', { extra }))
      expect(body).toMatchObject({ model: 'm', prediction: 1 })
      expect(JSON.stringify(body)).not.toContain('theirs')
    },
  )

  it('sends no fields of another dialect', () => {
    expect(convert(asking('Hi', { extra: { dialect: 'anthropic', fields: { thinking: {} } } })).body).not.toHaveProperty(
      'thinking',
    )
  })

  it('sends metadata only where it is stored', () => {
    const stored = { metadata: { a: 'b' }, extra: { dialect: 'openai', fields: { store: true } } }
    expect(convert(asking('Hi', stored), { storesMetadata: true }).body).toMatchObject({ store: true, metadata: { a: 'b' } })
    expect(convert(asking('Hi', stored)).body).not.toHaveProperty('metadata')
    expect(convert(asking('Hi', { metadata: { a: 'b' } }), { storesMetadata: true }).body).not.toHaveProperty('metadata')
  })

  describe('what the vendor does not take', () => {
    const quirks: Quirks = { rejects: ['seed', 'n'] }
    const request = (onUnsupported?: CompletionRequest['onUnsupported']) =>
      asking('Hi', { seed: 1, topK: 3, n: 1, reasoning: { maxTokens: 9 }, onUnsupported })

    it('is dropped with a warning', () => {
      const { body, warnings } = convert(request(), quirks)
      expect(Object.keys(body)).toEqual(['model', 'messages', 'n'])
      expect(warnings.map(({ parameter }) => parameter)).toEqual(['topK', 'seed', 'reasoning.maxTokens'])
      expect(convert(request('WARN'), quirks).warnings).toEqual(warnings)
    })

    it('is dropped in silence when the caller says so', () => {
      expect(convert(request('IGNORE'), quirks)).toMatchObject({ body: { model: 'm' }, warnings: [] })
      expect(convert(request('IGNORE'), quirks).body).not.toHaveProperty('seed')
    })

    it('is an error when the caller says so', () => {
      expect(() => convert(request('ERROR'), quirks)).toThrow(
        expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: 'topK' }),
      )
    })

    it('is sent where it is accepted', () => {
      expect(convert(asking('Hi', { topK: 3 }), { accepts: ['topK'] })).toMatchObject({ body: { top_k: 3 }, warnings: [] })
    })
  })

  it('sends reasoning options as an object where the vendor has one', () => {
    const request = asking('Hi', { reasoning: { effort: 'high', maxTokens: 100 } })
    expect(convert(request, { reasoningOption: 'object' }).body.reasoning).toEqual({ effort: 'high', max_tokens: 100 })
  })

  it('puts images of a tool result into a message of the user, after all results', () => {
    const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } } as const
    const result = (id: string, parts: readonly ({ type: 'text'; text: string } | typeof image)[]) =>
      ({ type: 'tool-result', toolCallId: id, parts }) as const
    expect(saying({ role: 'tool', parts: [result('1', [image]), result('2', [{ type: 'text', text: 'two' }])] })).toEqual([
      { role: 'tool', tool_call_id: '1', content: 'The image is in the next message.' },
      { role: 'tool', tool_call_id: '2', content: 'two' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] },
    ])
  })

  it('takes results out of a message that says more', () => {
    const parts: Message['parts'] = [
      { type: 'text', text: 'and now?' },
      { type: 'tool-result', toolCallId: '1', parts: [] },
    ]
    expect(saying({ role: 'user', parts })).toEqual([
      { role: 'tool', tool_call_id: '1', content: '' },
      { role: 'user', content: 'and now?' },
    ])
  })

  it('keeps names and foreign fields of messages and parts, under our own', () => {
    const extra = { cache_control: { type: 'ephemeral' }, role: 'theirs' }
    expect(
      saying({ role: 'user', name: 'Ada', extra, parts: [{ type: 'text', text: 'Hi', extra: { priority: 1, text: 'theirs' } }] }),
    ).toEqual([
      { cache_control: { type: 'ephemeral' }, role: 'user', name: 'Ada', content: [{ priority: 1, type: 'text', text: 'Hi' }] },
    ])
  })

  it('sends a refusal back, and reasoning where the vendor wants it', () => {
    const message: Message = {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'refusal', text: 'No.' },
      ],
    }
    expect(saying(message)).toEqual([{ role: 'assistant', content: null, refusal: 'No.' }])
    expect(saying(message, { reasoningInput: 'reasoning' })).toMatchObject([{ reasoning: 'Hm.' }])
  })

  it.each<[string, Message]>([
    ['an image by file id', { role: 'user', parts: [{ type: 'image', source: { type: 'file-id', id: 'f' } }] }],
    ['audio by URL', { role: 'user', parts: [{ type: 'audio', source: { type: 'url', url: 'https://example.com/a.mp3' } }] }],
    ['a file by URL', { role: 'user', parts: [{ type: 'file', source: { type: 'url', url: 'https://example.com/a.pdf' } }] }],
    ['an image of the assistant', { role: 'assistant', parts: [{ type: 'image', source: { type: 'file-id', id: 'f' } }] }],
    ['a tool call of the user', { role: 'user', parts: [{ type: 'tool-call', id: '1', name: 'a', arguments: '' }] }],
  ])('refuses %s by its place, whatever onUnsupported says', (_, message) => {
    const request = asking('', { messages: [message], onUnsupported: 'IGNORE' })
    expect(() => convert(request)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: 'messages[0].parts[0]' }),
    )
  })
})
