import type { GatewayError, GatewayErrorCode } from '../../../src/plugin-api.js'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'
import { text, toWire } from './wire.js'

/** The types of https://platform.claude.com/docs/en/api/errors that are not everybody's. */
export const CLAUDE_CODES: Readonly<Record<string, GatewayErrorCode>> = {
  api_error: 'PROVIDER_ERROR',
  billing_error: 'PROVIDER_QUOTA_EXCEEDED',
  not_found_error: 'PROVIDER_MODEL_NOT_FOUND',
  request_too_large: 'PAYLOAD_TOO_LARGE',
  timeout_error: 'PROVIDER_TIMEOUT',
}

/** An account without credit is told as a request that is invalid. */
const NO_CREDIT = /credit balance is too low/i

/** The error in the body of an answer that is one. */
export function toWireError(body: unknown): WireError {
  const answer = toWire(body)
  const error = toWire(answer['error'])
  if (Object.keys(error).length === 0) return answer
  return NO_CREDIT.test(text(error['message'])) ? { ...error, type: 'billing_error' } : error
}

/** An error within an answer whose status was 200. */
export function toAnswerError(provider: string, body: unknown): GatewayError {
  return toProviderError(toWireError(body), { provider, codes: CLAUDE_CODES })
}
