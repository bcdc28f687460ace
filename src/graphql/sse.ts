import { once } from 'node:events'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql'
import { GatewayError } from '../domain/gateway-error.js'
import type { ConnectionCount } from './connection-count.js'
import { type DoorParts, OperationContext } from './context.js'
import { type ErrorFormat, toClientError } from './format-error.js'
import { headOf, sendError } from './http-border.js'
import type { Operations } from './operations.js'
import { ResultStream } from './result-stream.js'
import { checkPreflight, readRequest, type SseRequest } from './sse-request.js'

export interface SseOptions {
  readonly operations: Operations
  readonly door: DoorParts
  readonly errorFormat: ErrorFormat
  readonly count: ConnectionCount
  /** How often an idle stream says that it is alive. */
  readonly heartbeatMs: number
}

/** Results in a row are written without a pause of the event loop, but not more than these. */
const EVENTS_PER_TURN = 64
/** How long a client gets to take the error that ends its stream. */
const GOODBYE_MS = 1000

/** GraphQL over server-sent events, "distinct connections mode": each operation has a connection of its own. */
export class SseDoor {
  private readonly streams = new Set<ResultStream>()

  constructor(private readonly options: SseOptions) {}

  async handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { count, door } = this.options
    let asked: SseRequest
    try {
      checkPreflight(request)
      asked = readRequest(request)
      count.add()
    } catch (error) {
      return sendError(reply, error)
    }
    reply.raw.once('close', () => count.remove())
    const context = new OperationContext(door, headOf(request))
    reply.raw.once('close', () => context.abort())
    reply.hijack()
    reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...HEADERS })
    await this.answer(asked, context, new SseWriter(reply.raw, this.options.heartbeatMs))
    return reply
  }

  /** Ends every stream with an error that says why. */
  async stop(reason: GatewayError): Promise<void> {
    const ended = Promise.all([...this.streams].map((stream) => stream.fail(reason)))
    await Promise.race([ended, setTimeout(GOODBYE_MS, undefined, { ref: false })])
  }

  private async answer(asked: SseRequest, context: OperationContext, writer: SseWriter): Promise<void> {
    try {
      const opened = this.options.operations.open(asked, context)
      if ('schema' in opened && asked.readOnly && opened.operation.operation === 'mutation') throw mutationByGet()
      if ('schema' in opened) await this.write(await this.options.operations.run(opened), context, writer)
      else await writer.next({ errors: this.format(opened) })
    } catch (error) {
      const originalError = error instanceof Error ? error : new Error(String(error))
      await writer.next({ errors: this.format([new GraphQLError('', { originalError })]) })
    } finally {
      context.abort()
      writer.complete()
    }
  }

  private async write(result: ExecutionResult | ResultStream, context: OperationContext, writer: SseWriter): Promise<void> {
    if (!(result instanceof ResultStream)) return writer.next(this.toPayload(result))
    this.streams.add(result)
    context.signal.addEventListener('abort', () => void result.return(), { once: true })
    try {
      let written = 0
      for await (const one of result) {
        await writer.next(this.toPayload(one))
        if (++written % EVENTS_PER_TURN === 0) await setImmediate()
      }
    } finally {
      this.streams.delete(result)
    }
  }

  private toPayload(result: ExecutionResult): object {
    return result.errors ? { ...result, errors: this.format(result.errors) } : result
  }

  private format(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
    return errors.map((error) => toClientError(error, undefined, this.options.errorFormat))
  }
}

function mutationByGet(): GatewayError {
  return new GatewayError('METHOD_NOT_ALLOWED', 'A mutation needs POST.')
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  connection: 'keep-alive',
} as const

/** Writes events no faster than the client reads them. */
class SseWriter {
  private readonly heartbeat: NodeJS.Timeout

  constructor(
    private readonly response: ServerResponse,
    heartbeatMs: number,
  ) {
    response.write(':\n\n')
    this.heartbeat = setInterval(() => {
      if (!response.writableNeedDrain) response.write(':\n\n')
    }, heartbeatMs)
    response.once('close', () => clearInterval(this.heartbeat))
  }

  async next(payload: object): Promise<void> {
    const { response } = this
    if (response.destroyed) return
    if (response.write(`event: next\ndata: ${JSON.stringify(payload)}\n\n`)) return
    const listening = new AbortController()
    const { signal } = listening
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(() => {})
    listening.abort()
  }

  complete(): void {
    clearInterval(this.heartbeat)
    if (!this.response.destroyed) this.response.end('event: complete\ndata:\n\n')
  }
}
