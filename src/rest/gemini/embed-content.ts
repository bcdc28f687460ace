import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Embedding } from '../../domain/completion.js'
import type { EmbedRequest } from '../../domain/completion-request.js'
import { inputTokens } from '../../domain/usage.js'
import { abortWhenGone } from '../abort-when-gone.js'
import { cutWhenStalled } from '../answer-limits.js'
import { callOptionsOf, readWholeHeaders, wantsDetails } from '../call-headers.js'
import { callerOf, setAnswerHeaders } from '../caller.js'
import { toWeirDetails } from '../openai/weir-details.js'
import { fromBatchEmbedRequest, fromEmbedRequest } from './from-embed-request.js'
import type { GeminiDeps, MethodHandler } from './generate-content.js'

type EmbedDeps = Pick<GeminiDeps, 'pipeline' | 'limits'>

/** `models/{model}:embedContent`. */
export function embedContent(deps: EmbedDeps): MethodHandler {
  return (request, reply, model) =>
    embed(deps, request, reply, fromEmbedRequest(request.body, model), ({ vectors }) => ({ embedding: { values: vectors[0] } }))
}

/** `models/{model}:batchEmbedContents`. */
export function batchEmbedContents(deps: EmbedDeps): MethodHandler {
  return (request, reply, model) =>
    embed(deps, request, reply, fromBatchEmbedRequest(request.body, model), ({ vectors }) => ({
      embeddings: vectors.map((values) => ({ values })),
    }))
}

async function embed(
  { pipeline, limits }: EmbedDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: EmbedRequest,
  toAnswer: (embedding: Embedding) => object,
): Promise<FastifyReply> {
  const { principal, startedMs } = callerOf(request)
  const { signal } = abortWhenGone(reply.raw)
  const askedMs = performance.now()
  const options = callOptionsOf(request, { door: 'GEMINI', stream: false, signal })
  const embedding = await pipeline.embed(principal, { ...asked, ...readWholeHeaders(request.headers) }, options)
  const answeredMs = performance.now()
  const body = JSON.stringify({
    ...toAnswer(embedding),
    usageMetadata: { promptTokenCount: inputTokens(embedding.usage) },
    ...(wantsDetails(request.headers) && { weir: toWeirDetails(embedding) }),
  })
  const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
  setAnswerHeaders(request, reply, embedding, ourMs)
  reply.header('content-type', 'application/json; charset=utf-8').send(body)
  cutWhenStalled(reply.raw, body.length, limits)
  return reply
}
