import type { ModelConfig } from '../config.js'
import { isStale, type Price } from '../domain/cost.js'
import { type ModelFacts, mergeCapabilities } from '../domain/model.js'
import type { Model } from '../domain/snapshot.js'
import type { Catalogue, Vendor } from '../plugin-api.js'
import type { EffectiveConfig } from './effective-config.js'
import type { RunningProvider } from './running-provider.js'
import { toPrice } from './to-price.js'

/** A model's facts and its price at a moment, from everyone who knows some. */
export type Described = ModelFacts & Pick<Model, 'priceStale' | 'quality'>

/** Who knows what, the first word first: the operator, the provider's plugin, its vendor's row, the catalogue. */
export function createDescriber(config: Pick<EffectiveConfig, 'models' | 'prices'>, catalogue: Catalogue, at: Date) {
  const ownPrices = new Map(Object.entries(config.prices).map(([id, price]) => [id, toPrice(price)]))
  const priceOf = (id: string, vendor: Vendor, listed: Price | null): Price | null => {
    const own = ownPrices.get(id)
    return own && !(own.effectiveFrom && own.effectiveFrom > at) ? own : (vendor.price ?? listed)
  }
  return (vendor: Vendor, id: string, modelName: string, provider?: RunningProvider['provider']): Described => {
    const own = config.models[id]
    const listed = catalogue.describe(vendor, own?.model ?? modelName, at)
    const price = priceOf(id, vendor, listed.price)
    const told = provider?.capabilitiesOf?.(modelName) ?? {}
    return {
      ...listed,
      ...toFacts(own),
      capabilities: { ...mergeCapabilities([told, vendor.capabilities ?? {}, listed.capabilities]), ...own?.capabilities },
      price,
      ...(price && { priceStale: isStale(price, at) }),
    }
  }
}

function toFacts({
  displayName,
  quality,
  contextWindow,
  maxOutputTokens,
  releasedAt,
  deprecatedAt,
  retiresAt,
}: ModelConfig = {}) {
  return {
    ...(displayName !== undefined && { displayName }),
    ...(quality !== undefined && { quality }),
    ...(contextWindow !== undefined && { contextWindow }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(releasedAt !== undefined && { releasedAt: new Date(releasedAt) }),
    ...(deprecatedAt !== undefined && { deprecatedAt: new Date(deprecatedAt) }),
    ...(retiresAt !== undefined && { retiresAt: new Date(retiresAt) }),
  }
}
