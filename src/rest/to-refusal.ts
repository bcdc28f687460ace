import type { FastifyError } from 'fastify'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'

/** Fastify's own refusals, which come before a handler. Whatever else it throws is a bug of ours. */
const FRAMEWORK_ERRORS: Readonly<Record<string, (error: FastifyError) => GatewayError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new GatewayError('PAYLOAD_TOO_LARGE', 'The body is larger than this gateway accepts.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new GatewayError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as content-type: application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new GatewayError('INVALID_REQUEST', 'The body is not as long as its content-length says.'),
  FST_ERR_BAD_URL: () => new GatewayError('INVALID_REQUEST', 'The URL is not valid.'),
  ECONNRESET: (cause) => new GatewayError('CLIENT_CLOSED', 'The client hung up while sending its request.', { cause }),
}

/** What a handler or the framework threw, as every door can answer it. */
export function toRefusal(thrown: unknown): GatewayError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  return FRAMEWORK_ERRORS[code]?.(thrown as FastifyError) ?? toGatewayError(thrown)
}
