import type { GatewayError } from '../domain/gateway-error.js'
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

/** What would fail anywhere is not tried elsewhere. What one target cannot do another may. */
export function mayTryNext({ code, scope }: GatewayError): boolean {
  return scope === 'deployment' || scope === 'provider' || scope === 'key' || code === 'UNSUPPORTED_PARAMETER'
}
