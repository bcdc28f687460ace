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
}

/** What a call cost. `totalNanos` is exact, rounded half up once. */
export interface Cost {
  readonly totalNanos: bigint
  readonly currency: 'USD'
  readonly priceVersion: string
}

const MILLION = 1_000_000n

/**
 * The cost of a usage, or null when any bucket that was used has no known price: unknown is never free. `requests` is how often the
 * price of a request is owed.
 */
export function costOf(usage: Usage, price: Price | null, requests = 1): Cost | null {
  if (!price) return null
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
  const totalNanos = (millionths + MILLION / 2n) / MILLION + (rates.perRequest ?? 0n) * BigInt(requests)
  return { totalNanos, currency: 'USD', priceVersion: price.version }
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
