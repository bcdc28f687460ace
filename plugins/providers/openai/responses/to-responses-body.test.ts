import { describe, expect, it } from 'vitest'
import type { CompletionRequest, ContentPart, Message } from '../../../../src/plugin-api.js'
import { asking } from '../../../../test/conformance/provider/read-answer.js'
import { toResponsesBody } from './to-responses-body.js'

const OPTIONS = { model: 'm', stream: false, owner: 'openai-responses' }
const toBody = (fields: Partial<CompletionRequest>, options = {}) =>
  toResponsesBody(asking('a', fields), { ...OPTIONS, ...options })

function answering(...parts: ContentPart[]): { messages: Message[] } {
  return {
    messages: [
      { role: 'user', parts: [{ type: 'text', text: 'a' }] },
      { role: 'assistant', parts },
    ],
  }
}

const SIGNED: ContentPart = {
  type: 'reasoning',
  text: 'thought',
  providerState: { provider: 'openai-responses', value: { id: 'rs_1', encryptedContent: 'e' } },
}
const SAID: ContentPart = { type: 'text', text: 'b', providerState: { provider: 'openai-responses', value: { id: 'msg_1' } } }

describe('the body of a request to Responses', () => {
  it('leaves out what the API has no parameter for, with a warning for each', () => {
    const { body, warnings } = toBody({ n: 2, seed: 1, stop: ['x'], presencePenalty: 1, frequencyPenalty: 1, topK: 3 })
    expect(Object.keys(JSON.parse(JSON.stringify(body))).sort()).toEqual(['include', 'input', 'model', 'store'])
    const lost = warnings.map(({ parameter }) => parameter).sort()
    expect(lost).toEqual(['frequencyPenalty', 'n', 'presencePenalty', 'seed', 'stop', 'topK'])
  })

  it('refuses them when asked to', () => {
    expect(() => toBody({ seed: 1, onUnsupported: 'ERROR' })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: 'seed' }),
    )
  })

  it('keeps own tools beside those of another dialect, which it names', () => {
    const own = { type: 'web_search' }
    const nativeTools = [
      { dialect: 'openai-responses', definition: own },
      { dialect: 'anthropic', definition: { type: 'bash' } },
    ]
    const { body, warnings } = toBody({ nativeTools })
    expect(body['tools']).toEqual([own])
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'nativeTools' }])
  })

  it('keeps a choice that only this dialect has words for, and lets a canonical one win', () => {
    const own = { type: 'web_search_preview' }
    const asked = {
      nativeTools: [{ dialect: 'openai-responses', definition: own }],
      extra: { dialect: 'openai-responses', fields: { tool_choice: own } },
    }
    expect(toBody(asked).body['tool_choice']).toEqual(own)
    expect(toBody({ ...asked, toolChoice: { type: 'required' } }).body['tool_choice']).toBe('required')
  })

  it('returns no reasoning, and no id that hangs on it, to a model that does not reason', () => {
    const { body, warnings } = toBody(answering(SIGNED, SAID), { plain: true })
    expect(body).toMatchObject({ input: [{ role: 'user' }, { type: 'message', role: 'assistant' }] })
    expect(JSON.stringify(body)).not.toMatch(/rs_1|msg_1|encrypted/)
    expect(warnings).toMatchObject([{ code: 'STATE_DROPPED' }])
  })

  it('returns ids without reasoning where there was none', () => {
    expect(toBody(answering(SAID)).body).toMatchObject({ input: [{}, { id: 'msg_1' }] })
  })

  it('leaves out reasoning that nothing binds, and items of other dialects, with a warning', () => {
    const native: ContentPart = { type: 'native', dialect: 'anthropic', value: { type: 'server_tool_use' } }
    const { body, warnings } = toBody(answering({ type: 'reasoning', text: 'thought' }, native, SAID))
    expect(body).toMatchObject({ input: [{}, { type: 'message' }] })
    expect(warnings).toMatchObject([{ code: 'STATE_DROPPED', message: expect.stringContaining('reasoning and items') }])
  })

  it('returns the reasoning of an open model as its text', () => {
    const providerState = { provider: 'openai-responses', value: { id: 'rs_2', raw: true } }
    const { body } = toBody(answering({ type: 'reasoning', text: 'thought', providerState }))
    expect(body).toMatchObject({
      input: [{}, { id: 'rs_2', summary: [], content: [{ type: 'reasoning_text', text: 'thought' }] }],
    })
  })

  it('keeps instructions that come later, and those of a request without anything else, where they are', () => {
    const system: Message = { role: 'system', parts: [{ type: 'text', text: 's' }] }
    const user: Message = { role: 'user', parts: [{ type: 'text', text: 'u' }] }
    expect(toBody({ messages: [user, system] }).body).toMatchObject({
      input: [{ role: 'user' }, { role: 'system', content: 's' }],
    })
    expect(toBody({ messages: [system] }).body).toMatchObject({ input: [{ role: 'system' }] })
  })

  it('fits ids of calls that are too long, so that call and result still belong together', () => {
    const id = 'x'.repeat(100)
    const call: ContentPart = { type: 'tool-call', id, name: 'f', arguments: '{}' }
    const result: Message = { role: 'tool', parts: [{ type: 'tool-result', toolCallId: id, parts: [] }] }
    const { messages } = answering(call)
    const input = toBody({ messages: [...messages, result] }).body['input'] as { call_id?: string }[]
    expect(input[1]!.call_id).toMatch(/^\w{40}$/)
    expect(input[2]!.call_id).toBe(input[1]!.call_id)
  })

  it('asks for at least as many tokens as the API takes, and says so', () => {
    const { body, warnings } = toBody({ maxOutputTokens: 5 })
    expect(body['max_output_tokens']).toBe(16)
    expect(warnings).toMatchObject([{ code: 'PARAMETER_MAPPED', parameter: 'maxOutputTokens' }])
  })

  it('passes on what its own dialect says beside, but for what would be stored', () => {
    const fields = {
      truncation: 'auto',
      text: { verbosity: 'low' },
      include: ['file_search_call.results'],
      store: true,
      background: true,
      model: 'other',
    }
    const { body, warnings } = toBody({ extra: { dialect: 'openai-responses', fields }, reasoning: { show: true } })
    expect(body).toMatchObject({
      model: 'm',
      truncation: 'auto',
      text: { verbosity: 'low' },
      store: false,
      reasoning: { summary: 'auto' },
    })
    expect(body['include']).toEqual(['reasoning.encrypted_content', 'file_search_call.results'])
    expect(warnings).toMatchObject([{ parameter: 'background' }])
  })

  it('names the fields of chat completions that it cannot pass on', () => {
    const { body, warnings } = toBody({ extra: { dialect: 'openai', fields: { logit_bias: { 1: 2 }, service_tier: 'flex' } } })
    expect(body).toMatchObject({ service_tier: 'flex' })
    expect(warnings).toMatchObject([{ parameter: 'logit_bias' }])
  })

  it.each<[string, ContentPart]>([
    ['user', { type: 'audio', source: { type: 'file-id', id: 'f' } }],
    ['assistant', { type: 'image', source: { type: 'url', url: 'u' } }],
  ])('refuses content of a %s that it has no form for', (role, part) => {
    const messages = [{ role: role as 'user', parts: [part] }]
    const path = 'messages[0].parts[0]'
    expect(() => toBody({ messages })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path }))
  })
})
