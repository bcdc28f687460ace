import { describe, expect, it } from 'vitest'
import type { CompletionRequest, ContentPart, Message } from '../../../src/plugin-api.js'
import { fromMessagesRequest } from '../../../src/rest/anthropic/from-messages-request.js'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import { toMessagesBody } from './to-messages-body.js'

const SONNET = 'claude-sonnet-4-5'
const TOOLS = [{ name: 'look' }]

const bodyOf = (request: CompletionRequest, model = SONNET) => toMessagesBody(request, { model }).body
const warningsOf = (request: CompletionRequest, model = SONNET) =>
  toMessagesBody(request, { model }).warnings.map(({ code, parameter }) => `${code} ${parameter ?? ''}`.trim())

function talk(...messages: readonly (readonly [Message['role'], ...(string | ContentPart)[]])[]): CompletionRequest {
  return {
    model: 'any',
    messages: messages.map(([role, ...parts]) => ({
      role,
      parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
    })),
  }
}

const call = (id: string): ContentPart => ({ type: 'tool-call', id, name: 'look', arguments: '{}' })
const result = (toolCallId: string): ContentPart => ({
  type: 'tool-result',
  toolCallId,
  parts: [{ type: 'text', text: toolCallId }],
})
const turns = (request: CompletionRequest, model = SONNET) =>
  (bodyOf(request, model)['messages'] as { role: string; content: { type: string }[] }[]).map(({ role, content }) => [
    role,
    ...content.map(({ type }) => type),
  ])

