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
  const whole = Math.round(value)
  if (whole < 1_000) return `${whole}`
  return `${toCount(Math.floor(whole / 1_000))},${`${whole % 1_000}`.padStart(3, '0')}`
}

export function toMs(value: number): string {
  return `${toCount(value)} ms`
}
