import type { FastifyReply, FastifyRequest } from 'fastify'
import { abortWhenGone } from '../abort-when-gone.js'
import { cutWhenStalled } from '../answer-limits.js'
import { callOptionsOf, readWholeHeaders, wantsDetails } from '../call-headers.js'
import { callerOf, setAnswerHeaders } from '../caller.js'
import type { ChatDeps } from './chat-completions.js'
import { fromEmbedRequest } from './from-embed-request.js'
import { toEmbedResponse } from './to-embed-response.js'

/** `POST /v1/embeddings`. */
export function embeddings({ pipeline, limits }: Pick<ChatDeps, 'pipeline' | 'limits'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const { request: read, encoding } = fromEmbedRequest(request.body)
    const asked = { ...read, ...readWholeHeaders(request.headers) }
    const { signal } = abortWhenGone(reply.raw)
    const askedMs = performance.now()
    const options = callOptionsOf(request, { door: 'OPENAI', stream: false, signal })
    const embedding = await pipeline.embed(principal, asked, options)
    const answeredMs = performance.now()
    const body = JSON.stringify(toEmbedResponse(embedding, encoding, wantsDetails(request.headers)))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setAnswerHeaders(request, reply, embedding, ourMs)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, limits)
    return reply
  }
}
