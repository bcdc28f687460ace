/**
 * Every failure that a caller, an operator or the routing must tell apart. One row a code: the HTTP status that the doors
 * answer with, whether another attempt may succeed, and what the failure says something about:
 * `request` (would fail anywhere), `key` (the credentials in use), `deployment` (one model at one provider), `provider`,
 * `gateway` (ourselves).
 */
export const GATEWAY_ERRORS = {
  INVALID_REQUEST: { status: 400, retryable: false, scope: 'request' },
  UNSUPPORTED_PARAMETER: { status: 400, retryable: false, scope: 'request' },
  CONTEXT_LENGTH_EXCEEDED: { status: 400, retryable: false, scope: 'request' },
  CONTENT_FILTERED: { status: 400, retryable: false, scope: 'request' },
  UNAUTHENTICATED: { status: 401, retryable: false, scope: 'request' },
  ACCESS_DENIED: { status: 403, retryable: false, scope: 'request' },
  MODEL_NOT_FOUND: { status: 404, retryable: false, scope: 'request' },
  NOT_FOUND: { status: 404, retryable: false, scope: 'request' },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, scope: 'request' },
  CONFLICT: { status: 409, retryable: false, scope: 'request' },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, scope: 'request' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, scope: 'request' },
  UNPRICED_MODEL: { status: 403, retryable: false, scope: 'request' },
  TOO_MANY_REQUESTS: { status: 429, retryable: true, scope: 'gateway' },
  NO_ELIGIBLE_TARGET: { status: 403, retryable: false, scope: 'request' },
  CLIENT_CLOSED: { status: 499, retryable: false, scope: 'request' },
  PROVIDER_REJECTED: { status: 400, retryable: false, scope: 'request' },
  PROVIDER_AUTHENTICATION: { status: 502, retryable: false, scope: 'key' },
  PROVIDER_MODEL_NOT_FOUND: { status: 502, retryable: false, scope: 'deployment' },
  PROVIDER_RATE_LIMITED: { status: 429, retryable: true, scope: 'key' },
  PROVIDER_QUOTA_EXCEEDED: { status: 429, retryable: false, scope: 'key' },
  PROVIDER_OVERLOADED: { status: 503, retryable: true, scope: 'deployment' },
  PROVIDER_UNREACHABLE: { status: 502, retryable: true, scope: 'provider' },
  PROVIDER_ERROR: { status: 502, retryable: true, scope: 'deployment' },
  PROVIDER_BAD_RESPONSE: { status: 502, retryable: true, scope: 'deployment' },
  PROVIDER_STREAM_CUT: { status: 502, retryable: true, scope: 'deployment' },
  OUTPUT_INVALID: { status: 502, retryable: true, scope: 'deployment' },
  PROVIDER_TIMEOUT: { status: 504, retryable: true, scope: 'deployment' },
  NO_TARGET_AVAILABLE: { status: 503, retryable: true, scope: 'gateway' },
  DEADLINE_EXCEEDED: { status: 504, retryable: false, scope: 'request' },
  OVERLOADED: { status: 503, retryable: true, scope: 'gateway' },
  SHUTTING_DOWN: { status: 503, retryable: true, scope: 'gateway' },
  JOURNAL_UNAVAILABLE: { status: 503, retryable: true, scope: 'gateway' },
  STORAGE_UNAVAILABLE: { status: 503, retryable: true, scope: 'gateway' },
  CONFIGURATION: { status: 500, retryable: false, scope: 'gateway' },
  INTERNAL: { status: 500, retryable: false, scope: 'gateway' },
} as const satisfies Record<string, { status: number; retryable: boolean; scope: ErrorScope }>

export type ErrorScope = 'request' | 'key' | 'deployment' | 'provider' | 'gateway'
export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS

export interface GatewayErrorDetails {
  readonly cause?: unknown
  /** What the provider or we ask the caller to wait before another attempt, in milliseconds. */
  readonly retryAfterMs?: number
  /** The field of the request that was wrong, as the caller spelled it, e.g. `messages[2].parts[0].image`. */
  readonly path?: string
  /** HTTP status of the provider's answer, when there was one. */
  readonly providerStatus?: number
  /** The provider's own error code or type, e.g. `rate_limit_exceeded`. */
  readonly providerCode?: string
}

/** The only error that crosses a folder border. The message is for the person who must act and holds no secret and no prompt text. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode
  readonly retryAfterMs: number | undefined
  readonly path: string | undefined
  readonly providerStatus: number | undefined
  readonly providerCode: string | undefined

  constructor(code: GatewayErrorCode, message: string, details: GatewayErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'GatewayError'
    this.code = code
    this.retryAfterMs = details.retryAfterMs
    this.path = details.path
    this.providerStatus = details.providerStatus
    this.providerCode = details.providerCode
  }

  get status(): number {
    return GATEWAY_ERRORS[this.code].status
  }

  get retryable(): boolean {
    return GATEWAY_ERRORS[this.code].retryable
  }

  get scope(): ErrorScope {
    return GATEWAY_ERRORS[this.code].scope
  }
}

/** What is not a GatewayError is a bug: the caller learns only that, the cause is kept for the log. */
export function toGatewayError(error: unknown): GatewayError {
  return error instanceof GatewayError
    ? error
    : new GatewayError('INTERNAL', 'The gateway failed to handle this request. The error is in its log, under the request id.', {
        cause: error,
      })
}
