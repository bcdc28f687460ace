import { describe, expect, it } from 'vitest'
import type { CompletionRequest, ContentPart, GatewayError, Message } from '../../../src/plugin-api.js'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import { toBedrockModel } from './model-family.js'
import { toConverseBody } from './to-converse-body.js'

const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const OPUS = 'anthropic.claude-opus-4-7'
const FABLE = 'global.anthropic.claude-fable-5'
const NOVA = 'amazon.nova-pro-v1:0'
const LLAMA = 'us.meta.llama4-maverick-17b-instruct-v1:0'
const TOOL = { name: 'find' }

const make = (model: string, fields: Partial<CompletionRequest>) => {
  const { body, warnings } = toConverseBody(asking('Hm', fields), toBedrockModel(model))
  return { body: JSON.parse(JSON.stringify(body)), lost: warnings.map(({ parameter }) => parameter), warnings }
}
const saying = (...parts: ContentPart[]): Message => ({ role: 'user', parts })
const USED: Message[] = [
  saying({ type: 'text', text: 'Find it.' }),
  { role: 'assistant', parts: [{ type: 'tool-call', id: 'a b:c', name: 'find', arguments: 'no JSON' }] },
  { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'a b:c', parts: [] }] },
]

function refusalOf(...parts: ContentPart[]): GatewayError {
  try {
    make(SONNET, { messages: [saying(...parts)], onUnsupported: 'IGNORE' })
  } catch (error) {
    return error as GatewayError
  }
  throw new Error('It was accepted')
}

