import { expect, it } from 'vitest'
import type { CompletionRequest } from '../../../src/plugin-api.js'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import { type Api, choosesResponses } from './choose-api.js'
import { plugin } from './index.js'

const SEARCH = { nativeTools: [{ dialect: 'openai-responses', definition: { type: 'web_search' } }] }
const OTHER = { nativeTools: [{ dialect: 'anthropic', definition: { type: 'web_search' } }] }

it.each<[Api, string, Partial<CompletionRequest>, boolean]>([
  ['auto', 'gpt-5', {}, true],
  ['auto', 'o3', {}, true],
  ['auto', 'gpt-4o', {}, false],
  ['auto', 'gpt-4o', SEARCH, true],
  ['auto', 'gpt-4o', OTHER, false],
  ['auto', 'gpt-4o', { reasoning: { show: true } }, true],
  ['auto', 'gpt-4o', { extra: { dialect: 'openai-responses', fields: {} } }, true],
  ['chat', 'gpt-5', SEARCH, false],
  ['responses', 'gpt-4o', {}, true],
])('with api %s asks %s for %j by Responses: %s', (api, model, fields, expected) => {
  expect(choosesResponses(api, model, asking('a', fields))).toBe(expected)
})

it.each([
  [undefined, {}, 'openai-responses'],
  ['https://api.openai.com/v1/', {}, 'openai-responses'],
  ['https://proxy.example/v1', {}, 'openai'],
  ['https://proxy.example/v1', { api: 'responses' }, 'openai-responses'],
  [undefined, { api: 'chat' }, 'openai'],
])('at %s with %j leaves the state of answers to %s', async (baseUrl, settings, owner) => {
  const provider = plugin.createProvider(plugin.vendors[0]!, { name: 'o', kind: 'openai', apiKey: 'k', baseUrl, settings })
  expect(provider.stateOwner!('gpt-5')).toBe(owner)
  await provider.close()
})

it.each([
  [{ api: 'both' }, 'settings.api'],
  [{ region: 'eu' }, 'settings.region'],
])('refuses the settings %j by name', (settings, named) => {
  expect(() => plugin.createProvider(plugin.vendors[0]!, { name: 'o', kind: 'openai', apiKey: 'k', settings })).toThrow(
    expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(named) }),
  )
})
