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
import { fromChatRequest } from './from-chat-request.js'
import { ChatChunks } from './to-chat-chunks.js'
import { toChatResponse } from './to-chat-response.js'

export interface ChatDeps {
  readonly pipeline: Pipeline
  readonly log: DoorLog
  readonly limits: AnswerLimits
}

/** `POST /v1/chat/completions`. */
export function chatCompletions(deps: ChatDeps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const asked = fromChatRequest(request.body)
    const gone = abortWhenGone(reply.raw)
    const options = callOptionsOf(request, { door: 'OPENAI', stream: asked.stream, signal: gone.signal })
    const events = deps.pipeline.complete(principal, { ...asked.request, ...readCallHeaders(request.headers) }, options)
    if (asked.stream) {
      const { includeUsage } = asked
      return streamAnswer(
        {
          ...deps,
          request,
          reply,
          startedMs,
          gone,
          answerFailed: ({ error, callId }) => answerError(deps.log, error, request, reply, callId),
          createEncoder: (opening) => new ChatChunks({ ...opening, includeUsage, details: wantsDetails(request.headers) }),
        },
        events,
      )
    }

    const askedMs = performance.now()
    const last = await collect(events)
    if (last.type === 'failed') return answerError(deps.log, last.error, request, reply, last.callId)
    const answeredMs = performance.now()
    const completion = warnOfLeftOut(last.completion)
    const body = JSON.stringify(toChatResponse(completion, wantsDetails(request.headers)))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setAnswerHeaders(request, reply, completion, ourMs)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, deps.limits)
    return reply
  }
}
