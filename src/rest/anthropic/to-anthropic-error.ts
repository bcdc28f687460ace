import type { GatewayError, GatewayErrorCode } from '../../domain/gateway-error.js'

type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'conflict_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'timeout_error'
  | 'api_error'
  | 'overloaded_error'

/** Our codes in Anthropic's words. Source: https://docs.claude.com/en/api/errors */
export const ANTHROPIC_ERRORS: Readonly<Record<GatewayErrorCode, ErrorType>> = {
  INVALID_REQUEST: 'invalid_request_error',
  UNSUPPORTED_PARAMETER: 'invalid_request_error',
  CONTEXT_LENGTH_EXCEEDED: 'invalid_request_error',
  CONTENT_FILTERED: 'invalid_request_error',
  UNAUTHENTICATED: 'authentication_error',
  ACCESS_DENIED: 'permission_error',
  MODEL_NOT_FOUND: 'not_found_error',
  NOT_FOUND: 'not_found_error',
  METHOD_NOT_ALLOWED: 'invalid_request_error',
  CONFLICT: 'conflict_error',
  PAYLOAD_TOO_LARGE: 'request_too_large',
  UNSUPPORTED_MEDIA_TYPE: 'invalid_request_error',
  UNPRICED_MODEL: 'permission_error',
  NO_ELIGIBLE_TARGET: 'permission_error',
  TOO_MANY_REQUESTS: 'rate_limit_error',
  CLIENT_CLOSED: 'invalid_request_error',
  PROVIDER_REJECTED: 'invalid_request_error',
  PROVIDER_AUTHENTICATION: 'api_error',
  PROVIDER_MODEL_NOT_FOUND: 'api_error',
  PROVIDER_RATE_LIMITED: 'rate_limit_error',
  PROVIDER_QUOTA_EXCEEDED: 'rate_limit_error',
  PROVIDER_OVERLOADED: 'overloaded_error',
  PROVIDER_UNREACHABLE: 'api_error',
  PROVIDER_ERROR: 'api_error',
  PROVIDER_BAD_RESPONSE: 'api_error',
  PROVIDER_STREAM_CUT: 'api_error',
  OUTPUT_INVALID: 'api_error',
  PROVIDER_TIMEOUT: 'timeout_error',
  NO_TARGET_AVAILABLE: 'overloaded_error',
  DEADLINE_EXCEEDED: 'timeout_error',
  OVERLOADED: 'overloaded_error',
  SHUTTING_DOWN: 'api_error',
  JOURNAL_UNAVAILABLE: 'api_error',
  STORAGE_UNAVAILABLE: 'api_error',
  CONFIGURATION: 'api_error',
  INTERNAL: 'api_error',
}

const OVERLOADED_STATUS = 529

/** Anthropic has a status of its own for too much load. */
export function toAnthropicStatus(error: GatewayError): number {
  return ANTHROPIC_ERRORS[error.code] === 'overloaded_error' ? OVERLOADED_STATUS : error.status
}

/** The body of an error answer, and of an error inside a stream that had begun. */
export function toAnthropicError(
  error: GatewayError,
  requestId: string,
): { type: 'error'; error: { type: ErrorType; message: string }; request_id: string } {
  return { type: 'error', error: { type: ANTHROPIC_ERRORS[error.code], message: error.message }, request_id: requestId }
}
