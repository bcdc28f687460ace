import type { Snapshot } from '../domain/snapshot.js'

/** How many of the models that may be asked for have a price that may have changed, and how many have none. */
export function countPrices({ models }: Snapshot): { readonly stale: number; readonly missing: number } {
  let stale = 0
  let missing = 0
  for (const { price, priceStale } of models.values()) {
    if (!price || price.estimated) missing++
    else if (priceStale) stale++
  }
  return { stale, missing }
}
