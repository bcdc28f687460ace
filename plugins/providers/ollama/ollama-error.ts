import type { GatewayError } from '../../../src/plugin-api.js'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'

/** `{ "error": "…" }`, as the body of an answer and as a line within a stream. */
export function toWireError(body: unknown): WireError {
  const error = typeof body === 'object' && body !== null ? (body as { error?: unknown }).error : undefined
  if (typeof error === 'object' && error !== null) return error as WireError
  return { message: error }
}

/** An error within an answer whose status was 200: the server's own trouble, since the request had been accepted. */
export function toStreamError(provider: string, body: unknown): GatewayError {
  return toProviderError(toWireError(body), { provider })
}
