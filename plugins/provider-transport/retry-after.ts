const LONGEST_MS = 24 * 60 * 60 * 1000

/**
 * How long the provider asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as an HTTP date
 * (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). undefined when it does not say, or says nonsense.
 */
export function toRetryAfterMs(header: (name: string) => string | undefined, now: number): number | undefined {
  const exact = header('retry-after-ms')
  if (exact !== undefined && isNumber(exact)) return bounded(Number(exact))
  const value = header('retry-after')
  if (value === undefined) return undefined
  if (isNumber(value)) return bounded(Number(value) * 1000)
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : bounded(date - now)
}

function isNumber(value: string): boolean {
  return /^\s*\d+(\.\d+)?\s*$/.test(value)
}

function bounded(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 0), LONGEST_MS)
}
