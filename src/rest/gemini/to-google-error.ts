import type { GatewayError, GatewayErrorCode } from '../../domain/gateway-error.js'
import { retryAfterMsOf } from '../retry-after.js'

type RpcStatus =
  | 'INVALID_ARGUMENT'
  | 'FAILED_PRECONDITION'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'ABORTED'
  | 'RESOURCE_EXHAUSTED'
  | 'CANCELLED'
  | 'DEADLINE_EXCEEDED'
  | 'UNAVAILABLE'
  | 'INTERNAL'

/** Our codes in the words of google.rpc.Code. Source: https://ai.google.dev/gemini-api/docs/troubleshooting */
export const GOOGLE_ERRORS: Readonly<Record<GatewayErrorCode, RpcStatus>> = {
  INVALID_REQUEST: 'INVALID_ARGUMENT',
  UNSUPPORTED_PARAMETER: 'INVALID_ARGUMENT',
  CONTEXT_LENGTH_EXCEEDED: 'INVALID_ARGUMENT',
  CONTENT_FILTERED: 'INVALID_ARGUMENT',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  ACCESS_DENIED: 'PERMISSION_DENIED',
  MODEL_NOT_FOUND: 'NOT_FOUND',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_ALLOWED: 'INVALID_ARGUMENT',
  CONFLICT: 'ABORTED',
  PAYLOAD_TOO_LARGE: 'INVALID_ARGUMENT',
  UNSUPPORTED_MEDIA_TYPE: 'INVALID_ARGUMENT',
  UNPRICED_MODEL: 'PERMISSION_DENIED',
  NO_ELIGIBLE_TARGET: 'PERMISSION_DENIED',
  TOO_MANY_REQUESTS: 'RESOURCE_EXHAUSTED',
  CLIENT_CLOSED: 'CANCELLED',
  PROVIDER_REJECTED: 'INVALID_ARGUMENT',
  PROVIDER_AUTHENTICATION: 'INTERNAL',
  PROVIDER_MODEL_NOT_FOUND: 'INTERNAL',
  PROVIDER_RATE_LIMITED: 'RESOURCE_EXHAUSTED',
  PROVIDER_QUOTA_EXCEEDED: 'RESOURCE_EXHAUSTED',
  PROVIDER_OVERLOADED: 'UNAVAILABLE',
  PROVIDER_UNREACHABLE: 'UNAVAILABLE',
  PROVIDER_ERROR: 'INTERNAL',
  PROVIDER_BAD_RESPONSE: 'INTERNAL',
  PROVIDER_STREAM_CUT: 'UNAVAILABLE',
  OUTPUT_INVALID: 'INTERNAL',
  PROVIDER_TIMEOUT: 'DEADLINE_EXCEEDED',
  NO_TARGET_AVAILABLE: 'UNAVAILABLE',
  DEADLINE_EXCEEDED: 'DEADLINE_EXCEEDED',
  OVERLOADED: 'UNAVAILABLE',
  SHUTTING_DOWN: 'UNAVAILABLE',
  JOURNAL_UNAVAILABLE: 'UNAVAILABLE',
  STORAGE_UNAVAILABLE: 'UNAVAILABLE',
  CONFIGURATION: 'INTERNAL',
  INTERNAL: 'INTERNAL',
}

const TYPE = 'type.googleapis.com/google.rpc'

/** The body of an error answer, and of an error inside a stream that had begun. */
export function toGoogleError(error: GatewayError): {
  error: { code: number; message: string; status: RpcStatus; details: object[] }
} {
  return {
    error: { code: error.status, message: error.message, status: GOOGLE_ERRORS[error.code], details: toDetails(error) },
  }
}

/** https://cloud.google.com/apis/design/errors#error_details */
function toDetails(error: GatewayError): object[] {
  const { code, path, message } = error
  const retryAfterMs = retryAfterMsOf(error)
  const details: object[] = [{ '@type': `${TYPE}.ErrorInfo`, reason: code, domain: 'weir' }]
  if (path !== undefined)
    details.push({ '@type': `${TYPE}.BadRequest`, fieldViolations: [{ field: path, description: message }] })
  if (retryAfterMs !== undefined) details.push({ '@type': `${TYPE}.RetryInfo`, retryDelay: `${Math.ceil(retryAfterMs / 1000)}s` })
  return details
}