describe('the body for Converse', () => {
  it('merges what one role says in a row, and puts results before words', () => {
    const messages = [...USED, saying({ type: 'text', text: 'And?' }), saying({ type: 'text', text: ' ' })]
    const { body } = make(SONNET, { messages, tools: [TOOL] })
    expect(body.messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant', 'user'])
    const [call] = body.messages[1].content
    expect(call.toolUse).toEqual({
      toolUseId: expect.stringMatching(/^[a-z0-9]{24}$/),
      name: 'find',
      input: { arguments: 'no JSON' },
    })
    expect(body.messages[2].content).toEqual([
      { toolResult: { toolUseId: call.toolUse.toolUseId, content: [{ text: '(no output)' }] } },
      { text: 'And?' },
    ])
  })

  it('leaves the tools out when none may be called and none was', () => {
    expect(make(SONNET, { tools: [TOOL], toolChoice: { type: 'none' } }).body.toolConfig).toBeUndefined()
  })

  it('forbids Claude to call tools by its own word, and instructs the others', () => {
    const asked = { messages: USED, toolChoice: { type: 'none' as const }, tools: [TOOL] }
    const claude = make(SONNET, asked)
    expect(claude.body.toolConfig).toEqual({ tools: [{ toolSpec: { name: 'find', inputSchema: { json: { type: 'object' } } } }] })
    expect(claude.body.additionalModelRequestFields).toEqual({ tool_choice: { type: 'none' } })
    expect(claude.lost).toEqual([])
    const nova = make(NOVA, asked)
    expect(nova.body.system.at(-1).text).toContain('Do not call any tool')
    expect(nova.warnings).toMatchObject([{ code: 'PARAMETER_MAPPED', parameter: 'toolChoice' }])
  })

  it('describes tools that the conversation shows and the request does not', () => {
    const { body } = make(SONNET, { messages: USED })
    expect(body.toolConfig.tools).toEqual([{ toolSpec: { name: 'find', inputSchema: { json: { type: 'object' } } } }])
  })

  it('holds Claude to one call at a time, and warns that others cannot be', () => {
    const asked = { tools: [TOOL], parallelToolCalls: false, toolChoice: { type: 'tool' as const, name: 'find' } }
    const { body, lost } = make(SONNET, asked)
    expect(body.additionalModelRequestFields.tool_choice).toEqual({ type: 'tool', name: 'find', disable_parallel_tool_use: true })
    expect(body.toolConfig.toolChoice).toBeUndefined()
    expect(lost).toEqual([])
    expect(make(NOVA, asked).lost).toEqual(['parallelToolCalls'])
    expect(make(LLAMA, asked).lost).toEqual(['toolChoice', 'parallelToolCalls'])
  })

  it.each<[string, Partial<CompletionRequest>, object | undefined, string[]]>([
    [
      SONNET,
      { reasoning: { effort: 'high' }, maxOutputTokens: 4096 },
      { thinking: { type: 'enabled', budget_tokens: 3071 } },
      [],
    ],
    [SONNET, { reasoning: { effort: 'high' }, maxOutputTokens: 1000 }, undefined, ['reasoning']],
    [
      SONNET,
      { reasoning: { maxTokens: 9000 }, maxOutputTokens: 4096 },
      { thinking: { type: 'enabled', budget_tokens: 4095 } },
      ['reasoning'],
    ],
    [SONNET, { reasoning: { effort: 'none' } }, undefined, []],
    [SONNET, { reasoning: { effort: 'low' }, tools: [TOOL], toolChoice: { type: 'required' } }, undefined, ['reasoning']],
    ['anthropic.claude-opus-4-6-v1', { reasoning: { effort: 'xhigh' } }, { thinking: { type: 'adaptive' } }, ['reasoning']],
    [OPUS, { reasoning: { maxTokens: 2000 }, temperature: 1 }, { thinking: { type: 'adaptive' } }, ['reasoning.maxTokens']],
    [OPUS, { temperature: 0.3, topK: 5 }, undefined, ['temperature', 'topK']],
    [FABLE, { reasoning: { effort: 'none' } }, undefined, ['reasoning']],
    [FABLE, { tools: [TOOL], toolChoice: { type: 'required' } }, undefined, ['toolChoice']],
    ['anthropic.claude-opus-5', { reasoning: { effort: 'none' } }, { thinking: { type: 'disabled' } }, []],
    ['anthropic.claude-3-haiku-20240307-v1:0', { reasoning: { effort: 'low' } }, undefined, ['reasoning']],
    [
      'us.amazon.nova-2-lite-v1:0',
      { reasoning: { effort: 'high' }, maxOutputTokens: 99 },
      { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } },
      ['reasoning'],
    ],
    [LLAMA, { reasoning: { effort: 'low' } }, undefined, ['reasoning']],
    [LLAMA, { reasoning: { effort: 'none' } }, undefined, []],
  ])('tells %s to reason by %j', (model, fields, additional, lost) => {
    const made = make(model, fields)
    expect(made.body.additionalModelRequestFields).toEqual(additional)
    expect(made.lost).toEqual(lost)
  })

  it('sends one of temperature and topP to versions of Claude that take one only', () => {
    const made = make(SONNET, { temperature: 0.2, topP: 0.8 })
    expect(made.body.inferenceConfig).toEqual({ temperature: 0.2 })
    expect(made.lost).toEqual(['topP'])
  })

  it('warns of what has no place, or refuses it', () => {
    const asked = { n: 2, seed: 1, logprobs: { top: 1 }, endUser: 'u', responseFormat: { type: 'json-object' as const } }
    expect(make(SONNET, asked).lost).toEqual(['responseFormat', 'n', 'seed', 'logprobs', 'endUser'])
    expect(() => make(SONNET, { ...asked, onUnsupported: 'ERROR' })).toThrow('responseFormat')
  })

  it('marks what to cache where the model allows it', () => {
    const asked: Partial<CompletionRequest> = { tools: [TOOL], providerCache: 'AUTO' }
    const point = { cachePoint: { type: 'default' } }
    expect(make(SONNET, asked).body.toolConfig.tools[1]).toEqual(point)
    expect(make(SONNET, asked).body.messages[0].content[1]).toEqual(point)
    expect(make(NOVA, asked).body.toolConfig.tools).toHaveLength(1)
    expect(make(NOVA, asked).body.messages[0].content[1]).toEqual(point)
    expect(make(LLAMA, asked).body.messages[0].content).toHaveLength(1)
  })

  it('leaves out items of other dialects and says so, and passes its own on', () => {
    const native = (dialect: string): ContentPart => ({
      type: 'native',
      dialect,
      value: { guardContent: { text: { text: 'a' } } },
    })
    const made = make(NOVA, { messages: [saying(native('bedrock'), native('openai-responses'))] })
    expect(made.body.messages[0].content).toEqual([{ guardContent: { text: { text: 'a' } } }])
    expect(made.warnings).toMatchObject([{ code: 'STATE_DROPPED', parameter: 'messages[0].parts[1]' }])
  })

  it('leaves out reasoning that nobody signed, or another did', () => {
    const parts: ContentPart[] = [
      { type: 'reasoning', text: 'a' },
      { type: 'reasoning', text: 'b', providerState: { provider: 'bedrock', value: { signature: 's' } } },
      { type: 'text', text: 'c ' },
    ]
    const { body } = make(SONNET, { messages: [saying({ type: 'text', text: 'x' }), { role: 'assistant', parts }] })
    expect(body.messages[1].content).toEqual([{ text: 'c' }])
  })

  it('sends the beta headers of Claude as its field, and merges fields of Bedrock', () => {
    const extra = { dialect: 'anthropic', fields: {}, headers: { 'anthropic-beta': 'one-1, two-2' } }
    expect(make(SONNET, { extra }).body.additionalModelRequestFields).toEqual({ anthropic_beta: ['one-1', 'two-2'] })
    const fields = { serviceTier: { type: 'flex' }, additionalModelRequestFields: { top_k: 1, other: 2 } }
    const { body } = make(SONNET, { topK: 9, extra: { dialect: 'bedrock', fields } })
    expect(body).toMatchObject({ serviceTier: { type: 'flex' }, additionalModelRequestFields: { top_k: 9, other: 2 } })
    expect(() => make(SONNET, { extra: { dialect: 'bedrock', fields: { messages: [] } } })).toThrow('messages')
  })

  it.each<[string, ContentPart]>([
    ['by URL', { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }],
    ['by file id', { type: 'file', source: { type: 'file-id', id: 'f1' } }],
    ['base64', { type: 'image', source: { type: 'base64', mediaType: 'image/tiff', data: 'AA==' } }],
  ])('refuses media that Bedrock cannot take (%s), with advice', (_, part) => {
    const error = refusalOf(part)
    expect(error).toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'messages[0].parts[0]' })
    expect(error.message).toMatch(/base64|Convert/)
  })

  it('gives two documents of one name two names, and says which tool failed where there is no word for it', () => {
    const file: ContentPart = {
      type: 'file',
      filename: 'a.txt',
      source: { type: 'base64', mediaType: 'text/plain', data: 'YQ==' },
    }
    const { body } = make(SONNET, { messages: [saying(file, file)] })
    expect(body.messages[0].content.map((block: { document: { name: string } }) => block.document.name)).toEqual(['a', 'a (2)'])
    const failed = { type: 'tool-result' as const, toolCallId: 'a b:c', parts: [], isError: true }
    const messages: Message[] = [...USED.slice(0, 2), { role: 'tool', parts: [failed] }]
    expect(make(LLAMA, { messages, tools: [TOOL] }).body.messages[2].content[0].toolResult.content).toEqual([
      { text: 'The tool failed.' },
    ])
    expect(make(NOVA, { messages, tools: [TOOL] }).body.messages[2].content[0].toolResult.status).toBe('error')
  })
})
