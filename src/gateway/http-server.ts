import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import cors from '@fastify/cors'
import fastify, { type FastifyInstance } from 'fastify'
import type { Config } from '../config.js'
import { answerFrameworkError } from '../rest/openai/answer-error.js'

/** How often Node looks for connections that exceeded their time: a slow sender is cut within this much more than its limit. */
const CONNECTION_CHECK_MS = 1_000
const KEEP_ALIVE_MS = 72_000
const MOST_CONNECTIONS = 20_000

/** What scripts of other origins may read of an answer. */
const EXPOSED_HEADERS = [
  'retry-after',
  'retry-after-ms',
  'x-request-id',
  'x-should-retry',
  'x-weir-attempts',
  'x-weir-call-id',
  'x-weir-deployment',
  'x-weir-error',
  'x-weir-overhead-ms',
  'x-weir-route',
  'x-weir-warnings',
]

/** The HTTP server that the doors stand in: sizes, times and origins are limited here, once for all. */
export async function createHttpServer(config: Config): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: config.limits.bodyBytes,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // While draining, calls on kept connections are refused by the pipeline, in the shape of the door they came through.
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
    serverFactory: (handler) => createRawServer(config, handler as never),
  })
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff')
    done()
  })
  if (config.allowedOrigins.length > 0) await allowOrigins(app, config)
  return app
}

/** Without it a preflight is refused like any request without a key, and a browser lets no other origin read an answer. */
async function allowOrigins(app: FastifyInstance, config: Config): Promise<void> {
  await app.register(cors, {
    origin: config.allowedOrigins.includes('*') ? true : [...config.allowedOrigins],
    methods: ['GET', 'POST', 'OPTIONS'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  })
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
