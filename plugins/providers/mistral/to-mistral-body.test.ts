import { describe, expect, it } from 'vitest'
import type { CompletionRequest, Message } from '../../../src/plugin-api.js'
import { toMistralBody } from './to-mistral-body.js'

const user: Message = { role: 'user', parts: [{ type: 'text', text: 'Hi.' }] }
const bodyOf = (request: Partial<CompletionRequest>, model = 'mistral-large-latest') =>
  toMistralBody({ model: 'any', messages: [user], ...request }, { model, stream: false })

describe('the effort of thought', () => {
  it.each([
    ['mistral-large-4-0', 'medium', 'medium', 0],
    ['mistral-large-4-0', 'minimal', 'low', 1],
    ['mistral-small-latest', 'none', 'none', 0],
    ['mistral-small-latest', 'low', 'high', 1],
    ['magistral-medium-latest', 'low', undefined, 1],
    ['codestral-latest', 'high', undefined, 1],
  ] as const)('%s is asked for %s with %s', (model, effort, sent, warned) => {
    const { body, warnings } = bodyOf({ reasoning: { effort } }, model)
    expect(body['reasoning_effort']).toBe(sent)
    expect(warnings).toHaveLength(warned)
  })

  it('has no budget', () => {
    const { warnings } = bodyOf({ reasoning: { maxTokens: 100 } })
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'reasoning.maxTokens' }])
    expect(() => bodyOf({ reasoning: { maxTokens: 100 }, onUnsupported: 'ERROR' })).toThrow(/reasoning\.maxTokens/)
  })

  it('is not shown again to a model that never thinks', () => {
    const thought: Message = {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: 'Ho.' },
      ],
    }
    const { body } = bodyOf({ messages: [user, thought, user] }, 'ministral-8b-latest')
    expect((body['messages'] as object[])[1]).toEqual({ role: 'assistant', content: 'Ho.' })
  })
})

it('leaves out an item of another dialect with a warning, and keeps one of its own', () => {
  const [foreign, own] = ['anthropic', 'mistral'].map((dialect) => ({ type: 'native' as const, dialect, value: { type: 'x' } }))
  const { body, warnings } = bodyOf({ messages: [user, { role: 'assistant', parts: [foreign!, own!] }, user] })
  expect((body['messages'] as object[])[1]).toEqual({ role: 'assistant', content: [{ type: 'x' }] })
  expect(warnings).toMatchObject([{ code: 'STATE_DROPPED' }])
})

it('keeps the image of a tool result within it', () => {
  const image = { type: 'image' as const, source: { type: 'url' as const, url: 'https://example.com/a.png' } }
  const call: Message = { role: 'assistant', parts: [{ type: 'tool-call', id: 'abcDEF123', name: 'look', arguments: '' }] }
  const result: Message = { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'abcDEF123', parts: [image] }] }
  expect(bodyOf({ messages: [user, call, result] }).body['messages']).toMatchObject([
    {},
    { tool_calls: [{ id: 'abcDEF123', function: { arguments: '{}' } }] },
    { tool_call_id: 'abcDEF123', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] },
  ])
})

it('refuses an image in an assistant message, whatever is asked of the unsupported', () => {
  const image = { type: 'image' as const, source: { type: 'url' as const, url: 'https://example.com/a.png' } }
  const request = { messages: [user, { role: 'assistant' as const, parts: [image] }, user], onUnsupported: 'IGNORE' as const }
  expect(() => bodyOf(request)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: 'messages[1].parts[0]' }))
})
