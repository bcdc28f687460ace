import { describe, expect, it } from 'vitest'
import type { CompletionRequest, Message, Tool } from '../../../src/plugin-api.js'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import { PLACEHOLDER } from './placeholder-signature.js'
import { toGenerateBody } from './to-generate-body.js'

const PING: Tool = { name: 'ping', parameters: { type: 'object', properties: {} } }
const PONG: Tool = { name: 'pong' }

function bodyOf(request: Partial<CompletionRequest>, model = 'gemini-3-pro-preview') {
  const { body, warnings } = toGenerateBody({ ...asking('Ask.'), ...request }, model)
  // biome-ignore lint/suspicious/noExplicitAny: JSON of which each test looks at a part
  return { body: JSON.parse(JSON.stringify(body)) as any, warnings }
}

const said = (role: Message['role'], ...parts: Message['parts']): Message => ({ role, parts })
const call = (id: string, name: string, text = '{}') => ({ type: 'tool-call', id, name, arguments: text }) as const
const result = (toolCallId: string, text: string, isError?: boolean) =>
  ({ type: 'tool-result', toolCallId, parts: [{ type: 'text', text }], isError }) as const
const ask = said('user', { type: 'text', text: 'Ask.' })

describe('instructions', () => {
  it('are gathered from everywhere, with a warning when they stood within the conversation', () => {
    const later = said('developer', { type: 'text', text: 'Later.' })
    const messages = [said('system', { type: 'text', text: 'First.' }), ask, later]
    const { body, warnings } = bodyOf({ messages })
    expect(body.systemInstruction).toEqual({ parts: [{ text: 'First.' }, { text: 'Later.' }] })
    expect(warnings).toMatchObject([{ code: 'PARAMETER_MAPPED', parameter: 'messages' }])
  })

  it('hold text only', () => {
    const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } } as const
    expect(() => bodyOf({ messages: [said('system', image), ask] })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: 'messages[0].parts[0]' }),
    )
  })
})

describe('results of tools', () => {
  const history = [ask, said('assistant', call('a', 'ping'), call('b', 'pong'))]

  it('stand together in the order of the calls, before what the user said beside them', () => {
    const messages = [...history, said('user', result('b', 'two'), result('a', 'one'), { type: 'text', text: 'And?' })]
    const { body } = bodyOf({ messages })
    expect(body.contents.slice(2)).toEqual([
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'a', name: 'ping', response: { output: 'one' } } },
          { functionResponse: { id: 'b', name: 'pong', response: { output: 'two' } } },
        ],
      },
      { role: 'user', parts: [{ text: 'And?' }] },
    ])
  })

  it.each([
    ['{"sun":true}', false, { sun: true }],
    ['[1]', false, { output: [1] }],
    ['12345678901234567890', false, { output: '12345678901234567890' }],
    ['{broken', false, { output: '{broken' }],
    ['', false, { output: '' }],
    ['It failed.', true, { error: 'It failed.' }],
    ['{"code":7}', true, { error: { code: 7 } }],
  ])('of %j (error: %s) become %j', (text, isError, response) => {
    const { body } = bodyOf({ messages: [ask, said('assistant', call('a', 'ping')), said('tool', result('a', text, isError))] })
    expect(body.contents[2].parts[0].functionResponse.response).toEqual(response)
  })

  it('show their images after them to models that take none inside', () => {
    const image = { type: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'aGk=' } } as const
    const messages = [
      ask,
      said('assistant', call('a', 'ping')),
      said('tool', { type: 'tool-result', toolCallId: 'a', parts: [image] }),
    ]
    const { body } = bodyOf({ messages }, 'gemini-2.5-flash')
    expect(body.contents[2].parts[0].functionResponse).toEqual({ id: 'a', name: 'ping', response: { output: '' } })
    expect(body.contents[3].parts.at(-1)).toEqual({ inlineData: { mimeType: 'image/png', data: 'aGk=' } })
  })

  it('keep what this dialect says of them', () => {
    const late = { ...result('a', 'x'), extra: { scheduling: 'WHEN_IDLE', is_error: false } }
    const { body } = bodyOf({ messages: [ask, said('assistant', call('a', 'ping')), said('tool', late)] })
    expect(body.contents[2].parts[0].functionResponse).toEqual({
      scheduling: 'WHEN_IDLE',
      id: 'a',
      name: 'ping',
      response: { output: 'x' },
    })
  })

  it('without their call are refused', () => {
    expect(() => bodyOf({ messages: [ask, said('tool', result('lost', 'x'))] })).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST' }),
    )
  })

  it('leave out the ids that were made up here', () => {
    const id = 'call_gemini_r-1_0'
    const { body } = bodyOf({ messages: [ask, said('assistant', call(id, 'ping')), said('tool', result(id, 'x'))] })
    expect(body.contents[1].parts[0].functionCall).toEqual({ name: 'ping', args: {} })
    expect(body.contents[2].parts[0].functionResponse).not.toHaveProperty('id')
  })
})

