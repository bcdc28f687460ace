import { SharedCache } from 'dataloader-cache'
import type { FastifyInstance } from 'fastify'
import type { Admin } from '../admin/admin.js'
import type { Config } from '../config.js'
import type { CallRecord } from '../domain/call-record.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Pipeline } from '../pipeline/pipeline.js'
import { startApollo } from './apollo.js'
import { ConnectionCount } from './connection-count.js'
import { createExplorer } from './explorer.js'
import type { ErrorFormat } from './format-error.js'
import { registerHttp } from './http.js'
import { CostLimit } from './limits.js'
import { Operations } from './operations.js'
import { createPermissions } from './permissions.js'
import { PreparedDocuments } from './prepared-documents.js'
import { SchemaHolder } from './schema-holder.js'
import { applyShield } from './shield.js'
import { SseDoor } from './sse.js'
import { createSubgraph } from './subgraph.js'
import { refuseUpgrade } from './upgrade.js'
import { WebSocketDoor } from './websocket.js'

export interface GraphqlDoorDeps {
  readonly pipeline: Pipeline
  readonly admin: Admin
  readonly options: Config['graphql'] & { readonly allowedOrigins: readonly string[]; readonly maxMessageBytes?: number }
  /** Told of errors that are bugs; clients are told only that there was one. */
  readonly log?: { error(details: { readonly err: Error }, message: string): void }
  readonly pace?: Partial<GraphqlDoorPace>
}

/** In milliseconds. */
export interface GraphqlDoorPace {
  /** How long a WebSocket may take to introduce itself. */
  readonly connectionInitMs: number
  /** How often WebSocket peers are pinged; one that has not answered by the next is dropped. */
  readonly keepAliveMs: number
  /** How often an idle event stream says that it is alive. */
  readonly heartbeatMs: number
}

export interface GraphqlDoor {
  readonly holder: SchemaHolder
  /** Ends subscriptions with an error and closes what they came by; plain requests under way are answered. */
  stop(): Promise<void>
  /** WebSockets and event streams that are open. */
  connections(): number
}

const PACE: GraphqlDoorPace = { connectionInitMs: 5_000, keepAliveMs: 20_000, heartbeatMs: 12_000 }
const DEFAULT_MESSAGE_BYTES = 10 * 1024 * 1024

/** Serves GraphQL on `/graphql`: requests over HTTP, streams over WebSockets and SSE, and the explorer page. */
export async function registerGraphqlDoor(app: FastifyInstance, deps: GraphqlDoorDeps): Promise<GraphqlDoor> {
  const { options, log, pipeline, admin } = deps
  const pace = { ...PACE, ...deps.pace }
  const holder = new SchemaHolder(applyShield(createSubgraph(), createPermissions(options)))
  const errorFormat: ErrorFormat = { introspection: options.introspection, onBug: (err) => log?.error({ err }, 'GraphQL: a bug') }
  const costLimit = new CostLimit(options.maxCost)
  const shared = {
    operations: new Operations(holder, new PreparedDocuments(options), costLimit),
    door: { pipeline, admin, endedCalls: new SharedCache<CallRecord>({ maxEntries: 5_000 }) },
    errorFormat,
    count: new ConnectionCount(options.maxConnections),
    ...pace,
  }
  const apollo = await startApollo({ holder, limits: options, costLimit, errorFormat })
  const sse = new SseDoor(shared)
  const webSocket = new WebSocketDoor({ maxMessageBytes: DEFAULT_MESSAGE_BYTES, ...options, ...shared })
  const explorer = options.explorer ? createExplorer() : null
  await app.register(async (scope) => registerHttp(scope, { apollo, sse, ...shared, explorer }))
  app.server.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?')[0]
    if (path === '/graphql') webSocket.upgrade(request, socket, head)
    else refuseUpgrade(socket, 404, 'WebSockets are served on /graphql.')
  })
  return {
    holder,
    connections: () => shared.count.current,
    async stop() {
      const reason = new GatewayError('SHUTTING_DOWN', 'The gateway is shutting down. Connect again.')
      await Promise.all([webSocket.stop(reason), sse.stop(reason)])
    },
  }
}
