import type { FastifyReply, FastifyRequest } from 'fastify'
import type { EventBatch } from '../../domain/completion-event.js'
import { toGatewayError } from '../../domain/gateway-error.js'
import type { AnswerLimits } from '../answer-limits.js'
import { wantsDetails } from '../call-headers.js'
import { setCallHeaders, setWarnings } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { type Opening, readOpening } from '../read-opening.js'
import { SseStream } from '../sse-stream.js'
import { answerError } from './answer-error.js'
import { ChatChunks } from './to-chat-chunks.js'
import { toOpenAiError } from './to-openai-error.js'

export interface ChatStreamContext {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly startedMs: number
  /** Aborted when the client has gone. */
  readonly gone: AbortController
  readonly includeUsage: boolean
  readonly log: DoorLog
  readonly limits: AnswerLimits
}

type Events = AsyncGenerator<EventBatch, void, undefined>

/** Streams an answer. What fails before the first content is an HTTP status; after it, an error inside the stream. */
export async function streamChat(context: ChatStreamContext, events: Events): Promise<FastifyReply> {
  const { request, reply, log } = context
  const opening = await readOpening(events)
  if (opening.failed) {
    await events.return()
    return answerError(log, opening.failed.error, request, reply, opening.failed.callId)
  }
  const chunks = new ChatChunks({ ...opening, includeUsage: context.includeUsage, details: wantsDetails(request.headers) })
  const stream = openStream(context, opening)
  try {
    await pour(events, opening.batch, chunks, stream)
  } catch (error) {
    log.error({ err: error, callId: opening.callId }, 'A chat stream broke')
    stream.end(`data: ${JSON.stringify(toOpenAiError(toGatewayError(error)))}\n\n`)
  } finally {
    if (!chunks.ended) context.gone.abort() // before return(), which would wait for the provider's next word
    await events.return()
  }
  return reply
}

/** One write for each batch, until the last one or until the client has gone. */
async function pour(events: Events, first: EventBatch, chunks: ChatChunks, stream: SseStream): Promise<void> {
  let batch = first
  for (;;) {
    const text = chunks.encode(batch)
    if (chunks.ended) return stream.end(text)
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

function openStream({ request, reply, startedMs, limits }: ChatStreamContext, opening: Opening): SseStream {
  const { callId, startedMs: calledMs, contentMs, warnings } = opening
  setCallHeaders(request, reply, callId, calledMs - startedMs + (performance.now() - contentMs))
  setWarnings(reply, warnings)
  reply.hijack()
  return new SseStream(reply.raw, reply.getHeaders() as Record<string, string>, limits)
}
