import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Who may scrape: peers on the loopback interface, anybody, or who sends the token as `Authorization: Bearer`. */
export type MetricsAuth = 'loopback' | 'open' | { readonly token: string }

export interface MetricsDeps {
  /** The metrics of all processes behind the port, in Prometheus' text format. */
  readonly collectText: () => Promise<string>
  /**
   * `loopback` when absent. It looks at the socket's peer: behind a proxy on the same machine everybody is on loopback, so give a
   * token there.
   */
  readonly metricsAuth?: MetricsAuth
}

/** `GET /metrics` for Prometheus. */
export function registerMetrics(app: FastifyInstance, { collectText, metricsAuth = 'loopback' }: MetricsDeps): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayScrape(request, metricsAuth)) return reply.code(403).send({ error: 'Metrics are not open to you here.' })
    return reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(await collectText())
  })
}

/** Counts the responses of every route that is registered after it. */
export function countHttpResponses(
  app: FastifyInstance,
  observe: (response: { method: string; route: string; status: number; seconds: number }) => void,
): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    observe({ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 })
    done()
  })
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/

function mayScrape(request: FastifyRequest, auth: MetricsAuth): boolean {
  if (auth === 'open') return true
  if (auth === 'loopback') return LOOPBACK.test(request.socket.remoteAddress ?? '')
  return isEqual(request.headers.authorization ?? '', `Bearer ${auth.token}`)
}

function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
