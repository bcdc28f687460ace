import { expect, it } from 'vitest'
import { toPath, toResourceUrl } from './address.js'

it.each([
  ['/chat/completions', {}, '/openai/v1/chat/completions'],
  ['/responses', { apiVersion: 'preview' }, '/openai/v1/responses?api-version=preview'],
  ['/embeddings', { apiVersion: 'v1' }, '/openai/v1/embeddings'],
  ['/embeddings', { apiVersion: '2024-10-21' }, '/openai/deployments/my%20gpt/embeddings?api-version=2024-10-21'],
  ['/responses', { apiVersion: '2025-04-01-preview' }, '/openai/responses?api-version=2025-04-01-preview'],
])('finds %s with %j at %s', (path, settings, expected) => {
  expect(toPath(path, 'my gpt', settings)).toBe(expected)
})

it.each(['', '/', '/openai', '/openai/', '/openai/v1', '/openai/v1/', '/openai/deployments/gpt'])(
  'takes the address with %j',
  (tail) => {
    expect(toResourceUrl('azure', `https://a.openai.azure.com${tail}`)).toBe('https://a.openai.azure.com')
  },
)
