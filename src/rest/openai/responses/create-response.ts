import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CompletedEvent, EventBatch, FailedEvent } from '../../../domain/completion-event.js'
import type { ResponseStore } from '../../../domain/stores.js'
import type { Pipeline } from '../../../pipeline/pipeline.js'
import { abortWhenGone } from '../../abort-when-gone.js'
import { type AnswerLimits, cutWhenStalled } from '../../answer-limits.js'
import { callOptionsOf, readCallHeaders, wantsDetails } from '../../call-headers.js'
import { callerOf, setAnswerHeaders } from '../../caller.js'
import type { DoorLog } from '../../door-log.js'
import { warnOfLeftOut } from '../../warn-of-left-out.js'
import { answerError } from '../answer-error.js'
import { toWeirDetails } from '../weir-details.js'
import { fromInputItems } from './from-input-items.js'
import { fromResponsesRequest } from './from-responses-request.js'
import { isStored, keepResponse } from './keep-response.js'
import { loadConversation } from './load-conversation.js'
import { DIALECT, OutputItems } from './output-items.js'
import { ResponseEvents } from './response-events.js'
import { streamResponse } from './stream-response.js'
import { toCompletionRequest } from './to-completion-request.js'
import { toItemStatus, toResponse } from './to-response.js'

export interface ResponsesDeps {
  readonly pipeline: Pipeline
  readonly responses: ResponseStore
  readonly log: DoorLog
  readonly limits: AnswerLimits
  /** How long the end of an answer waits for the store; 2 seconds when absent. */
  readonly storeTimeoutMs?: number
}

const STORE_TIMEOUT_MS = 2_000

/** `POST /v1/responses`. */
export function createResponse(deps: ResponsesDeps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal, startedMs } = callerOf(request)
    const asked = fromResponsesRequest(request.body)
    const headers = readCallHeaders(request.headers)
    const gone = abortWhenGone(reply.raw)
    const conversation = await loadConversation(deps.responses, principal, asked)
    const input = fromInputItems(asked.input, 'input', conversation.findItem)
    const details = wantsDetails(request.headers)
    const encoder = asked.stream ? new ResponseEvents(asked, details) : null
    const items = encoder?.items ?? new OutputItems({ emit: () => undefined, logprobs: asked.logprobs, nativeIds: !asked.store })
    const timeoutMs = deps.storeTimeoutMs ?? STORE_TIMEOUT_MS
    const beforeCompleted = asked.store
      ? keepResponse({ ...deps, timeoutMs, principal, asked, conversation, input, items })
      : undefined
    const events = deps.pipeline.complete(
      principal,
      { ...toCompletionRequest(asked, conversation, input), ...headers },
      callOptionsOf(request, { door: 'OPENAI_RESPONSES', stream: asked.stream, signal: gone.signal, beforeCompleted }),
    )
    if (encoder) return streamResponse({ ...deps, request, reply, startedMs, gone }, events, encoder)

    const askedMs = performance.now()
    const last = await collectItems(events, items)
    if (last.type === 'failed') return answerError(deps.log, last.error, request, reply, last.callId)
    const answeredMs = performance.now()
    const completion = warnOfLeftOut(last.completion, DIALECT)
    const body = JSON.stringify({
      ...toResponse(asked, completion, items.toWire(toItemStatus(completion))),
      store: isStored(asked, completion),
      ...(details && { weir: toWeirDetails(completion) }),
    })
    const ourMs = askedMs - startedMs + (performance.now() - answeredMs)
    setAnswerHeaders(request, reply, completion, ourMs)
    reply.header('content-type', 'application/json; charset=utf-8').send(body)
    cutWhenStalled(reply.raw, body.length, deps.limits)
    return reply
  }
}

/** The plain answer is made of the same events as the streamed one. */
async function collectItems(events: AsyncIterable<EventBatch>, items: OutputItems): Promise<CompletedEvent | FailedEvent> {
  let last: CompletedEvent | FailedEvent | undefined
  for await (const batch of events) {
    for (const event of batch) {
      if (event.type === 'completed' || event.type === 'failed') last = event
      else items.add(event)
    }
  }
  if (!last) throw new Error('The pipeline ended without a terminal event')
  return last
}
