import { describe, expect, it } from 'vitest'
import type { Choice } from '../../src/domain/completion.js'
import { faultOf } from '../../src/routing/quality-gate.js'

const says = (text: string, more: Partial<Choice> = {}): Choice[] => [
  { parts: [{ type: 'text', text }], finishReason: 'STOP', ...more },
]
const tool = { type: 'tool-call', id: 'a', name: 'look', arguments: '{}' } as const

describe('a refusal', () => {
  it.each([
    "I'm sorry, but I can't help with that.",
    'I’m sorry, I cannot do this.',
    'Sorry, but I am unable to answer.',
    'I cannot assist with this request.',
    'Unfortunately, I am not able to help.',
    'I apologise, but I won’t do that.',
  ])('is %j', (text) => {
    expect(faultOf(says(text), {})).toBe('it refuses')
    expect(faultOf(says(text), { refusal: false })).toBeUndefined()
  })

  it.each([
    'I can help with that.',
    'The court said "I cannot agree".',
    'Sorry to hear that! Here is a poem.',
    `I cannot say this in few words. ${'word '.repeat(100)}`,
  ])('is not %j', (text) => {
    expect(faultOf(says(text), {})).toBeUndefined()
  })

  it.each(['CONTENT_FILTER', 'REFUSAL'] as const)('is what ends by %s', (finishReason) => {
    expect(faultOf(says('Once', { finishReason }), {})).toBe('it refuses')
  })

  it('is no answer that calls a tool', () => {
    expect(
      faultOf([{ parts: [{ type: 'text', text: 'I cannot see it.' }, tool], finishReason: 'TOOL_CALLS' }], {}),
    ).toBeUndefined()
  })
})

describe('log probabilities', () => {
  const sure = (...values: number[]) => says('Hi', { logprobs: values.map((logprob) => ({ token: 'x', logprob })) })
  it('below the least on average are a fault', () => {
    expect(faultOf(sure(-1, -3), { minLogprob: -1.9 })).toContain('-2.00')
    expect(faultOf(sure(-1, -3), { minLogprob: -2 })).toBeUndefined()
  })

  it('that a model does not give are none', () => {
    expect(faultOf(says('Hi'), { minLogprob: -0.1 })).toBeUndefined()
  })
})
