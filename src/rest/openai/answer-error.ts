import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError, toGatewayError } from '../../domain/gateway-error.js'
import { requestIdOf } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { toErrorHeaders, toOpenAiError } from './to-openai-error.js'

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

export function answerError(
  log: DoorLog,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  callId?: string,
): FastifyReply {
  const error = toRefusal(thrown)
  const requestId = requestIdOf(request, callId)
  if (error.code === 'INTERNAL' && callId === undefined) log.error({ err: error.cause, requestId }, 'A REST request failed')
  if (callId !== undefined) reply.header('x-weir-call-id', callId)
  return reply
    .code(error.status)
    .headers(toErrorHeaders(error))
    .header('x-request-id', requestId)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(toOpenAiError(error)))
}

/** For Fastify's `frameworkErrors`: what it refuses before it knows the route. */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  answerError({ error: () => undefined }, error, request, reply)
}

function toRefusal(thrown: unknown): GatewayError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  return FRAMEWORK_ERRORS[code]?.(thrown as FastifyError) ?? toGatewayError(thrown)
}
