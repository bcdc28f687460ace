import type { FastifyReply, FastifyRequest } from 'fastify'
import { abortWhenGone } from '../abort-when-gone.js'
import { cutWhenStalled } from '../answer-limits.js'
import { readCallHeaders, traceparentOf, wantsDetails } from '../call-headers.js'
import { callerOf, setCallHeaders, setWarnings } from '../caller.js'
import type { ChatDeps } from './chat-completions.js'
import { fromModerationRequest } from './from-moderation-request.js'
import { toModerationResponse } from './to-moderation-response.js'

/** `POST /v1/moderations`. */
export function moderations({ pipeline, limits }: Pick<ChatDeps, 'pipeline' | 'limits'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const read = fromModerationRequest(request.body)
    const { tags, onUnsupported } = readCallHeaders(request.headers)
    const asked = { ...read, ...(tags && { tags }), ...(onUnsupported && { onUnsupported }) }
    const { signal } = abortWhenGone(reply.raw)
    const askedMs = performance.now()
    const moderation = await pipeline.moderate(principal, asked, { door: 'OPENAI', signal, ...traceparentOf(request.headers) })
    const answeredMs = performance.now()
    const body = JSON.stringify(toModerationResponse(moderation, asked, wantsDetails(request.headers)))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setCallHeaders(request, reply, moderation.id, moderation.timings.overheadMs + ourMs)
    setWarnings(reply, moderation.warnings)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, limits)
    return reply
  }
}
