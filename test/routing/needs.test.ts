import { expect, test } from 'vitest'
import { type Model, type ModelCapabilities, UNKNOWN_CAPABILITIES, UNKNOWN_FACTS } from '../../src/domain/model.js'
import { type RequestNeeds, unmetNeed } from '../../src/routing/needs.js'

const plain: RequestNeeds = { operation: 'completion', tools: [], modalities: ['text'], promptTokens: 10, maxOutputTokens: 0 }
const modelWith = (capabilities: Partial<ModelCapabilities>, limits: Partial<Model> = {}): Model => ({
  ...UNKNOWN_FACTS,
  id: 'acme/m',
  provider: 'acme',
  name: 'm',
  capabilities: { ...UNKNOWN_CAPABILITIES, ...capabilities },
  ...limits,
})

test.each([
  [{ tools: ['search'] }, { tools: false }, 'cannot call tools'],
  [{ modalities: ['text', 'image'] }, { input: ['text'] }, 'no input of the kind image'],
  [{ modalities: ['audio'] }, { input: ['text', 'image'] }, 'no input of the kind audio'],
  [{ modalities: ['file'] }, { input: ['text'] }, 'no input of the kind file'],
  [{}, { output: ['image'] }, 'does not answer in text'],
  [{ operation: 'embedding' }, { embeddings: false }, 'makes no embeddings'],
  [{ operation: 'rerank' }, { rerank: false }, 'does not rerank'],
  [{ operation: 'moderation' }, { moderation: false }, 'does not moderate'],
] as const)('%j is more than %j can do', (needs, capabilities, reason) => {
  expect(unmetNeed({ ...plain, ...needs }, modelWith(capabilities as Partial<ModelCapabilities>))).toContain(reason)
})

test.each([
  { tools: ['a'] },
  { modalities: ['image', 'audio', 'file'] },
  { operation: 'embedding' },
  { promptTokens: 1e9 },
] as const)('what is unknown of a model excludes it from nothing: %j', (needs) => {
  expect(unmetNeed({ ...plain, ...needs }, modelWith({}))).toBeNull()
})

test('takes text for granted, and a schema for no reason', () => {
  expect(unmetNeed(plain, modelWith({ input: ['image'], jsonSchema: false, jsonMode: false }))).toBeNull()
})

test.each([
  [4_000, 0, null],
  [4_004, 0, 'room for 1000 tokens, and the request takes at least 1001'],
  [400, 900, null],
  [408, 900, 'at least 1002'],
])('a prompt of about %i tokens with an answer of %i in a window of 1000: %s', (promptTokens, maxOutputTokens, reason) => {
  const unmet = unmetNeed({ ...plain, promptTokens, maxOutputTokens }, modelWith({}, { contextWindow: 1_000 }))
  if (reason === null) expect(unmet).toBeNull()
  else expect(unmet).toContain(reason)
})

test('excludes a model that cannot answer at the length that was asked for', () => {
  const model = modelWith({}, { maxOutputTokens: 100 })
  expect(unmetNeed({ ...plain, maxOutputTokens: 100 }, model)).toBeNull()
  expect(unmetNeed({ ...plain, maxOutputTokens: 101 }, model)).toContain('at most 100 tokens')
})

test('does not have a prompt counted that fits however it is counted', () => {
  const needs = {
    ...plain,
    mostPromptTokens: 4_000,
    get promptTokens(): number {
      throw new Error('counted')
    },
  }
  expect(unmetNeed(needs, modelWith({}, { contextWindow: 1_000 }))).toBeNull()
  expect(() => unmetNeed(needs, modelWith({}, { contextWindow: 999 }))).toThrow('counted')
})
