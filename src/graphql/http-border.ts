import type { FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { OperationHead } from './context.js'

/** What an operation's headers say of who asks. */
export function headOf({ headers }: FastifyRequest): OperationHead {
  const { traceparent } = headers
  return {
    headers,
    credential: headers.authorization,
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
  }
}

/** In GraphQL's shape, also for what never reached GraphQL. */
export function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const { code, message, status } = toHttpError(error)
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions: { code } }] })
}

function toHttpError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error
  const status = (error as { statusCode?: number } | null)?.statusCode
  if (status === 413) return new GatewayError('PAYLOAD_TOO_LARGE', 'The body is larger than this gateway accepts.')
  if (status === 415) return new GatewayError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.')
  if (status !== undefined && status >= 400 && status < 500)
    return new GatewayError('INVALID_REQUEST', 'The request is malformed.')
  return toGatewayError(error)
}
