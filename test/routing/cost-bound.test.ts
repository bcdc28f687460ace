import { expect, it } from 'vitest'
import { costBound } from '../../src/routing/cost-bound.js'
import { PRICE, requestFor } from '../support/pipeline-builder.js'

it('is never below what the request can cost at one token a byte', () => {
  const text = 'ä'.repeat(500)
  const request = requestFor('acme/model', {
    messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
    maxOutputTokens: 100,
    n: 2,
  })
  // 1000 bytes at $1 per million and 2 x 100 tokens at $2 per million
  expect(costBound(request, PRICE)).toBeGreaterThanOrEqual(1_000n * 1_000n + 200n * 2_000n)
})

it('is unknown without a price', () => expect(costBound(requestFor(), null)).toBeNull())

it('takes the dearest tier', () => {
  const tiered = { ...PRICE, tiers: [{ aboveInputTokens: 1, rates: { input: { text: 10_000_000_000n }, output: { text: 0n } } }] }
  expect(costBound(requestFor('m', { maxOutputTokens: 1 }), tiered)).toBeGreaterThan(
    costBound(requestFor('m', { maxOutputTokens: 1 }), PRICE) ?? 0n,
  )
})
