import type { FastifyReply, FastifyRequest } from 'fastify'
import { requestIdOf } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { toErrorHeaders } from '../openai/to-openai-error.js'
import { toRefusal } from '../to-refusal.js'
import { toAnthropicError, toAnthropicStatus } from './to-anthropic-error.js'

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
  return setRequestId(reply, requestId)
    .code(toAnthropicStatus(error))
    .headers(toErrorHeaders(error))
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(toAnthropicError(error, requestId)))
}

/** Anthropic's clients read `request-id`. */
export function setRequestId(reply: FastifyReply, requestId: string): FastifyReply {
  return reply.header('x-request-id', requestId).header('request-id', requestId)
}
