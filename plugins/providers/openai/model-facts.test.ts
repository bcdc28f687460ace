import { expect, it } from 'vitest'
import { toCapabilities, toModelFacts } from './model-facts.js'

it.each([
  ['o3-mini', true, 'never'],
  ['o4-mini-2025-04-16', true, 'never'],
  ['ft:o4-mini-2025-04-16:acme::id', true, 'never'],
  ['gpt-5', true, 'never'],
  ['gpt-5-mini-2025-08-07', true, 'never'],
  ['gpt-5-codex', true, 'never'],
  ['codex-mini-latest', true, 'never'],
  ['gpt-5.1', true, 'without-reasoning'],
  ['gpt-5.2-pro', true, 'never'],
  ['gpt-6', true, 'without-reasoning'],
  ['gpt-5-chat-latest', false, 'always'],
  ['gpt-4o', false, 'always'],
  ['gpt-4.1-mini', false, 'always'],
  ['gpt-3.5-turbo', false, 'always'],
  ['ft:gpt-4o-2024-08-06:acme::id', false, 'always'],
  ['llama-3', null, 'always'],
])('knows of %s that it reasons: %s, and samples: %s', (model, reasons, sampling) => {
  expect(toModelFacts(model)).toMatchObject({ reasons, sampling })
})

it.each([
  ['gpt-5', { reasoning: true, jsonSchema: true, unsupported: expect.arrayContaining(['temperature', 'topP']) }],
  ['gpt-5.2', { reasoning: true, jsonSchema: true }],
  ['gpt-4o-2024-08-06', { reasoning: false, jsonSchema: true, unsupported: ['reasoning'] }],
  ['omni-moderation-latest', { moderation: true }],
  ['text-embedding-3-small', { embeddings: true }],
  ['gpt-3.5-turbo', {}],
])('says what %s can do', (model, expected) => {
  expect(toCapabilities(model)).toMatchObject(expected)
})
