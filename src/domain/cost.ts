import { INPUT_BUCKETS, inputTokens, OUTPUT_BUCKETS, type Usage } from './usage.js'

/** Nano-dollars (1e-9 USD) per million tokens: $0.0375 per million is 37,500,000. A bucket that is absent has no known price. */
export interface PriceRates {
  readonly input: Readonly<Partial<Record<keyof Usage['input'], bigint>>>
  readonly output: Readonly<Partial<Record<keyof Usage['output'], bigint>>>
  /** Nano-dollars for each request, whatever its tokens. */
  readonly perRequest?: bigint
}

/** The price of one model. `tiers` replace the rates once the whole input exceeds `aboveInputTokens`; ascending. */
export interface Price {
  readonly version: string
  readonly rates: PriceRates
  readonly tiers?: readonly { readonly aboveInputTokens: number; readonly rates: PriceRates }[]
  /** Who says so. */
  readonly source?: string
  /** Since when it is charged; null: not known. */
  readonly effectiveFrom?: Date | null
  /** Until when it holds, where that is known. */
  readonly validUntil?: Date | null
  /** When its source last looked; absent for a price that does not age, such as an operator's own. */
  readonly asOf?: Date
  /** Not the model's own price but the dearest that is known, see ESTIMATE_AT_MAX. */
  readonly estimated?: true
  /** What a usage is charged at of which a bucket has no rate; absent: its cost is unknown. */
  readonly fallback?: Price
}

/** What a call cost. `totalNanos` is exact, rounded half up once. */
export interface Cost {
  readonly totalNanos: bigint
  readonly currency: 'USD'
  readonly priceVersion: string
  /** Charged at the dearest price that is known, for want of the model's own. */
  readonly estimated?: true
}

/** The version of prices that are estimates: how a cost on record tells that it is one. */
export const ESTIMATED_PRICE_VERSION = 'estimate-at-max'

const STALE_AFTER_MS = 90 * 86_400_000

/** Whether a price may have changed: its source looked more than 90 days ago, or it is past its validity. */
export function isStale({ asOf, validUntil }: Price, at: Date): boolean {
  if (validUntil && validUntil <= at) return true
  return asOf !== undefined && at.getTime() - asOf.getTime() > STALE_AFTER_MS
}

const MILLION = 1_000_000n

/**
 * The cost of a usage, or null when any bucket that was used has no known price: unknown is never free. `requests` is how often the
 * price of a request is owed.
 */
export function costOf(usage: Usage, price: Price | null, requests = 1): Cost | null {
  if (!price) return null
  const totalNanos = totalOf(usage, price, requests)
  if (totalNanos === null) return price.fallback ? costOf(usage, price.fallback, requests) : null
  const cost = { totalNanos, currency: 'USD', priceVersion: price.version } as const
  return price.estimated ? { ...cost, estimated: true } : cost
}

function totalOf(usage: Usage, price: Price, requests: number): bigint | null {
  const rates = ratesFor(usage, price)
  let millionths = 0n
  for (const bucket of INPUT_BUCKETS) {
    const part = times(usage.input[bucket], rates.input[bucket])
    if (part === null) return null
    millionths += part
  }
  for (const bucket of OUTPUT_BUCKETS) {
    const part = times(usage.output[bucket], rates.output[bucket])
    if (part === null) return null
    millionths += part
  }
  return (millionths + MILLION / 2n) / MILLION + (rates.perRequest ?? 0n) * BigInt(requests)
}

function times(tokens: number, rate: bigint | undefined): bigint | null {
  if (tokens === 0) return 0n
  return rate === undefined ? null : BigInt(tokens) * rate
}

function ratesFor(usage: Usage, price: Price): PriceRates {
  const total = inputTokens(usage)
  return price.tiers?.findLast((tier) => total > tier.aboveInputTokens)?.rates ?? price.rates
}

/** Nano-dollars as a decimal string of dollars without trailing zeros: 1500000n is "0.0015". */
export function formatNanos(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : ''
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0')
  const fraction = digits.slice(-9).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -9)}${fraction && `.${fraction}`}`
}