describe('calls', () => {
  it('keep as text what is no object', () => {
    const { body } = bodyOf({ messages: [ask, said('assistant', call('a', 'ping', '[1'), call('b', 'ping', ''))] })
    expect(body.contents[1].parts.map((part: { functionCall: { args: object } }) => part.functionCall.args)).toEqual([
      { arguments: '[1' },
      {},
    ])
  })

  const signed = { ...call('b', 'ping'), providerState: { provider: 'gemini', value: { thoughtSignature: 'own' } } }
  const signatures = (messages: readonly Message[], model?: string) =>
    bodyOf({ messages }, model).body.contents.flatMap(
      (content: { parts: { functionCall?: object; thoughtSignature?: string }[] }) =>
        content.parts.flatMap((part) => (part.functionCall ? [part.thoughtSignature ?? null] : [])),
    )

  it('of the current turn without a signature get the placeholder, the first of each step', () => {
    const messages = [
      ask,
      said('assistant', call('old', 'ping')),
      said('tool', result('old', 'x')),
      ask,
      said('assistant', call('a', 'ping'), call('a2', 'ping')),
      said('tool', result('a', 'x'), result('a2', 'x')),
      said('assistant', signed),
      said('tool', result('b', 'x')),
      said('assistant', call('c', 'ping')),
      said('tool', result('c', 'x')),
    ]
    expect(signatures(messages)).toEqual([null, PLACEHOLDER, null, 'own', PLACEHOLDER])
    expect(signatures(messages, 'gemini-2.5-pro')).toEqual([null, null, null, 'own', null])
  })

  it('never carry the signature of another vendor', () => {
    const foreign = { ...call('a', 'ping'), providerState: { provider: 'anthropic', value: { signature: 'theirs' } } }
    expect(JSON.stringify(bodyOf({ messages: [ask, said('assistant', foreign)] }).body)).not.toContain('theirs')
  })
})

describe('the amount of thinking', () => {
  it.each([
    ['gemini-3-flash', { effort: 'none' }, { thinkingLevel: 'MINIMAL' }, 1],
    ['gemini-3-flash', { effort: 'minimal' }, { thinkingLevel: 'MINIMAL' }, 0],
    ['gemini-3.1-pro-preview', { effort: 'minimal' }, { thinkingLevel: 'LOW' }, 1],
    ['gemini-3-pro-preview', { effort: 'xhigh' }, { thinkingLevel: 'HIGH' }, 1],
    ['gemini-3-pro-preview', { effort: 'high', maxTokens: 99 }, { thinkingLevel: 'HIGH' }, 1],
    ['gemini-3-pro-preview', { maxTokens: 99 }, { thinkingBudget: 99 }, 0],
    ['gemini-flash-latest', { effort: 'medium' }, { thinkingLevel: 'MEDIUM' }, 0],
    ['tuned', { effort: 'low', show: true }, { thinkingLevel: 'LOW', includeThoughts: true }, 0],
    ['gemini-2.5-flash', { effort: 'none' }, { thinkingBudget: 0 }, 0],
    ['gemini-2.5-flash', { effort: 'high', maxTokens: 99 }, { thinkingBudget: 99 }, 0],
    ['gemini-2.5-pro', { effort: 'none' }, { thinkingBudget: 128 }, 1],
    ['gemini-2.5-pro', { effort: 'xhigh' }, { thinkingBudget: 24_576 }, 1],
  ] as const)('of %s, asked for %j, is %j', (model, reasoning, config, warnings) => {
    const made = bodyOf({ reasoning }, model)
    expect(made.body.generationConfig.thinkingConfig).toEqual(config)
    expect(made.warnings).toHaveLength(warnings)
  })

  it('is nothing to models that do not think', () => {
    const { body, warnings } = bodyOf({ reasoning: { effort: 'high' } }, 'gemini-2.0-flash')
    expect(body).not.toHaveProperty('generationConfig')
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'reasoning' }])
  })
})

