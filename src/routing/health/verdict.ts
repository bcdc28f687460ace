import type { GatewayError } from '../../domain/gateway-error.js'

/**
 * What a failure says something about. `ANSWER_FAILED`: it was asked and answered, only not as it should have; such a deployment is not dead, and
 * one caller's schema must not take it from the others.
 */
export type Verdict = 'NOTHING' | 'KEY_LIMITED' | 'KEY_REFUSED' | 'DEPLOYMENT_FAILED' | 'ANSWER_FAILED'

export function verdictOf({ code, scope }: GatewayError): Verdict {
  if (code === 'OUTPUT_INVALID') return 'ANSWER_FAILED'
  switch (scope) {
    case 'request':
    case 'gateway':
      return 'NOTHING'
    case 'key':
      return code === 'PROVIDER_RATE_LIMITED' ? 'KEY_LIMITED' : 'KEY_REFUSED'
    case 'deployment':
    case 'provider':
      return 'DEPLOYMENT_FAILED'
    default:
      return scope satisfies never
  }
}
