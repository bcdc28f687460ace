import { describe, expect, it } from 'vitest'
import { countTokens } from './index.js'

describe('countTokens', () => {
  it.each([
    ['gpt-5-mini', 'Hello, world!', 4],
    ['gpt-4-turbo', 'Hello, world!', 4],
    ['openai/o3', '<|endoftext|>', 7],
  ])('counts as %s does', async (model, text, tokens) => {
    expect(await countTokens(model, text)).toBe(tokens)
  })

  it('does not guess for a model whose tokenizer is not published', async () => {
    expect(await countTokens('claude-sonnet-4-5', 'Hello')).toBeNull()
  })

  it('leaves very long texts to an estimate', async () => {
    expect(await countTokens('gpt-5', 'x'.repeat(400_001))).toBeNull()
  })
})
