import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pipeline } from '../../pipeline/pipeline.js'
import { abortWhenGone } from '../abort-when-gone.js'
import { type AnswerLimits, cutWhenStalled } from '../answer-limits.js'
import { callOptionsOf, readWholeHeaders } from '../call-headers.js'
import { callerOf, setAnswerHeaders } from '../caller.js'
import { fromRerankRequest } from './from-rerank-request.js'
import { toRerankResponse } from './to-rerank-response.js'

export interface RerankDeps {
  readonly pipeline: Pipeline
  readonly limits: AnswerLimits
}

/** `POST /v1/rerank` and `/v2/rerank`. */
export function rerank({ pipeline, limits }: RerankDeps, version: '1' | '2') {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const read = fromRerankRequest(request.body)
    const asked = { ...read.request, ...readWholeHeaders(request.headers) }
    const { signal } = abortWhenGone(reply.raw)
    const askedMs = performance.now()
    const ranking = await pipeline.rerank(principal, asked, callOptionsOf(request, { door: 'COHERE', stream: false, signal }))
    const answeredMs = performance.now()
    const body = JSON.stringify(toRerankResponse(ranking, read, version))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setAnswerHeaders(request, reply, ranking, ourMs)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, limits)
    return reply
  }
}
