import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { requestIdOf } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { toRefusal } from '../to-refusal.js'
import { toErrorHeaders, toOpenAiError } from './to-openai-error.js'

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
