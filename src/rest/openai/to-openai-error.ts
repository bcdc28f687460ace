import { GatewayError, type GatewayErrorCode, type GatewayErrorDetails } from '../../domain/gateway-error.js'
import { retryAfterMsOf } from '../retry-after.js'

interface Shape {
  readonly type: string
  readonly code: string
}

const invalid = (code: string): Shape => ({ type: 'invalid_request_error', code })
const server = (code: string): Shape => ({ type: 'server_error', code })

/** Our codes in OpenAI's words; where OpenAI has a code of its own it is used, since clients branch on it. */
export const OPENAI_ERRORS: Readonly<Record<GatewayErrorCode, Shape>> = {
  INVALID_REQUEST: invalid('invalid_request_error'),
  UNSUPPORTED_PARAMETER: invalid('unsupported_parameter'),
  CONTEXT_LENGTH_EXCEEDED: invalid('context_length_exceeded'),
  CONTENT_FILTERED: invalid('content_filter'),
  UNAUTHENTICATED: { type: 'authentication_error', code: 'invalid_api_key' },
  ACCESS_DENIED: { type: 'permission_error', code: 'access_denied' },
  MODEL_NOT_FOUND: invalid('model_not_found'),
  NOT_FOUND: invalid('not_found'),
  METHOD_NOT_ALLOWED: invalid('method_not_allowed'),
  CONFLICT: invalid('conflict'),
  PAYLOAD_TOO_LARGE: invalid('request_too_large'),
  UNSUPPORTED_MEDIA_TYPE: invalid('unsupported_media_type'),
  UNPRICED_MODEL: { type: 'permission_error', code: 'unpriced_model' },
  NO_ELIGIBLE_TARGET: { type: 'permission_error', code: 'no_eligible_target' },
  TOO_MANY_REQUESTS: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  CLIENT_CLOSED: invalid('client_closed_request'),
  PROVIDER_REJECTED: invalid('provider_rejected'),
  PROVIDER_AUTHENTICATION: server('provider_authentication'),
  PROVIDER_MODEL_NOT_FOUND: server('provider_model_not_found'),
  PROVIDER_RATE_LIMITED: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  PROVIDER_QUOTA_EXCEEDED: { type: 'insufficient_quota', code: 'insufficient_quota' },
  PROVIDER_OVERLOADED: server('provider_overloaded'),
  PROVIDER_UNREACHABLE: server('provider_unreachable'),
  PROVIDER_ERROR: server('provider_error'),
  PROVIDER_BAD_RESPONSE: server('provider_bad_response'),
  PROVIDER_STREAM_CUT: server('provider_stream_cut'),
  OUTPUT_INVALID: server('output_invalid'),
  PROVIDER_TIMEOUT: server('provider_timeout'),
  NO_TARGET_AVAILABLE: server('no_target_available'),
  DEADLINE_EXCEEDED: server('deadline_exceeded'),
  OVERLOADED: server('overloaded'),
  SHUTTING_DOWN: server('shutting_down'),
  JOURNAL_UNAVAILABLE: server('journal_unavailable'),
  STORAGE_UNAVAILABLE: server('storage_unavailable'),
  CONFIGURATION: server('configuration_error'),
  INTERNAL: server('internal_error'),
}

/** A refusal for which OpenAI has a code of its own that clients branch on. */
export class OpenAiRefusal extends GatewayError {
  readonly openAiCode: string

  constructor(code: GatewayErrorCode, openAiCode: string, message: string, details?: GatewayErrorDetails) {
    super(code, message, details)
    this.openAiCode = openAiCode
  }
}

/** The body of an error answer, and of an error inside a stream that had begun. */
export function toOpenAiError(error: GatewayError): {
  error: { message: string; type: string; param: string | null; code: string }
} {
  const { type, code } = OPENAI_ERRORS[error.code]
  const shown = error instanceof OpenAiRefusal ? error.openAiCode : code
  return { error: { message: error.message, type, param: error.path ?? null, code: shown } }
}

/** `x-should-retry` is read by OpenAI's clients, which else retry every 409, 429 and 5xx. */
export function toErrorHeaders(error: GatewayError): Record<string, string> {
  const headers: Record<string, string> = { 'x-weir-error': error.code, 'x-should-retry': String(error.retryable) }
  const retryAfterMs = retryAfterMsOf(error)
  if (retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
    headers['retry-after-ms'] = String(Math.ceil(retryAfterMs))
  }
  if (error.code === 'UNAUTHENTICATED') headers['www-authenticate'] = 'Bearer'
  return headers
}