describe('the turns', () => {
  it('joins messages of one role and puts the results of tools first', () => {
    const request = talk(
      ['user', 'a'],
      ['user', 'b'],
      ['assistant', call('1'), call('2')],
      ['tool', result('1')],
      ['user', 'c'],
      ['tool', result('2')],
    )
    expect(turns(request)).toEqual([
      ['user', 'text', 'text'],
      ['assistant', 'tool_use', 'tool_use'],
      ['user', 'tool_result', 'tool_result', 'text'],
    ])
  })

  it('takes instructions out of the conversation where the model has no place for them in it', () => {
    const request = talk(['system', 'a'], ['developer', 'b'], ['user', 'c'], ['system', 'd'])
    expect(bodyOf(request)['system']).toEqual(['a', 'b', 'd'].map((text) => ({ type: 'text', text })))
    expect(warningsOf(request)).toEqual(['PARAMETER_MAPPED messages'])
    expect(warningsOf(talk(['system', 'a'], ['user', 'b']))).toEqual([])
    expect(turns(request)).toEqual([['user', 'text']])
  })

  it('leaves instructions where they were said, on models that listen there', () => {
    const request = talk(['system', 'a'], ['user', 'b'], ['system', 'c'], ['assistant', 'd'], ['user', 'e'], ['developer', 'f'])
    expect(turns(request, 'claude-opus-5').map(([role]) => role)).toEqual(['user', 'system', 'assistant', 'user', 'system'])
    expect(bodyOf(request, 'claude-opus-5')['system']).toEqual([{ type: 'text', text: 'a' }])
  })

  it('leaves out texts that say nothing, and turns that are then empty', () => {
    expect(turns(talk(['user', 'a', ''], ['assistant', ' \n'], ['user', 'b']))).toEqual([['user', 'text', 'text']])
  })

  it('fits ids of other providers, the same for call and result', () => {
    const [, assistant, user] = bodyOf(talk(['user', 'a'], ['assistant', call('fc/1')], ['tool', result('fc/1')]))[
      'messages'
    ] as unknown as { content: { id?: string; tool_use_id?: string }[] }[]
    expect(assistant!.content[0]!.id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
    expect(user!.content[0]!.tool_use_id).toBe(assistant!.content[0]!.id)
  })

  it('shows arguments that are no JSON object as what they are', () => {
    const broken: ContentPart = { type: 'tool-call', id: '1', name: 'look', arguments: '{"at":' }
    expect(bodyOf(talk(['user', 'a'], ['assistant', broken], ['tool', result('1')]))['messages']).toMatchObject([
      {},
      { content: [{ input: { INVALID_JSON: '{"at":' } }] },
      {},
    ])
  })

  it.each([
    ['audio', { type: 'audio', source: { type: 'base64', mediaType: 'audio/wav', data: '' } }],
    ['an image of another format', { type: 'image', source: { type: 'base64', mediaType: 'image/bmp', data: '' } }],
    ['a file of another format', { type: 'file', source: { type: 'base64', mediaType: 'application/zip', data: '' } }],
  ] as const)('refuses %s, whatever is said of what is not supported', (_, part) => {
    const request = { ...talk(['user', 'a', part]), onUnsupported: 'IGNORE' as const }
    const path = 'messages[0].parts[1]'
    expect(() => bodyOf(request)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path }))
  })

  it('refuses images as instructions', () => {
    const image: ContentPart = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }
    expect(() => bodyOf(talk(['system', image], ['user', 'a']))).toThrow(expect.objectContaining({ path: 'messages[0]' }))
  })

  it('takes a data URL for the image that it holds, and an image in a file for an image', () => {
    const source = { type: 'base64', media_type: 'image/png', data: 'AAAA' }
    const url: ContentPart = { type: 'image', source: { type: 'url', url: 'data:image/png;base64,AAAA' } }
    const file: ContentPart = { type: 'file', source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' } }
    expect(bodyOf(talk(['user', url, file]))['messages']).toMatchObject([
      {
        content: [
          { type: 'image', source },
          { type: 'image', source },
        ],
      },
    ])
  })

  it('leaves out thought that Claude did not sign and items of other dialects, and says so', () => {
    const thought: ContentPart = { type: 'reasoning', text: 'Hm.' }
    const item: ContentPart = { type: 'native', dialect: 'openai-responses', value: { type: 'web_search_call' } }
    const request = talk(['user', 'a'], ['assistant', thought, item, 'b'], ['user', 'c'])
    expect(turns(request)[1]).toEqual(['assistant', 'text'])
    expect(warningsOf(request)).toEqual(['STATE_DROPPED', 'STATE_DROPPED'])
  })

  it('passes fields of blocks on in the words of this dialect only', () => {
    const part: ContentPart = { type: 'text', text: 'a', extra: { new_field: 1 } }
    const own = { ...talk(['user', part]), extra: { dialect: 'anthropic', fields: { new_option: 2, model: 'other' } } }
    expect(bodyOf(own)).toMatchObject({ new_option: 2, messages: [{ content: [{ new_field: 1 }] }] })
    expect(bodyOf(own)['model']).toBeUndefined()
    const foreign = bodyOf({ ...own, extra: { ...own.extra, dialect: 'openai' } })
    expect(JSON.stringify(foreign)).not.toContain('new_')
  })
})

describe('prompt caching', () => {
  it('is marked where the request leaves it to us, in four places at most', () => {
    const asked = { ...talk(['system', 'a'], ['user', 'b'], ['assistant', 'c'], ['user', 'd']), tools: TOOLS }
    const marks = JSON.stringify(bodyOf({ ...asked, providerCache: 'AUTO' })).match(/"cache_control":\{"type":"ephemeral"\}/g)
    expect(marks).toHaveLength(4)
    expect(JSON.stringify(bodyOf(asked))).not.toContain('cache_control')
  })

  it("is off when it is switched off, also in the client's own words", () => {
    const part: ContentPart = { type: 'text', text: 'a', cacheControl: { ttl: '1h' }, extra: { cache_control: { scope: 'x' } } }
    const asked = { ...talk(['user', part]), extra: { dialect: 'anthropic', fields: {} } }
    expect(JSON.stringify(bodyOf({ ...asked, providerCache: 'OFF' }))).not.toContain('cache_control')
    expect(JSON.stringify(bodyOf(asked))).toContain('"cache_control":{"scope":"x"}')
  })
})

