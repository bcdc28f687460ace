import { GatewayError, type GatewayErrorCode } from '../../src/plugin-api.js'
import { echoes, toSafeText } from './safe-message.js'

/** What a vendor says of a failure, believed no further than it is checked. */
export interface WireError {
  readonly [name: string]: unknown
  readonly message?: unknown
  readonly type?: unknown
  readonly code?: unknown
  readonly param?: unknown
}

/** By the vendor's own code or type, which says more than the status; lower case. */
export const COMMON_CODES: Readonly<Record<string, GatewayErrorCode>> = {
  context_length_exceeded: 'CONTEXT_LENGTH_EXCEEDED',
  model_max_prompt_tokens_exceeded: 'CONTEXT_LENGTH_EXCEEDED',
  content_filter: 'CONTENT_FILTERED',
  content_policy_violation: 'CONTENT_FILTERED',
  content_filtered: 'CONTENT_FILTERED',
  data_inspection_failed: 'CONTENT_FILTERED',
  moderation_blocked: 'CONTENT_FILTERED',
  insufficient_quota: 'PROVIDER_QUOTA_EXCEEDED',
  billing_hard_limit_reached: 'PROVIDER_QUOTA_EXCEEDED',
  billing_not_active: 'PROVIDER_QUOTA_EXCEEDED',
  exceeded_current_quota_error: 'PROVIDER_QUOTA_EXCEEDED',
  insufficient_balance: 'PROVIDER_QUOTA_EXCEEDED',
  model_not_found: 'PROVIDER_MODEL_NOT_FOUND',
  model_not_available: 'PROVIDER_MODEL_NOT_FOUND',
  model_decommissioned: 'PROVIDER_MODEL_NOT_FOUND',
  model_terms_required: 'PROVIDER_MODEL_NOT_FOUND',
  resource_not_found_error: 'PROVIDER_MODEL_NOT_FOUND',
  rate_limit_exceeded: 'PROVIDER_RATE_LIMITED',
  rate_limit_error: 'PROVIDER_RATE_LIMITED',
  rate_limit_reached_error: 'PROVIDER_RATE_LIMITED',
  invalid_api_key: 'PROVIDER_AUTHENTICATION',
  authentication_error: 'PROVIDER_AUTHENTICATION',
  invalid_authentication_error: 'PROVIDER_AUTHENTICATION',
  permission_error: 'PROVIDER_AUTHENTICATION',
  overloaded_error: 'PROVIDER_OVERLOADED',
  engine_overloaded_error: 'PROVIDER_OVERLOADED',
  service_unavailable: 'PROVIDER_OVERLOADED',
  server_error: 'PROVIDER_ERROR',
  internal_server_error: 'PROVIDER_ERROR',
}

const BY_STATUS: Readonly<Record<number, GatewayErrorCode>> = {
  400: 'PROVIDER_REJECTED',
  401: 'PROVIDER_AUTHENTICATION',
  402: 'PROVIDER_QUOTA_EXCEEDED',
  403: 'PROVIDER_AUTHENTICATION',
  404: 'PROVIDER_MODEL_NOT_FOUND',
  408: 'PROVIDER_TIMEOUT',
  409: 'PROVIDER_ERROR',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'PROVIDER_REJECTED',
  429: 'PROVIDER_RATE_LIMITED',
  498: 'PROVIDER_OVERLOADED',
  500: 'PROVIDER_ERROR',
  502: 'PROVIDER_ERROR',
  503: 'PROVIDER_OVERLOADED',
  504: 'PROVIDER_TIMEOUT',
  529: 'PROVIDER_OVERLOADED',
}

