import { expect, it } from 'vitest'
import { validateCompletionRequest, validateEmbedRequest } from '../../src/pipeline/validate-request.js'
import { requestFor } from '../support/pipeline-builder.js'

it.each([
  [{ messages: [] }, 'messages'],
  [{ messages: [{ role: 'user' as const, parts: [] }] }, 'messages[0]'],
  [{ maxOutputTokens: 0 }, 'maxOutputTokens'],
  [{ maxOutputTokens: 1.5 }, 'maxOutputTokens'],
  [{ temperature: Number.NaN }, 'temperature'],
  [{ topP: 1.1 }, 'topP'],
  [{ n: 129 }, 'n'],
  [{ logprobs: { top: -1 } }, 'logprobs'],
  [{ tags: Array.from({ length: 11 }, () => 'x') }, 'tags'],
  [{ tags: ['ok', ''] }, 'tags[1]'],
  [{ stop: Array.from({ length: 65 }, () => 'x') }, 'stop'],
])('%j is refused by the name of its field', (change, path) => {
  expect(() => validateCompletionRequest(requestFor('m', change))).toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST', path }),
  )
})

it.each([
  [{ input: [] }, 'input'],
  [{ input: ['a', ''] }, 'input[1]'],
  [{ input: ['a'], dimensions: 0 }, 'dimensions'],
])('embedding %j is refused by the name of its field', (change, path) => {
  expect(() => validateEmbedRequest({ model: 'm', ...change })).toThrow(expect.objectContaining({ path }))
})

it('lets through what providers may differ in', () => {
  const message = { role: 'assistant' as const, parts: [] }
  validateCompletionRequest(requestFor('m', { temperature: 2, n: 1, seed: -1, messages: [...requestFor().messages, message] }))
})
