import { formatNanos } from '../../domain/cost.js'

/** 0.347 is "35 %". */
export function toPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** Dollars to two significant digits: 1234567n is "$0.0012". */
export function toDollars(nanos: bigint): string {
  const unit = 10n ** BigInt(Math.max(0, nanos.toString().length - 2))
  return `$${formatNanos(((nanos + unit / 2n) / unit) * unit)}`
}

/** 1200 is "1,200". */
export function toCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

export function toMs(value: number): string {
  return `${toCount(value)} ms`
}
