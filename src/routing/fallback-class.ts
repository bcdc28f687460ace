import type { GatewayError } from '../domain/gateway-error.js'
import type { NotNow } from '../domain/health.js'
import type { FallbackClass } from '../domain/route.js'

/** Which list of fallbacks a failure calls for; null: another model would fail alike, so that none is asked. */
export function fallbackClassOf({ code, scope }: GatewayError): FallbackClass | null {
  switch (code) {
    case 'CONTEXT_LENGTH_EXCEEDED':
    case 'PAYLOAD_TOO_LARGE':
      return 'CONTEXT_WINDOW'
    case 'CONTENT_FILTERED':
      return 'CONTENT_POLICY'
    case 'PROVIDER_TIMEOUT':
      return 'TIMEOUT'
    case 'PROVIDER_RATE_LIMITED':
    case 'PROVIDER_QUOTA_EXCEEDED':
    case 'NO_TARGET_AVAILABLE':
      return 'RATE_LIMIT'
    case 'UNSUPPORTED_PARAMETER':
      return 'ANY'
    default:
      return scope === 'deployment' || scope === 'provider' || scope === 'key' ? 'PROVIDER_ERROR' : null
  }
}

/** The same where nothing may have been asked at all: a deployment that is left alone calls for what its own failures would call for. */
export function fallbackClassesFor(failure: GatewayError | undefined, refusals: readonly NotNow[]): readonly FallbackClass[] {
  if (!failure) return [...new Set(refusals.flatMap(({ reason }) => WHEN_LEFT_ALONE[reason]))]
  const wanted = fallbackClassOf(failure)
  return wanted === null ? [] : [wanted]
}

const WHEN_LEFT_ALONE: Readonly<Record<NotNow['reason'], readonly FallbackClass[]>> = {
  CIRCUIT_OPEN: ['PROVIDER_ERROR', 'TIMEOUT', 'RATE_LIMIT'],
  COOLING: ['RATE_LIMIT', 'PROVIDER_ERROR'],
  AT_CAPACITY: ['RATE_LIMIT'],
  RATE_LIMITED: ['RATE_LIMIT'],
}

/** What would fail anywhere is not tried elsewhere. What one target cannot do another may. */
export function mayTryNext({ code, scope }: GatewayError): boolean {
  return scope === 'deployment' || scope === 'provider' || scope === 'key' || code === 'UNSUPPORTED_PARAMETER'
}
