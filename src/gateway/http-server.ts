import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import cors from '@fastify/cors'
import fastify, { type FastifyInstance } from 'fastify'
import type { Config } from '../config.js'

/** How often Node looks for connections that exceeded their time: a slow sender is cut within this much more than its limit. */
const CONNECTION_CHECK_MS = 1_000
const KEEP_ALIVE_MS = 72_000
const MOST_CONNECTIONS = 20_000

/** The HTTP server that the doors stand in: sizes, times and origins are limited here, once for all. */
export async function createHttpServer(config: Config): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: config.limits.bodyBytes,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    serverFactory: (handler) => createRawServer(config, handler as never),
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
  })
  await app.register(cors, {
    origin: config.allowedOrigins.includes('*') ? true : [...config.allowedOrigins],
    methods: ['GET', 'POST', 'OPTIONS'],
    exposedHeaders: ['x-request-id', 'x-weir-call-id', 'x-weir-overhead-ms', 'x-weir-warnings', 'retry-after'],
    maxAge: 600,
  })
  return app
}

function createRawServer({ tls, limits }: Config, handler: Parameters<typeof createServer>[1]): Server {
  const options = {
    connectionsCheckingInterval: CONNECTION_CHECK_MS,
    headersTimeout: Math.min(limits.requestTimeoutMs, 10_000),
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
  }
  const server = tls
    ? createTlsServer({ ...options, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, handler)
    : createServer(options, handler)
  server.maxConnections = MOST_CONNECTIONS
  return server as Server
}
