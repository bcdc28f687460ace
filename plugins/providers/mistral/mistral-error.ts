import type { GatewayErrorCode } from '../../../src/plugin-api.js'
import type { WireError } from '../../provider-transport/to-provider-error.js'
import { toWireError } from '../openai-compatible/wire-error.js'

/** Mistral's types, and the numbers that it calls codes; lower case. */
export const CODES: Readonly<Record<string, GatewayErrorCode>> = {
  invalid_model: 'PROVIDER_MODEL_NOT_FOUND',
  '1500': 'PROVIDER_MODEL_NOT_FOUND',
  rate_limited: 'PROVIDER_RATE_LIMITED',
  '1300': 'PROVIDER_RATE_LIMITED',
  service_tier_capacity_exceeded: 'PROVIDER_OVERLOADED',
  '3505': 'PROVIDER_OVERLOADED',
  invalid_request_prompt_too_long: 'CONTEXT_LENGTH_EXCEEDED',
  '3051': 'CONTEXT_LENGTH_EXCEEDED',
  guardrail_violation: 'CONTENT_FILTERED',
}

/** As elsewhere, and what did not validate within `message`: `{ object: 'error', message: { detail: [...] } }`. */
export function toMistralError(body: unknown): WireError {
  const wire = toWireError(body)
  if (typeof wire.message === 'object' && wire.message !== null) return toWireError(wire.message)
  // It says so of any failure of its own: the status tells more.
  return wire.type === 'internal_server_error' ? { ...wire, type: undefined } : wire
}