describe('tools', () => {
  const modes: readonly [Partial<CompletionRequest>, object | undefined][] = [
    [{}, undefined],
    [{ toolChoice: { type: 'auto' } }, { mode: 'AUTO' }],
    [{ toolChoice: { type: 'none' } }, { mode: 'NONE' }],
    [{ toolChoice: { type: 'required' } }, { mode: 'ANY' }],
    [{ toolChoice: { type: 'tool', name: 'pong' } }, { mode: 'ANY', allowedFunctionNames: ['pong'] }],
    [{ tools: [{ ...PING, strict: true }] }, { mode: 'VALIDATED' }],
  ]
  it.each(modes)('with %j are called in the mode %j', (request, functionCallingConfig) => {
    const { body } = bodyOf({ tools: [PING, PONG], ...request })
    expect(body.toolConfig).toEqual(functionCallingConfig && { functionCallingConfig })
  })

  it('are limited to those that a caller of this dialect names', () => {
    const functionCallingConfig = { mode: 'ANY', allowedFunctionNames: ['ping', 'pong'], streamFunctionCallArguments: true }
    const extra = {
      dialect: 'gemini',
      fields: { toolConfig: { functionCallingConfig, retrievalConfig: { languageCode: 'de' } } },
    }
    expect(bodyOf({ tools: [PING, PONG], toolChoice: { type: 'required' }, extra }).body.toolConfig).toEqual({
      functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['ping', 'pong'] },
      retrievalConfig: { languageCode: 'de' },
    })
  })

  it('of another vendor are left out with a warning', () => {
    const nativeTools = [
      { dialect: 'anthropic', definition: { type: 'web_search' } },
      { dialect: 'gemini', definition: { urlContext: {} } },
    ]
    const { body, warnings } = bodyOf({ nativeTools })
    expect(body.tools).toEqual([{ urlContext: {} }])
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'nativeTools' }])
  })
})

describe('a schema of the answer', () => {
  const responseFormat = { type: 'json-schema', name: 'x', schema: { type: 'object' }, description: 'An x.' } as const

  it('keeps its description', () => {
    expect(bodyOf({ responseFormat }).body.generationConfig.responseJsonSchema).toEqual({ type: 'object', description: 'An x.' })
  })

  it('wins over one in the words of the dialect', () => {
    const extra = { dialect: 'gemini', fields: { generationConfig: { responseSchema: { type: 'OBJECT' } } } }
    expect(bodyOf({ responseFormat, extra }).body.generationConfig).not.toHaveProperty('responseSchema')
  })

  it('becomes an instruction beside tools, where the model takes only one of both', () => {
    const { body, warnings } = bodyOf({ responseFormat, tools: [PING] }, 'gemini-2.5-flash')
    expect(body).not.toHaveProperty('generationConfig')
    expect(body.systemInstruction.parts[0].text).toContain('{"type":"object"}')
    expect(warnings).toMatchObject([{ code: 'PARAMETER_MAPPED', parameter: 'responseFormat' }])
    expect(bodyOf({ responseFormat, tools: [PING] }).body.generationConfig).toHaveProperty('responseJsonSchema')
  })
})

describe('what Gemini has no word for', () => {
  const image = { type: 'image', detail: 'low', source: { type: 'base64', mediaType: 'image/png', data: 'aGk=' } } as const
  const native = { type: 'native', dialect: 'anthropic', value: { type: 'server_tool_use' } } as const
  const lacking = {
    endUser: 'someone',
    parallelToolCalls: false,
    tools: [PING],
    messages: [said('user', image), said('assistant', native), ask],
  }

  it('is left out with a warning each', () => {
    const { body, warnings } = bodyOf(lacking)
    expect(warnings.map(({ code, parameter }) => [code, parameter])).toEqual([
      ['UNSUPPORTED_PARAMETER', 'parallelToolCalls'],
      ['UNSUPPORTED_PARAMETER', 'endUser'],
      ['UNSUPPORTED_PARAMETER', 'messages[0].parts[0].detail'],
      ['STATE_DROPPED', undefined],
    ])
    expect(JSON.stringify(body)).not.toMatch(/someone|server_tool_use/)
  })

  it('is no warning to who wants none, and an error to who wants that', () => {
    expect(bodyOf({ ...lacking, onUnsupported: 'IGNORE' }).warnings).toEqual([])
    expect(() => bodyOf({ ...lacking, onUnsupported: 'ERROR' })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }),
    )
  })

  it('is not sent for its fields of other dialects', () => {
    const part = { type: 'text', text: 'Ask.', extra: { annotations: [], videoMetadata: { fps: 1 } } } as const
    const extra = { dialect: 'openai', fields: { service_tier: 'flex' } }
    const { body } = bodyOf({ messages: [said('user', part)], extra })
    expect(body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Ask.', videoMetadata: { fps: 1 } }] }] })
  })
})
