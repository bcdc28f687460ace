import type { GatewayError } from '../domain/gateway-error.js'

const SOON_MS = 1_000
/** Where waiting alone does not help: a client that tries again whatever it is told should do it seldom. */
const NOT_SOON_MS = 60_000

/** How long the caller is asked to wait. A 429 or 503 always says it: clients that are not told come back at once. */
export function retryAfterMsOf({ status, retryable, retryAfterMs }: GatewayError): number | undefined {
  if (retryAfterMs !== undefined) return retryAfterMs
  if (status !== 429 && status !== 503) return undefined
  return retryable ? SOON_MS : NOT_SOON_MS
}
