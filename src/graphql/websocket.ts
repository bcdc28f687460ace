import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { handleProtocols } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import { type GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { ConnectionCount } from './connection-count.js'
import { isAllowedOrigin, refuseUpgrade } from './upgrade.js'
import { WebSocketConnection } from './websocket-connection.js'
import { createProtocol, type ProtocolOptions } from './websocket-protocol.js'

export interface WebSocketOptions extends ProtocolOptions {
  readonly count: ConnectionCount
  readonly allowedOrigins: readonly string[]
  readonly maxMessageBytes: number
  /** How often peers are pinged; one that has not answered by the next is dead. */
  readonly keepAliveMs: number
}

/** How long a client gets to take the error and the close that end its connection. */
const GOODBYE_MS = 1000

/** Upgrades to graphql-transport-ws, with a limit on everything that a client can take. */
export class WebSocketDoor {
  private readonly sockets: WebSocketServer
  private readonly protocol: ReturnType<typeof createProtocol>
  private readonly connections = new Set<WebSocketConnection>()
  private readonly keepAlive: NodeJS.Timeout

  constructor(private readonly options: WebSocketOptions) {
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.maxMessageBytes,
      handleProtocols,
      clientTracking: false,
    })
    this.protocol = createProtocol(options)
    this.keepAlive = setInterval(() => this.dropTheDead(), options.keepAliveMs).unref()
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { allowedOrigins, count } = this.options
    if (!isAllowedOrigin(request, allowedOrigins)) return refuseUpgrade(socket, 403, 'This origin is not allowed.')
    try {
      count.add()
    } catch (error) {
      return refuseUpgrade(socket, 503, toGatewayError(error).message)
    }
    socket.once('close', () => count.remove())
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      const connection = new WebSocketConnection(opened, request.headers)
      this.connections.add(connection)
      opened.once('close', () => this.connections.delete(connection))
      connection.serve(this.protocol)
    })
  }

  /** Ends every subscription with the error, then every connection. */
  async stop(reason: GatewayError): Promise<void> {
    clearInterval(this.keepAlive)
    await Promise.all([...this.connections].map((connection) => connection.stop(reason, GOODBYE_MS)))
  }

  private dropTheDead(): void {
    for (const connection of this.connections) connection.checkAlive()
  }
}
