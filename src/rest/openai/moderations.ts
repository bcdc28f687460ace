import type { FastifyReply, FastifyRequest } from 'fastify'
import { abortWhenGone } from '../abort-when-gone.js'
import { cutWhenStalled } from '../answer-limits.js'
import { callOptionsOf, readWholeHeaders, wantsDetails } from '../call-headers.js'
import { callerOf, setAnswerHeaders } from '../caller.js'
import type { ChatDeps } from './chat-completions.js'
import { fromModerationRequest } from './from-moderation-request.js'
import { toModerationResponse } from './to-moderation-response.js'

/** `POST /v1/moderations`. */
export function moderations({ pipeline, limits }: Pick<ChatDeps, 'pipeline' | 'limits'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const read = fromModerationRequest(request.body)
    const asked = { ...read, ...readWholeHeaders(request.headers) }
    const { signal } = abortWhenGone(reply.raw)
    const askedMs = performance.now()
    const moderation = await pipeline.moderate(
      principal,
      asked,
      callOptionsOf(request, { door: 'OPENAI', stream: false, signal }),
    )
    const answeredMs = performance.now()
    const body = JSON.stringify(toModerationResponse(moderation, asked, wantsDetails(request.headers)))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setAnswerHeaders(request, reply, moderation, ourMs)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, limits)
    return reply
  }
}
