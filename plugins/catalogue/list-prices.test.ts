import { calcPrice, findProvider, TieredPrices } from '@pydantic/genai-prices'
import { describe, expect, it } from 'vitest'
import { createCatalogue } from './index.js'
import { pricedVendors, toPrice } from './list-prices.js'
import { createModelFinder, priceInForce } from './match-model.js'
import { SHARDS } from './shards.js'

const NOW = new Date('2026-11-23T12:00:00Z')
const priceOf = (kind: string, model: string, at = NOW) => createCatalogue().describe({ kind }, model, at).price

describe('list prices', () => {
  // https://platform.openai.com/docs/pricing: $0.25 in, $0.025 cached, $2 out, each per million tokens.
  it('are nano-dollars per million tokens, exactly', () => {
    expect(priceOf('openai', 'gpt-5-mini')?.rates).toMatchObject({
      input: { text: 250_000_000n, cacheRead: 25_000_000n },
      output: { text: 2_000_000_000n, reasoning: 2_000_000_000n },
    })
  })

  it('know a dated version by its model', () => {
    expect(priceOf('openai', 'gpt-5-mini-2025-08-07')).toEqual(priceOf('openai', 'gpt-5-mini'))
  })

  it('say who lists them, since when, and when the list was published', () => {
    // https://openai.com/index/introducing-o3-and-o4-mini: o3 became cheaper on 2025-06-10.
    expect(priceOf('openai', 'o3')).toMatchObject({
      version: expect.stringMatching(/^genai-prices@\d/),
      source: 'genai-prices',
      effectiveFrom: new Date('2025-06-10'),
      asOf: expect.any(Date),
    })
    expect(priceOf('openai', 'o3', new Date('2025-06-01'))?.rates.input.text).toBe(10_000_000_000n)
  })

  it('are null for what is not listed', () => {
    expect(priceOf('openai', 'no-such-model')).toBeNull()
    expect(priceOf('vllm', 'gpt-5-mini')).toBeNull()
  })

  it('come from the catalogue where the price list has none', () => {
    expect(priceOf('nebius', 'deepseek-ai/DeepSeek-V3.2') ?? priceOf('deepinfra', 'deepseek-ai/DeepSeek-V3.2')).toMatchObject({
      source: 'llmdb',
    })
  })

  it('find a vendor by its address when its kind is not known', () => {
    const [vendor] = pricedVendors({ kind: 'someone', baseUrl: 'https://api.groq.com/openai/v1' })
    expect(vendor?.names).toContain('llama-3.3-70b-versatile')
  })

  // https://ai.google.dev/gemini-api/docs/pricing: gemini-2.5-pro, $1.25 in and $10 out, above 200k tokens $2.50 and $15.
  it('with tiers replace all rates from the threshold on', () => {
    expect(priceOf('gemini', 'gemini-2.5-pro')).toMatchObject({
      rates: { input: { text: 1_250_000_000n }, output: { text: 10_000_000_000n } },
      tiers: [{ aboveInputTokens: 200_000, rates: { input: { text: 2_500_000_000n }, output: { text: 15_000_000_000n } } }],
    })
  })
})

describe('a model of the price list', () => {
  const vendors = [...new Set(Object.values(SHARDS).flatMap(({ prices = [] }) => prices))].map(
    (providerId) => findProvider({ providerId })!,
  )

  it.each(vendors)('of $id is found, and priced at a moment, as the package itself does', (vendor) => {
    const find = createModelFinder(vendor)
    const names = vendor.models.slice(0, 60).flatMap(({ id }) => [id, `${id}-20250807`, `${id}-2025-08-07`, id.toUpperCase()])
    for (const at of [NOW, new Date('2025-03-01T00:10:00Z'), new Date('2026-08-01T17:00:00Z')]) {
      for (const name of names) {
        const model = find(name)
        const theirs = calcPrice({}, name, { provider: { ...vendor, fallback_model_providers: [] }, timestamp: at })
        expect([name, model?.id]).toEqual([name, theirs?.model.id])
        if (model) expect(priceInForce(model, at).price).toEqual(theirs?.model_price)
      }
    }
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

  it('for each request is a price without any token', () => {
    expect(toPrice({ requests_kcount: 2 })?.rates).toMatchObject({ perRequest: 2_000_000n })
  })

  it('without any of our rates is no price', () => expect(toPrice({ audio_hours: 1 })).toBeNull())
})
