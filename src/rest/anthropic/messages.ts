import type { FastifyReply, FastifyRequest } from 'fastify'
import { collect } from '../../pipeline/collect.js'
import type { Pipeline } from '../../pipeline/pipeline.js'
import { abortWhenGone } from '../abort-when-gone.js'
import { type AnswerLimits, cutWhenStalled } from '../answer-limits.js'
import { callOptionsOf, readCallHeaders, wantsDetails } from '../call-headers.js'
import { callerOf, requestIdOf, setAnswerHeaders } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { type StreamContext, streamAnswer } from '../stream-answer.js'
import { warnOfLeftOut } from '../warn-of-left-out.js'
import { answerError, setRequestId } from './answer-error.js'
import { fromMessagesRequest } from './from-messages-request.js'
import { OWNER } from './provider-state.js'
import { toMessage } from './to-message.js'
import { MessageEvents, PING } from './to-message-events.js'

export interface AnthropicDeps {
  readonly pipeline: Pipeline
  readonly log: DoorLog
  readonly limits: AnswerLimits
}

/** `POST /v1/messages`. */
export function createMessage(deps: AnthropicDeps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const asked = fromMessagesRequest(request.body, request.headers)
    const gone = abortWhenGone(reply.raw)
    const options = callOptionsOf(request, { door: 'ANTHROPIC', stream: asked.stream, signal: gone.signal })
    const events = deps.pipeline.complete(principal, { ...asked.request, ...readCallHeaders(request.headers) }, options)
    if (asked.stream) return streamAnswer(toStreamContext(deps, request, reply, startedMs, gone), events)

    const askedMs = performance.now()
    const last = await collect(events)
    if (last.type === 'failed') return answerError(deps.log, last.error, request, reply, last.callId)
    const answeredMs = performance.now()
    const completion = warnOfLeftOut(last.completion, OWNER)
    const body = JSON.stringify(toMessage(completion, wantsDetails(request.headers)))
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setAnswerHeaders(request, reply, completion, ourMs)
    setRequestId(reply, requestIdOf(request, completion.id)).header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, deps.limits)
    return reply
  }
}

function toStreamContext(
  { log, limits }: AnthropicDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  startedMs: number,
  gone: AbortController,
): StreamContext {
  return {
    request,
    reply,
    startedMs,
    gone,
    log,
    limits,
    form: { keepAlive: PING },
    answerFailed: ({ error, callId }) => answerError(log, error, request, reply, callId),
    createEncoder: (opening) => {
      const requestId = requestIdOf(request, opening.callId)
      setRequestId(reply, requestId)
      return new MessageEvents({ ...opening, requestId, details: wantsDetails(request.headers) })
    },
  }
}
