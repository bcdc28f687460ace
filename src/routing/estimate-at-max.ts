import { ESTIMATED_PRICE_VERSION, type Price, type PriceRates } from '../domain/cost.js'
import type { Model } from '../domain/snapshot.js'
import { INPUT_BUCKETS, OUTPUT_BUCKETS } from '../domain/usage.js'

/**
 * Gives models without a price, and buckets without a rate, the dearest price that is known of their provider's models, or of all models
 * when none of theirs has one. With no price at all anywhere a model stays unpriced.
 */
export function createEstimator(models: readonly Model[]): (model: Model) => Model {
  const byProvider = new Map<string, Price | null>()
  const ofAll = dearestPrice(models)
  const estimateFor = (provider: string) => {
    const known = byProvider.get(provider)
    if (known !== undefined) return known
    const own = dearestPrice(models.filter((model) => model.provider === provider))
    const estimate = own && ofAll ? withGapsFilled(own, ofAll) : ofAll
    byProvider.set(provider, estimate)
    return estimate
  }
  return (model) => {
    const estimate = estimateFor(model.provider)
    if (!estimate) return model
    return { ...model, price: model.price ? { ...model.price, fallback: estimate } : estimate }
  }
}

/** In each bucket the highest rate of any model at any tier; a bucket that no model has a rate for is charged as text. */
function dearestPrice(models: readonly Model[]): Price | null {
  const rateSets = models.flatMap(({ price }) => (price ? [price.rates, ...(price.tiers ?? []).map(({ rates }) => rates)] : []))
  if (rateSets.length === 0) return null
  const perRequest = highest(rateSets.map((rates) => rates.perRequest))
  const rates: PriceRates = {
    input: dearest(INPUT_BUCKETS, (bucket) => rateSets.map(({ input }) => input[bucket])),
    output: dearest(OUTPUT_BUCKETS, (bucket) => rateSets.map(({ output }) => output[bucket])),
    ...(perRequest !== undefined && { perRequest }),
  }
  return { version: ESTIMATED_PRICE_VERSION, source: 'the dearest price that is known', rates, estimated: true }
}

function dearest<Bucket extends string>(
  buckets: readonly Bucket[],
  ratesOf: (bucket: Bucket) => readonly (bigint | undefined)[],
) {
  const rates = buckets.map((bucket) => [bucket, highest(ratesOf(bucket))] as const)
  return Object.fromEntries(rates.filter(([, rate]) => rate !== undefined)) as Partial<Record<Bucket, bigint>>
}

function withGapsFilled(own: Price, ofAll: Price): Price {
  const fill = ({ input, output }: PriceRates, from: PriceRates): PriceRates => ({
    input: { ...from.input, ...input },
    output: { ...from.output, ...output },
  })
  return { ...own, rates: { ...own.rates, ...fill(own.rates, ofAll.rates) } }
}

function highest(rates: readonly (bigint | undefined)[]): bigint | undefined {
  return rates.reduce((most, rate) => (rate !== undefined && (most === undefined || rate > most) ? rate : most), undefined)
}