describe('max_tokens', () => {
  it.each([
    [undefined, SONNET, 4_096],
    [undefined, 'claude-3-opus-20240229', 4_096],
    [100, SONNET, 100],
    [1_000_000, SONNET, 64_000],
    [1_000_000, 'alias', 1_000_000],
  ])('for %s on %s is %s', (maxOutputTokens, model, tokens) => {
    const request = asking('Hi.', { maxOutputTokens })
    expect(bodyOf(request, model)['max_tokens']).toBe(tokens)
    expect(warningsOf(request, model)).toEqual(
      maxOutputTokens && maxOutputTokens > tokens ? ['PARAMETER_MAPPED maxOutputTokens'] : [],
    )
  })
})

describe('thinking', () => {
  const thinkingOf = (fields: Partial<CompletionRequest>, model = SONNET) => {
    const { thinking, output_config } = bodyOf(asking('Why?', fields), model)
    return { thinking, effort: (output_config as { effort?: string } | undefined)?.effort }
  }

  it.each([
    [{ effort: 'high' }, undefined, SONNET, { type: 'enabled', budget_tokens: 3_276 }, undefined],
    [{ effort: 'low' }, 20_000, SONNET, { type: 'enabled', budget_tokens: 5_000 }, undefined],
    [{ maxTokens: 2_000 }, 20_000, SONNET, { type: 'enabled', budget_tokens: 2_000 }, undefined],
    [{ effort: 'none' }, undefined, SONNET, undefined, undefined],
    [{ effort: 'high', show: true }, undefined, 'claude-opus-4-6', { type: 'adaptive', display: 'summarized' }, 'high'],
    [{ effort: 'minimal' }, undefined, 'claude-opus-5', { type: 'adaptive' }, 'low'],
    [{ effort: 'xhigh' }, undefined, 'claude-opus-5', { type: 'adaptive' }, 'xhigh'],
    [{ maxTokens: 3_000 }, undefined, 'claude-sonnet-4-6', { type: 'enabled', budget_tokens: 3_000 }, undefined],
    [{ effort: 'none' }, undefined, 'claude-opus-5', { type: 'disabled' }, undefined],
    [{ effort: 'none' }, undefined, 'claude-sonnet-5-5', { type: 'between_tools' }, undefined],
    [{ show: false }, undefined, 'claude-opus-5-5', { type: 'adaptive', display: 'omitted' }, undefined],
  ] as const)('%j with %s tokens on %s is %j', (reasoning, maxOutputTokens, model, thinking, effort) => {
    expect(thinkingOf({ reasoning, maxOutputTokens }, model)).toEqual({ thinking, effort })
    expect(warningsOf(asking('Why?', { reasoning, maxOutputTokens }), model)).toEqual([])
  })

  it.each([
    [
      'a budget that leaves no answer',
      { reasoning: { maxTokens: 9_000 }, maxOutputTokens: 4_000 },
      SONNET,
      'enabled',
      'reasoning.maxTokens',
    ],
    ['a budget where the model decides', { reasoning: { maxTokens: 9_000 } }, 'claude-opus-5', 'adaptive', 'reasoning.maxTokens'],
    [
      'no thought where it cannot be switched off',
      { reasoning: { effort: 'none' } },
      'claude-opus-5-5',
      'adaptive',
      'reasoning.effort',
    ],
    [
      'an effort that the model does not have',
      { reasoning: { effort: 'xhigh' } },
      'claude-opus-4-6',
      'adaptive',
      'reasoning.effort',
    ],
  ] as const)('says what became of %s', (_, fields, model, type, parameter) => {
    expect(thinkingOf(fields, model).thinking).toMatchObject({ type })
    expect(warningsOf(asking('Why?', fields), model)).toEqual([`PARAMETER_MAPPED ${parameter}`])
    expect(() => bodyOf(asking('Why?', { ...fields, onUnsupported: 'ERROR' }), model)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: parameter }),
    )
    expect(warningsOf(asking('Why?', { ...fields, onUnsupported: 'IGNORE' }), model)).toEqual([])
  })

  it('never gives a budget that max_tokens does not exceed', () => {
    for (const maxOutputTokens of [undefined, 1_025, 2_000, 64_000]) {
      for (const reasoning of [{ effort: 'xhigh' }, { maxTokens: 50_000 }, { maxTokens: 1 }] as const) {
        const { thinking, max_tokens: most } = bodyOf(asking('Why?', { reasoning, maxOutputTokens }))
        const budget = (thinking as { budget_tokens: number }).budget_tokens
        expect(budget).toBeGreaterThanOrEqual(1_024)
        expect(budget).toBeLessThan(most as number)
      }
    }
  })

  it.each([
    ['there is no room for it', asking('Why?', { maxOutputTokens: 1_024 })],
    ['a tool is forced', asking('Why?', { tools: TOOLS, toolChoice: { type: 'required' } })],
    ['a turn goes on that began without', talk(['user', 'a'], ['assistant', call('1')], ['tool', result('1')])],
  ])('is left out, and that is said, when %s', (_, request) => {
    const asked = { ...request, reasoning: { effort: 'high' as const } }
    expect(bodyOf(asked)['thinking']).toBeUndefined()
    expect(warningsOf(asked)).toEqual(['UNSUPPORTED_PARAMETER reasoning'])
  })

  it("keeps words of the dialect's own client that the canonical model does not have", () => {
    const extra = (fields: object) => ({ dialect: 'anthropic', fields: fields as never })
    const most = { reasoning: { effort: 'xhigh' as const }, extra: extra({ output_config: { effort: 'max', other: 1 } }) }
    expect(bodyOf(asking('Why?', most), 'claude-opus-4-6')['output_config']).toEqual({ other: 1, effort: 'max' })
    const between = { reasoning: { effort: 'high' as const }, extra: extra({ thinking: { type: 'between_tools' } }) }
    expect(thinkingOf(between, 'claude-sonnet-5-5').thinking).toEqual({ type: 'between_tools' })
    expect(thinkingOf(between, 'claude-opus-5').thinking).toEqual({ type: 'adaptive' })
  })

  const ADAPTIVE = { type: 'adaptive' }
  it.each([
    ['thinking left to the model as that', { thinking: ADAPTIVE }, 'claude-opus-5', ADAPTIVE, undefined],
    ['an effort as an effort', { output_config: { effort: 'high' } }, 'claude-opus-4-6', undefined, 'high'],
    ['both as both', { thinking: ADAPTIVE, output_config: { effort: 'low' } }, 'claude-opus-5', ADAPTIVE, 'low'],
    [
      'no thought with its effort',
      { thinking: { type: 'disabled' }, output_config: { effort: 'low' } },
      'claude-opus-5',
      { type: 'disabled' },
      'low',
    ],
    [
      'a budget with its effort',
      { thinking: { type: 'enabled', budget_tokens: 2_000 }, output_config: { effort: 'low' } },
      'claude-opus-4-6',
      { type: 'enabled', budget_tokens: 2_000 },
      'low',
    ],
    ['adaptive thinking as a budget to who needs one', { thinking: ADAPTIVE }, SONNET, { type: 'enabled' }, undefined],
  ])('passes on %s, from the door of the dialect', (_, fields, model, thinking, effort) => {
    const asked = { model: 'm', max_tokens: 10_000, messages: [{ role: 'user', content: 'Why?' }], ...fields }
    const { request } = fromMessagesRequest(asked)
    const sent = thinkingOf(request, model)
    expect(sent.effort).toBe(effort)
    if (thinking) expect(sent.thinking).toMatchObject(thinking)
    else expect(sent.thinking).toBeUndefined()
    expect(warningsOf(request, model)).toEqual([])
  })

  it('says that an effort went nowhere with a model that has none', () => {
    const request = asking('Why?', { extra: { dialect: 'anthropic', fields: { output_config: { effort: 'low' } } } })
    expect(bodyOf(request)['output_config']).toBeUndefined()
    expect(warningsOf(request)).toEqual(['UNSUPPORTED_PARAMETER extra.output_config.effort'])
  })
})

