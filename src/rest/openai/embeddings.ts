import type { FastifyReply, FastifyRequest } from 'fastify'
import { abortWhenGone } from '../abort-when-gone.js'
import { cutWhenStalled } from '../answer-limits.js'
import { readCallHeaders, traceparentOf, wantsDetails } from '../call-headers.js'
import { callerOf, setCallHeaders, setWarnings } from '../caller.js'
import type { ChatDeps } from './chat-completions.js'
import { fromEmbedRequest } from './from-embed-request.js'
import { toEmbedResponse } from './to-embed-response.js'

/** `POST /v1/embeddings`. */
export function embeddings({ pipeline, limits }: Pick<ChatDeps, 'pipeline' | 'limits'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const { request: asked, encoding } = fromEmbedRequest(request.body)
    const { tags } = readCallHeaders(request.headers)
    const { signal } = abortWhenGone(reply.raw)
    const askedMs = performance.now()
    const options = { door: 'OPENAI', signal, ...traceparentOf(request.headers) } as const
    const embedding = await pipeline.embed(principal, tags ? { ...asked, tags } : asked, options)
    const answeredMs = performance.now()
    const body = JSON.stringify(toEmbedResponse(embedding, encoding, wantsDetails(request.headers)))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setCallHeaders(request, reply, embedding.id, embedding.timings.overheadMs + ourMs)
    setWarnings(reply, embedding.warnings)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, limits)
    return reply
  }
}
