import type { FastifyReply, FastifyRequest } from 'fastify'
import { requestIdOf } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { toErrorHeaders } from '../openai/to-openai-error.js'
import { toRefusal } from '../to-refusal.js'
import { toGoogleError } from './to-google-error.js'

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
  return answerJson(
    reply.code(error.status).headers(toErrorHeaders(error)).header('x-request-id', requestId),
    toGoogleError(error),
  )
}

export function answerJson(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body))
}