/** Vendors that answer 400 with nothing but prose for a prompt that is too long. */
const TOO_LONG =
  /maximum context length|context (?:length|window)|prompt is too long|too many (?:input )?tokens|exceeds? the (?:model'?s )?max/i

const MESSAGES: Readonly<Partial<Record<GatewayErrorCode, string>>> = {
  CONTEXT_LENGTH_EXCEEDED: 'the request is longer than the model can take. Shorten it or choose a model with a larger context',
  CONTENT_FILTERED: 'its content policy refused the request',
  PAYLOAD_TOO_LARGE: 'the request is too large for it',
  PROVIDER_REJECTED: 'it refused the request',
  PROVIDER_AUTHENTICATION: 'it does not accept the API key, or the key may not do this. Check the key that is configured',
  PROVIDER_MODEL_NOT_FOUND: 'it has no such model, or the key may not use it',
  PROVIDER_RATE_LIMITED: 'its rate limit is reached',
  PROVIDER_QUOTA_EXCEEDED: 'the account has no quota or credit left',
  PROVIDER_OVERLOADED: 'it is overloaded',
  PROVIDER_TIMEOUT: 'it timed out by itself',
  PROVIDER_BAD_RESPONSE: 'it answered with a redirect. Set its baseUrl to the final address',
  PROVIDER_ERROR: 'it failed',
}

/** Of these classes the vendor's own words help and speak of accounts and models, not of prompts. */
const QUOTED = new Set<GatewayErrorCode>([
  'PROVIDER_AUTHENTICATION',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_QUOTA_EXCEEDED',
  'PROVIDER_MODEL_NOT_FOUND',
])

export interface ErrorContext {
  readonly provider: string
  /** Codes and types that this vendor uses beside the common ones; lower case. */
  readonly codes?: Readonly<Record<string, GatewayErrorCode>>
  readonly status?: number
  readonly retryAfterMs?: number
  /** The texts of the request, to keep them out of messages. Called only for a request that was refused. */
  readonly prompts?: () => readonly string[]
}

/** The failure that a vendor reported, by status and in the body of its answer. */
export function toProviderError(wire: WireError, context: ErrorContext): GatewayError {
  const message = typeof wire.message === 'string' ? wire.message : ''
  const native = identifier(wire.code) ?? identifier(wire.type)
  const code = classify(wire, message, context)
  const param = identifier(wire.param)
  const words = quote(code, message, context)
  const said = [words && `It says: ${words}`, param && `Parameter: ${param}.`].filter(Boolean).join(' ')
  return new GatewayError(
    code,
    `Provider "${context.provider}": ${MESSAGES[code] ?? MESSAGES.PROVIDER_ERROR}.${said && ` ${said}`}`,
    {
      retryAfterMs: context.retryAfterMs,
      path: param,
      providerStatus: context.status,
      providerCode: native,
    },
  )
}

function classify(wire: WireError, message: string, { status, codes }: ErrorContext): GatewayErrorCode {
  const byCode = lookUp(wire.code, codes) ?? lookUp(wire.type, codes)
  if (byCode) return byCode
  if (status === undefined) return wire.type === 'invalid_request_error' ? 'PROVIDER_REJECTED' : 'PROVIDER_ERROR'
  const byStatus = BY_STATUS[status] ?? byClass(status)
  const refused = byStatus === 'PROVIDER_REJECTED' || byStatus === 'PAYLOAD_TOO_LARGE'
  return refused && TOO_LONG.test(message) ? 'CONTEXT_LENGTH_EXCEEDED' : byStatus
}

function byClass(status: number): GatewayErrorCode {
  if (status < 400) return 'PROVIDER_BAD_RESPONSE'
  return status < 500 ? 'PROVIDER_REJECTED' : 'PROVIDER_ERROR'
}

function lookUp(name: unknown, codes: ErrorContext['codes'] = {}): GatewayErrorCode | undefined {
  if (typeof name !== 'string') return undefined
  const key = name.toLowerCase()
  if (Object.hasOwn(codes, key)) return codes[key]
  return Object.hasOwn(COMMON_CODES, key) ? COMMON_CODES[key] : undefined
}

function quote(code: GatewayErrorCode, message: string, { prompts }: ErrorContext): string {
  if (!message) return ''
  if (QUOTED.has(code)) return toSafeText(message)
  const mayQuote = code === 'PROVIDER_REJECTED' && prompts !== undefined && !echoes(message, prompts())
  return mayQuote ? toSafeText(message) : ''
}

/** A code, type or parameter name: short and plain, or not worth trusting. */
function identifier(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && /^[\w.[\]-]{1,80}$/.test(value) ? value : undefined
}
