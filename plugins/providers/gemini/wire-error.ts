import type { GatewayError, GatewayErrorCode } from '../../../src/plugin-api.js'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'

/** https://cloud.google.com/apis/design/errors: the canonical codes that say more than the HTTP status; lower case. */
export const CODES: Readonly<Record<string, GatewayErrorCode>> = {
  api_key_invalid: 'PROVIDER_AUTHENTICATION',
  api_key_expired: 'PROVIDER_AUTHENTICATION',
  unauthenticated: 'PROVIDER_AUTHENTICATION',
  permission_denied: 'PROVIDER_AUTHENTICATION',
  // The account lacks something: billing, or a country where the API is served.
  failed_precondition: 'PROVIDER_AUTHENTICATION',
  daily_quota_exhausted: 'PROVIDER_QUOTA_EXCEEDED',
  resource_exhausted: 'PROVIDER_RATE_LIMITED',
  not_found: 'PROVIDER_MODEL_NOT_FOUND',
  unavailable: 'PROVIDER_OVERLOADED',
  deadline_exceeded: 'PROVIDER_TIMEOUT',
  internal: 'PROVIDER_ERROR',
  unknown: 'PROVIDER_ERROR',
  aborted: 'PROVIDER_ERROR',
}

type Fields = Readonly<Record<string, unknown>>

/** The `google.rpc.Status` that a body is, alone or in a list; undefined when it is none. */
export function findWireError(body: unknown): Fields | undefined {
  const { error } = record(Array.isArray(body) ? body[0] : body)
  if (typeof error === 'string') return { message: error }
  return typeof error === 'object' && error !== null ? (error as Fields) : undefined
}

/** In the words that errors are classified by. */
export function toWireError(status: Fields | undefined): WireError {
  if (!status) return {}
  const { message } = status
  return { message, code: keyReason(status) ?? dailyQuota(status) ?? status['status'], param: fieldOf(status) }
}

/** A key that is wrong is a 400 here, told by its reason, or by prose on older paths. */
function keyReason(status: Fields): string | undefined {
  const reason = detail(status, 'ErrorInfo')['reason']
  if (reason === 'API_KEY_INVALID' || reason === 'API_KEY_EXPIRED') return reason
  return /api key (?:not valid|expired|not found)/i.test(String(status['message'])) ? 'API_KEY_INVALID' : undefined
}

/** A quota of the day is not worth waiting for. */
function dailyQuota(status: Fields): string | undefined {
  const { violations } = detail(status, 'QuotaFailure')
  const isDaily =
    Array.isArray(violations) && violations.some((violation) => /PerDay/i.test(String(record(violation)['quotaId'])))
  return isDaily ? 'DAILY_QUOTA_EXHAUSTED' : undefined
}

function fieldOf(status: Fields): unknown {
  const { fieldViolations } = detail(status, 'BadRequest')
  return Array.isArray(fieldViolations) ? record(fieldViolations[0])['field'] : undefined
}

/** `RetryInfo.retryDelay`, such as `7s`, in milliseconds. */
export function findRetryDelayMs(status: Fields | undefined): number | undefined {
  const delay = status && detail(status, 'RetryInfo')['retryDelay']
  const seconds = typeof delay === 'string' ? /^(\d{1,7}(?:\.\d{1,9})?)s$/.exec(delay)?.[1] : undefined
  return seconds === undefined ? undefined : Math.min(Math.ceil(Number(seconds) * 1000), LONGEST_MS)
}

const LONGEST_MS = 24 * 60 * 60 * 1000

/** An error within an answer whose status was 200. Its code is the status that it would have had. */
export function toAnswerError(provider: string, error: Fields): GatewayError {
  const code = Number(error['code'])
  const status = code >= 400 && code < 600 ? code : undefined
  return toProviderError(toWireError(error), { provider, codes: CODES, status, retryAfterMs: findRetryDelayMs(error) })
}

function detail(status: Fields, type: string): Fields {
  const details = Array.isArray(status['details']) ? status['details'].map(record) : []
  return details.find((entry) => String(entry['@type']).endsWith(`.${type}`)) ?? {}
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}
