import type { FastifyReply, FastifyRequest } from 'fastify'
import { collect } from '../../pipeline/collect.js'
import type { Pipeline } from '../../pipeline/pipeline.js'
import { abortWhenGone } from '../abort-when-gone.js'
import { type AnswerLimits, cutWhenStalled } from '../answer-limits.js'
import { callOptionsOf, readCallHeaders, wantsDetails } from '../call-headers.js'
import { callerOf, setAnswerHeaders } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { streamAnswer } from '../stream-answer.js'
import { warnOfLeftOut } from '../warn-of-left-out.js'
import { answerError } from './answer-error.js'
import { fromGenerateRequest } from './from-generate-request.js'
import { DIALECT } from './provider-state.js'
import { ARRAY_FORM, GenerateChunks } from './to-generate-chunks.js'
import { toGenerateResponse } from './to-generate-response.js'

export interface GeminiDeps {
  readonly pipeline: Pipeline
  readonly log: DoorLog
  readonly limits: AnswerLimits
}

/** How a method of a model is answered. */
export type MethodHandler = (request: FastifyRequest, reply: FastifyReply, model: string) => Promise<FastifyReply>

/** `models/{model}:generateContent`. */
export function generateContent(deps: GeminiDeps): MethodHandler {
  return async (request, reply, model) => {
    const { startedMs } = callerOf(request)
    const { events } = ask(deps, request, reply, model, false)
    const askedMs = performance.now()
    const last = await collect(events)
    if (last.type === 'failed') return answerError(deps.log, last.error, request, reply, last.callId)
    const answeredMs = performance.now()
    const completion = warnOfLeftOut(last.completion, DIALECT)
    const body = JSON.stringify(toGenerateResponse(completion, wantsDetails(request.headers)))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setAnswerHeaders(request, reply, completion, ourMs)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, deps.limits)
    return reply
  }
}

/** `models/{model}:streamGenerateContent`: with `alt=sse` server-sent events, else a JSON array. */
export function streamGenerateContent(deps: GeminiDeps): MethodHandler {
  return async (request, reply, model) => {
    const { startedMs } = callerOf(request)
    const { events, gone } = ask(deps, request, reply, model, true)
    const form = (request.query as Record<string, unknown>)['alt'] === 'sse' ? 'sse' : 'array'
    const context = {
      ...{ request, reply, startedMs, gone, log: deps.log, limits: deps.limits },
      ...(form === 'array' && { form: ARRAY_FORM }),
      answerFailed: ({ error, callId }: { error: unknown; callId: string }) =>
        answerError(deps.log, error, request, reply, callId),
      createEncoder: ({ callId, model: answering }: { callId: string; model: string }) =>
        new GenerateChunks({ callId, model: answering, details: wantsDetails(request.headers), form }),
    }
    return streamAnswer(context, events)
  }
}

function ask({ pipeline }: GeminiDeps, request: FastifyRequest, reply: FastifyReply, model: string, stream: boolean) {
  const { principal } = callerOf(request)
  const asked = { ...fromGenerateRequest(request.body, model), ...readCallHeaders(request.headers) }
  const gone = abortWhenGone(reply.raw)
  const options = callOptionsOf(request, { door: 'GEMINI', stream, signal: gone.signal })
  return { gone, events: pipeline.complete(principal, asked, options) }
}
