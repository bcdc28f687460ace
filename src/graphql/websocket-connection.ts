import type { IncomingHttpHeaders } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { CloseCode, type Server } from 'graphql-ws'
import type { RawData, WebSocket } from 'ws'
import type { GatewayError } from '../domain/gateway-error.js'
import type { OperationContext } from './context.js'
import type { ResultStream } from './result-stream.js'

/** Results wait for the socket one by one; what else may pile up are answers to a flood of pings. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024
const SERVICE_RESTART = 1012

/** One socket and what runs on it. */
export class WebSocketConnection {
  private readonly contexts = new Set<OperationContext>()
  private readonly streams = new Set<ResultStream>()
  private alive = true

  constructor(
    private readonly socket: WebSocket,
    /** Of the upgrade request; browsers cannot send any of their own and give them in connectionParams. */
    readonly headers: IncomingHttpHeaders,
  ) {}

  serve(protocol: Server<WebSocketConnection>): void {
    const { socket } = this
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => this.send(data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) => socket.on('message', (data) => this.receive(data, receive)),
      },
      this,
    )
    socket.on('pong', () => this.noteLife())
    socket.on('ping', () => this.checkBuffer())
    // ws closes it by itself; without a listener the process would end.
    socket.on('error', () => {})
    socket.once('close', (code, reason) => {
      for (const context of this.contexts) context.abort()
      void closed(code, String(reason)).catch(() => {})
    })
  }

  get operations(): number {
    return this.contexts.size
  }

  begin(context: OperationContext): void {
    this.contexts.add(context)
  }

  end(context: OperationContext): void {
    this.contexts.delete(context)
  }

  /** Keeps an operation's stream, to end it when the door closes. */
  keep(stream: ResultStream, context: OperationContext): void {
    this.streams.add(stream)
    void stream.ended.then(() => {
      this.streams.delete(stream)
      this.end(context)
    })
  }

  /** Drops a peer that has not answered the last ping, and pings it otherwise. */
  checkAlive(): void {
    if (!this.alive) return this.socket.terminate()
    this.alive = false
    this.socket.ping()
  }

  async stop(reason: GatewayError, withinMs: number): Promise<void> {
    if (this.socket.readyState === this.socket.CLOSED) return
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()))
    const deadline = setTimeout(() => this.socket.terminate(), withinMs)
    await Promise.race([Promise.all([...this.streams].map((stream) => stream.fail(reason))), closed])
    await setImmediate() // the errors are on their way to the socket
    this.socket.close(SERVICE_RESTART, reason.message)
    await closed
    clearTimeout(deadline)
  }

  private async receive(data: RawData, receive: (data: string) => Promise<void>): Promise<void> {
    this.noteLife()
    try {
      await receive(String(data))
    } catch {
      this.socket.close(CloseCode.InternalServerError, 'Internal server error')
    }
  }

  private send(data: string): Promise<void> | undefined {
    const { socket } = this
    if (socket.readyState !== socket.OPEN) return undefined
    this.checkBuffer()
    return new Promise((resolve) => socket.send(data, () => resolve()))
  }

  private checkBuffer(): void {
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.socket.terminate()
  }

  private noteLife(): void {
    this.alive = true
  }
}
