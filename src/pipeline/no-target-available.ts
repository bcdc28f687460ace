import { GatewayError } from '../domain/gateway-error.js'
import type { NotNow } from '../domain/health.js'

const LONGEST_RETRY_AFTER_MS = 60_000

/** The error of a call for which there was no place anywhere, with why, and when the first of them may be free. */
export function noTargetAvailable(name: string, refusals: readonly NotNow[]): GatewayError {
  const retryAfterMs = Math.min(...refusals.map((refusal) => refusal.retryAfterMs), LONGEST_RETRY_AFTER_MS)
  const reasons = [...new Set(refusals.map(({ reason }) => WHY[reason]))].join('; ')
  return new GatewayError(
    'NO_TARGET_AVAILABLE',
    `Nothing behind ${name} can be asked at the moment: ${reasons || 'nothing is left to try'}. Try again later.`,
    { retryAfterMs },
  )
}

const WHY: Readonly<Record<NotNow['reason'], string>> = {
  CIRCUIT_OPEN: 'it failed repeatedly and is left alone for a while',
  COOLING: 'its provider asked for a pause, or takes none of its keys',
  AT_CAPACITY: 'it serves as many calls as it may at a time',
  RATE_LIMITED: 'it has had as many requests or tokens as it may have in a minute',
}
