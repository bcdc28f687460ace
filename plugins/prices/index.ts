import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { calcPrice, findProvider, type ModelPrice, type TieredPrices } from '@pydantic/genai-prices'
import type { Price, PriceList, PriceRates } from '../../src/plugin-api.js'

/** The package does not export its manifest, so it is found beside its entry. */
const manifest = join(dirname(createRequire(import.meta.url).resolve('@pydantic/genai-prices')), '../package.json')
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }

/** Nano-dollars per million tokens, per dollar per million. */
const NANOS = 1e9

/** List prices from the `genai-prices` package, at the version installed; nothing is fetched. */
export function createPriceList(): PriceList {
  return {
    modelsOf(vendorUrl) {
      const vendor = findProvider({ providerApiUrl: vendorUrl })
      return (vendor?.models ?? []).map((model) => ({
        name: model.id,
        displayName: model.name ?? null,
        contextWindow: model.context_window ?? null,
        price: this.priceOf(vendorUrl, model.id, new Date()),
      }))
    },
    priceOf(vendorUrl, modelName, at) {
      const provider = findProvider({ providerApiUrl: vendorUrl })
      const found = provider && calcPrice({}, modelName, { provider, timestamp: at })
      return found ? toPrice(found.model_price) : null
    },
  }
}

/** One rate for each bucket at each tier; the package's tiers are per rate, ours replace all rates at once. */
export function toPrice(listed: ModelPrice): Price | null {
  const starts = new Set<number>()
  for (const rate of Object.values(listed)) {
    if (isTiered(rate)) for (const tier of rate.tiers) starts.add(tier.start)
  }
  const rates = toRates(listed, 0)
  if (rates.input.text === undefined && rates.output.text === undefined) return null
  const tiers = [...starts].sort((a, b) => a - b).map((start) => ({ aboveInputTokens: start, rates: toRates(listed, start) }))
  return { version: `genai-prices@${version}`, rates, ...(tiers.length > 0 && { tiers }) }
}

function toRates(listed: ModelPrice, tierStart: number): PriceRates {
  const rate = (key: string): bigint | undefined => {
    const value = listed[key]
    if (value === undefined) return undefined
    return BigInt(Math.round(NANOS * (isTiered(value) ? tierPrice(value, tierStart) : value)))
  }
  const input = rate('input_mtok')
  const output = rate('output_mtok')
  const perThousand = rate('requests_kcount')
  return {
    // Vendors that list no rate for cached, image or reasoning tokens bill them as text; audio they always list.
    input: known({
      text: input,
      cacheRead: rate('cache_read_mtok') ?? input,
      cacheWrite5m: rate('cache_write_mtok') ?? input,
      cacheWrite1h: rate('cache_write_1h_mtok') ?? rate('cache_write_mtok') ?? input,
      audio: rate('input_audio_mtok'),
      image: rate('input_image_mtok') ?? input,
    }),
    output: known({
      text: output ?? (input === undefined ? undefined : 0n),
      reasoning: rate('output_reasoning_mtok') ?? output,
      audio: rate('output_audio_mtok'),
      image: rate('output_image_mtok'),
    }),
    ...(perThousand !== undefined && { perRequest: perThousand / 1000n }),
  }
}

/** By shape: the package's own data are not instances of the class that it exports. */
function isTiered(rate: ModelPrice[string]): rate is TieredPrices {
  return typeof rate === 'object'
}

function tierPrice(tiered: TieredPrices, start: number): number {
  return tiered.tiers.findLast((tier) => tier.start <= start)?.price ?? tiered.base
}

function known<Rates extends object>(rates: Rates): Rates {
  return Object.fromEntries(Object.entries(rates).filter(([, rate]) => rate !== undefined)) as Rates
}
