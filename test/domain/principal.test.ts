import { describe, expect, it } from 'vitest'
import { hasScope, mayUseModel } from '../../src/domain/principal.js'
import { principalWith } from '../support/pipeline-builder.js'

describe('a list of models', () => {
  it.each([
    ['openai/gpt-5', 'openai/gpt-5', true],
    ['openai/gpt-5', 'openai/gpt-5-mini', false],
    ['openai/*', 'openai/gpt-5', true],
    ['openai/*', 'openai-eu/gpt-5', false],
    ['*', 'anything', true],
    ['*/gpt-*-mini', 'openai/gpt-5-mini', true],
    ['*/gpt-*-mini', 'openai/gpt-mini', false],
    ['a*a', 'a', false],
    ['a.c', 'abc', false],
  ])('%s covers %s: %s', (pattern, name, covered) => {
    expect(mayUseModel(principalWith({ models: [pattern] }), name)).toBe(covered)
  })

  it('that is absent covers all', () => expect(mayUseModel(principalWith(), 'x')).toBe(true))
})

it('admin includes every scope, others only themselves', () => {
  expect(hasScope(principalWith({ scopes: ['admin'] }), 'usage:read')).toBe(true)
  expect(hasScope(principalWith({ scopes: ['completions:read'] }), 'completions:read-content')).toBe(false)
})
