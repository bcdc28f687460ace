import { findProvider, type ModelPrice, type TieredPrices } from '@pydantic/genai-prices'
import type { Price, PriceRates, Vendor } from '../../src/plugin-api.js'
import { MODELS_PUBLISHED, PRICES_PUBLISHED } from './known-models.js'
import type { KnownRow } from './known-row.js'
import { createModelFinder, type ListedVendor, priceInForce } from './match-model.js'
import { SHARDS } from './shards.js'

/** Nano-dollars per million tokens, per dollar per million. */
const NANOS = 1e9

const SOURCE = {
  version: `genai-prices@${PRICES_PUBLISHED.version}`,
  source: 'genai-prices',
  asOf: new Date(PRICES_PUBLISHED.at),
}

/** A vendor's part of the price list. */
export interface PricedVendor {
  /** Names that the list knows by themselves; some of its rows stand for patterns only. */
  readonly names: readonly string[]
  /** The price of a model at a moment; nothing is fetched. */
  priceOf(modelName: string, at: Date): Price | null
}

const found = new Map<string, readonly PricedVendor[]>()

/** Who the price list knows a vendor as: by its kind, else by its address. */
export function pricedVendors({ kind, baseUrl = '' }: Pick<Vendor, 'kind' | 'baseUrl'>): readonly PricedVendor[] {
  const key = `${kind} ${baseUrl}`
  const known = found.get(key) ?? findVendors(kind, baseUrl).map(toPricedVendor)
  found.set(key, known)
  return known
}

function findVendors(kind: string, providerApiUrl: string): readonly ListedVendor[] {
  const ids = SHARDS[kind]?.prices
  const vendors = ids ? ids.map((providerId) => findProvider({ providerId })) : [findProvider({ providerApiUrl })]
  return vendors.filter((vendor) => vendor !== undefined)
}

function toPricedVendor(vendor: ListedVendor): PricedVendor {
  const find = createModelFinder(vendor)
  return {
    names: vendor.models.map(({ id }) => id).filter((id) => find(id)),
    priceOf(modelName, at) {
      const model = find(modelName)
      if (!model) return null
      const { price, since } = priceInForce(model, at)
      return convert(price, since)
    },
  }
}

const converted = new WeakMap<ModelPrice, Price | null>()

/** Once for each price of the list, which does not change: snapshots are made from the same prices again and again. */
function convert(listed: ModelPrice, since: Date | null): Price | null {
  const known = converted.get(listed)
  if (known !== undefined) return known
  const price = toPrice(listed)
  const dated = price && { ...price, effectiveFrom: since }
  converted.set(listed, dated)
  return dated
}

/** The price that the vendored catalogue tells, for models that the price list does not have. */
export function cataloguePrice(row: KnownRow | undefined): Price | null {
  if (!row?.cost) return null
  const { in: input, out: output, read, write } = row.cost
  const price = toPrice({ input_mtok: input, output_mtok: output, cache_read_mtok: read, cache_write_mtok: write })
  const { version, at } = MODELS_PUBLISHED
  return price && { ...price, version: `llmdb@${version}`, source: 'llmdb', asOf: new Date(at), effectiveFrom: null }
}

/** One rate for each bucket at each tier; the package's tiers are per rate, ours replace all rates at once. */
export function toPrice(listed: ModelPrice): Price | null {
  const starts = new Set<number>()
  for (const rate of Object.values(listed)) {
    if (isTiered(rate)) for (const tier of rate.tiers) starts.add(tier.start)
  }
  const rates = toRates(listed, 0)
  if (rates.input.text === undefined && rates.output.text === undefined && rates.perRequest === undefined) return null
  const tiers = [...starts].sort((a, b) => a - b).map((start) => ({ aboveInputTokens: start, rates: toRates(listed, start) }))
  return { ...SOURCE, rates, ...(tiers.length > 0 && { tiers }) }
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