describe('sampling', () => {
  it.each([
    [{ temperature: 0.3, topP: 0.5, topK: 5 }, 'claude-3-5-sonnet-latest', { temperature: 0.3, top_p: 0.5, top_k: 5 }, []],
    [{ temperature: 0.3, topP: 0.5 }, SONNET, { temperature: 0.3 }, ['UNSUPPORTED_PARAMETER topP']],
    [{ topP: 0.5 }, SONNET, { top_p: 0.5 }, []],
    [{ temperature: 1.7 }, SONNET, { temperature: 1 }, ['PARAMETER_MAPPED temperature']],
    [{ temperature: 0.3, topK: 5 }, 'claude-opus-4-7', {}, ['UNSUPPORTED_PARAMETER temperature', 'UNSUPPORTED_PARAMETER topK']],
    [
      { temperature: 1, topP: 0.97, topK: 5, reasoning: { effort: 'high' } },
      SONNET,
      { top_p: 0.97 },
      ['UNSUPPORTED_PARAMETER topK'],
    ],
  ] as const)('%j on %s is %j', (fields, model, sampling, warnings) => {
    const { temperature, top_p, top_k } = bodyOf(asking('Hi.', fields), model)
    expect(JSON.parse(JSON.stringify({ temperature, top_p, top_k }))).toEqual(sampling)
    expect(warningsOf(asking('Hi.', fields), model)).toEqual(warnings)
  })
})

