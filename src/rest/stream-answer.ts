import type { FastifyReply, FastifyRequest } from 'fastify'
import type { EventBatch, FailedEvent } from '../domain/completion-event.js'
import { type GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { AnswerLimits } from './answer-limits.js'
import { setCallHeaders, setWarnings } from './caller.js'
import type { DoorLog } from './door-log.js'
import { type Opening, readOpening } from './read-opening.js'
import { SseStream, type StreamForm } from './sse-stream.js'

/** A format's stream, made from the pipeline's events. */
export interface AnswerEncoder {
  /** Whether the last of the stream has been made. */
  readonly ended: boolean
  /** The text of one batch, '' when it has nothing to show; the batch with the terminal event ends the stream. */
  encode(batch: EventBatch): string
  /** The end of a stream that broke at our side. */
  encodeError(error: GatewayError): string
}

export interface StreamContext {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly startedMs: number
  /** Aborted when the client has gone. */
  readonly gone: AbortController
  readonly log: DoorLog
  readonly limits: AnswerLimits
  /** How the format refuses what failed before any content. */
  answerFailed(failed: FailedEvent): FastifyReply
  createEncoder(opening: Opening): AnswerEncoder
  readonly form?: StreamForm
}

type Events = AsyncGenerator<EventBatch, void, undefined>

/** Streams an answer. What fails before the first content is an HTTP status; after it, an error inside the stream. */
export async function streamAnswer(context: StreamContext, events: Events): Promise<FastifyReply> {
  const opening = await readOpening(events)
  if (opening.failed) {
    await events.return()
    return context.answerFailed(opening.failed)
  }
  const encoder = context.createEncoder(opening)
  const stream = openStream(context, opening)
  try {
    await pour(events, opening.batch, encoder, stream)
  } catch (error) {
    context.gone.abort() // the provider is still speaking to nobody
    context.log.error({ err: error, callId: opening.callId }, 'A stream broke')
    stream.end(encoder.encodeError(toGatewayError(error)))
  } finally {
    if (!encoder.ended) context.gone.abort() // before return(), which would wait for the provider's next word
    await events.return()
  }
  return context.reply
}

/** One write for each batch, until the last one or until the client has gone. */
async function pour(events: Events, first: EventBatch, encoder: AnswerEncoder, stream: SseStream): Promise<void> {
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

function openStream({ request, reply, startedMs, limits, form }: StreamContext, opening: Opening): SseStream {
  const { callId, startedMs: calledMs, contentMs, warnings } = opening
  setCallHeaders(request, reply, callId, calledMs - startedMs + (performance.now() - contentMs))
  setWarnings(reply, warnings)
  reply.hijack()
  return new SseStream(reply.raw, reply.getHeaders() as Record<string, string>, limits, form)
}
