import { expect, test } from 'vitest'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import { complexityOf } from '../../src/routing/complexity.js'

const asking = (text: string, more: Partial<CompletionRequest> = {}): CompletionRequest => ({
  model: 'm',
  messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
  ...more,
})
const long = 'a sentence of some words. '.repeat(2_000)
const turn = { role: 'user', parts: [{ type: 'text', text: 'And then?' }] } as const

test.each([
  ['a short question', asking('What is the capital of France?'), 0],
  ['code', asking('Why does this fail?\n```\nconst a = 1;\n```'), 0.1],
  ['maths', asking('Prove that the sum converges.'), 0.1],
  ['length', asking(long), 0.25],
  ['turns', asking('Hi', { messages: Array.from({ length: 12 }, () => turn) }), 0.1],
  ['tools', asking('Hi', { tools: [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }] }), 0.08],
  ['effort', asking('Hi', { reasoning: { effort: 'high' } }), 0.3],
  ['a budget of reasoning', asking('Hi', { reasoning: { maxTokens: 1_000 } }), 0.2],
  ['a schema', asking('Hi', { responseFormat: { type: 'json-schema', name: 'a', schema: {} } }), 0.1],
])('%s counts', (_what, request, expected) => {
  expect(complexityOf(request)).toBe(expected)
})

test('is 1 at most', () => {
  const tools = Array.from({ length: 50 }, (_, i) => ({ name: `t${i}` }))
  const messages = Array.from({ length: 40 }, () => asking(`${long}\n\`\`\`\nprove \\frac`).messages[0]!)
  const responseFormat = { type: 'json-schema', name: 'a', schema: {} } as const
  expect(complexityOf({ model: 'm', messages, tools, responseFormat, reasoning: { effort: 'xhigh' } })).toBe(1)
})

test('grows with the length of a prompt', () => {
  const scores = [100, 1_000, 4_000, 16_000].map((length) => complexityOf(asking('a'.repeat(length))))
  expect(scores).toEqual([...scores].sort((a, b) => a - b))
  expect(new Set(scores).size).toBe(4)
})

test('looks for signs at the beginning and at the end of a turn, and not between', () => {
  const filler = 'word '.repeat(2_000)
  const [begin, end, between] = [`theorem ${filler}`, `${filler} theorem`, `${filler} theorem ${filler}`].map((text) =>
    complexityOf(asking(text)),
  )
  const plain = complexityOf(asking(filler))
  expect(begin).toBeGreaterThan(plain)
  expect(end).toBeGreaterThan(plain)
  expect(between).toBe(complexityOf(asking(`${filler} nothing ${filler}`)))
})