describe('tools', () => {
  it.each([
    [{ type: 'required' }, undefined, { type: 'any' }],
    [{ type: 'tool', name: 'look' }, true, { type: 'tool', name: 'look' }],
    [{ type: 'none' }, false, { type: 'none' }],
    [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
    [undefined, undefined, undefined],
  ] as const)('choice %j with parallel calls %s is %j', (toolChoice, parallelToolCalls, choice) => {
    const { tool_choice } = bodyOf(asking('Hi.', { tools: TOOLS, toolChoice, parallelToolCalls }))
    expect(tool_choice).toEqual(choice)
  })

  it('has no choice without tools', () => {
    expect(bodyOf(asking('Hi.', { toolChoice: { type: 'required' } }))).not.toHaveProperty('tool_choice')
  })

  it('leaves the choice to a model that cannot be made to call, and says so', () => {
    const request = asking('Hi.', { tools: TOOLS, toolChoice: { type: 'required' }, reasoning: { effort: 'low' } })
    expect(bodyOf(request, 'claude-opus-5-5')).toMatchObject({ tool_choice: { type: 'auto' }, thinking: { type: 'adaptive' } })
    expect(warningsOf(request, 'claude-opus-5-5')).toEqual(['PARAMETER_MAPPED toolChoice'])
  })

  it('makes a strict tool strict with a schema that can be compiled, where that is possible', () => {
    const parameters = { type: 'object', properties: { at: { type: 'string', minLength: 2 } } }
    const request = asking('Hi.', { tools: [{ name: 'look', strict: true, parameters }] })
    const [strict] = bodyOf(request)['tools'] as object[]
    expect(strict).toMatchObject({ strict: true, input_schema: { additionalProperties: false } })
    const [loose] = bodyOf(request, 'claude-opus-4-1')['tools'] as object[]
    expect(loose).toEqual({ name: 'look', input_schema: parameters })
    expect(warningsOf(request, 'claude-opus-4-1')).toEqual(['UNSUPPORTED_PARAMETER tools.strict'])
  })

  it('returns who called a tool, when it was not the model itself', () => {
    const caller = { type: 'code_execution_20250825', tool_id: 'srvtoolu_1' }
    const part = { ...call('1'), providerState: { provider: 'anthropic', value: { caller } } }
    expect(bodyOf(talk(['user', 'a'], ['assistant', part], ['tool', result('1')]))['messages']).toMatchObject([
      {},
      { content: [{ type: 'tool_use', caller }] },
      {},
    ])
  })
})

it('says what no Claude model takes', () => {
  const fields = { seed: 1, n: 2, logprobs: { top: 1 }, presencePenalty: 1, frequencyPenalty: 1 }
  expect(warningsOf(asking('Hi.', fields)).map((warning) => warning.split(' ')[1])).toEqual([
    'presencePenalty',
    'frequencyPenalty',
    'n',
    'seed',
    'logprobs',
  ])
})
