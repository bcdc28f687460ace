import type { FastifyReply, FastifyRequest } from 'fastify'
import type { EventBatch } from '../../../domain/completion-event.js'
import { toGatewayError } from '../../../domain/gateway-error.js'
import type { AnswerLimits } from '../../answer-limits.js'
import { setCallHeaders, setWarnings } from '../../caller.js'
import type { DoorLog } from '../../door-log.js'
import { type Opening, readOpening } from '../../read-opening.js'
import { SseStream } from '../../sse-stream.js'
import { answerError } from '../answer-error.js'
import type { ResponseEvents } from './response-events.js'

export interface ResponseStreamContext {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly startedMs: number
  /** Aborted when the client has gone. */
  readonly gone: AbortController
  readonly log: DoorLog
  readonly limits: AnswerLimits
}

type Events = AsyncGenerator<EventBatch, void, undefined>

/** Streams an answer. What fails before the first content is an HTTP status; after it, `response.failed`. */
export async function streamResponse(
  context: ResponseStreamContext,
  events: Events,
  encoder: ResponseEvents,
): Promise<FastifyReply> {
  const { request, reply, log } = context
  const opening = await readOpening(events)
  if (opening.failed) {
    await events.return()
    return answerError(log, opening.failed.error, request, reply, opening.failed.callId)
  }
  encoder.begin(opening)
  const stream = openStream(context, opening)
  try {
    await pour(events, opening.batch, encoder, stream)
  } catch (error) {
    log.error({ err: error, callId: opening.callId }, 'A response stream broke')
    stream.end(encoder.encodeBug(toGatewayError(error)))
  } finally {
    if (!encoder.ended) context.gone.abort() // before return(), which would wait for the provider's next word
    await events.return()
  }
  return reply
}

/** One write for each batch, until the last one or until the client has gone. */
async function pour(events: Events, first: EventBatch, encoder: ResponseEvents, stream: SseStream): Promise<void> {
  let batch = first
  for (;;) {
    const text = encoder.encode(batch)
    if (encoder.ended) return stream.end(text)
    if (text !== '') {
      const drained = stream.write(text)
      if (drained) await drained
    }
    if (stream.closed) return
    const read = await events.next()
    if (read.done) throw new Error('The pipeline ended without a terminal event')
    batch = read.value
  }
}

function openStream({ request, reply, startedMs, limits }: ResponseStreamContext, opening: Opening): SseStream {
  const { callId, startedMs: calledMs, contentMs, warnings } = opening
  setCallHeaders(request, reply, callId, calledMs - startedMs + (performance.now() - contentMs))
  setWarnings(reply, warnings)
  reply.hijack()
  return new SseStream(reply.raw, reply.getHeaders() as Record<string, string>, limits)
}
