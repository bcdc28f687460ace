import { TieredPrices } from '@pydantic/genai-prices'
import { describe, expect, it } from 'vitest'
import { createPriceList, toPrice } from './index.js'

const OPENAI = 'https://api.openai.com/v1'

describe('list prices', () => {
  const prices = createPriceList()

  // https://platform.openai.com/docs/pricing: $0.25 in, $0.025 cached, $2 out, each per million tokens.
  it('are nano-dollars per million tokens, exactly', () => {
    expect(prices.priceOf(OPENAI, 'gpt-5-mini', new Date())?.rates).toMatchObject({
      input: { text: 250_000_000n, cacheRead: 25_000_000n },
      output: { text: 2_000_000_000n, reasoning: 2_000_000_000n },
    })
  })

  it('know a dated version by its model', () => {
    expect(prices.priceOf(OPENAI, 'gpt-5-mini-2025-08-07', new Date())).toEqual(prices.priceOf(OPENAI, 'gpt-5-mini', new Date()))
  })

  it('are null for what is not listed, and empty for a vendor that is not', () => {
    expect(prices.priceOf(OPENAI, 'no-such-model', new Date())).toBeNull()
    expect(prices.priceOf('http://127.0.0.1:9000/v1', 'gpt-5-mini', new Date())).toBeNull()
    expect(prices.modelsOf('http://127.0.0.1:9000/v1')).toEqual([])
  })

  it('list the models of a vendor', () => {
    expect(prices.modelsOf(OPENAI).map((model) => model.name)).toContain('gpt-4o')
  })
})

it('of a model with tiers replace all rates from the threshold on', () => {
  // https://ai.google.dev/gemini-api/docs/pricing: gemini-2.5-pro, $1.25 in and $10 out, above 200k tokens $2.50 and $15.
  expect(createPriceList().priceOf('https://generativelanguage.googleapis.com', 'gemini-2.5-pro', new Date())).toMatchObject({
    rates: { input: { text: 1_250_000_000n }, output: { text: 10_000_000_000n } },
    tiers: [{ aboveInputTokens: 200_000, rates: { input: { text: 2_500_000_000n }, output: { text: 15_000_000_000n } } }],
  })
})

describe('a listed price', () => {
  it('with tiers becomes whole sets of rates', () => {
    const tiered = new TieredPrices({ base: 1.25, tiers: [{ start: 200_000, price: 2.5 }] })
    expect(toPrice({ input_mtok: tiered, output_mtok: 10 })).toMatchObject({
      rates: { input: { text: 1_250_000_000n }, output: { text: 10_000_000_000n } },
      tiers: [{ aboveInputTokens: 200_000, rates: { input: { text: 2_500_000_000n }, output: { text: 10_000_000_000n } } }],
    })
  })

  it('does not invent a rate for audio', () => {
    const price = toPrice({ input_mtok: 1, output_mtok: 2 })
    expect(price?.rates.input).not.toHaveProperty('audio')
    expect(price?.rates.output).not.toHaveProperty('audio')
  })

  it('without any token rate is no price', () => expect(toPrice({ audio_hours: 1 })).toBeNull())
})
