import type { FastifyInstance } from 'fastify'

/** What the process is doing with requests. */
export type ServingState = 'starting' | 'serving' | 'draining'

export interface HealthCheck {
  readonly name: string
  /** Whether the part works; the sentence says what is wrong and what goes on without it. Cheap: it is asked at every probe. */
  readonly check: () => { readonly ok: boolean; readonly message?: string }
}

export interface HealthDeps {
  readonly state: () => ServingState
  readonly checks: readonly HealthCheck[]
  readonly configVersion: () => string
}

/**
 * `GET /healthz`: the process is up. `GET /readyz`: 200 with `ready`, or `degraded` when requests are served although a part is away;
 * 503 with `starting` or `draining`, when a balancer should send nobody here.
 */
export function registerHealth(app: FastifyInstance, deps: HealthDeps): void {
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'up' }))
  app.get('/readyz', async (_request, reply) => {
    const report = readinessOf(deps)
    const status = report.status === 'ready' || report.status === 'degraded' ? 200 : 503
    return reply.code(status).header('cache-control', 'no-store').send(report)
  })
}

function readinessOf({ state, checks, configVersion }: HealthDeps) {
  const serving = state()
  const results = checks.map(({ name, check }) => ({ name, ...check() }))
  const served = results.every(({ ok }) => ok) ? 'ready' : 'degraded'
  return { status: serving === 'serving' ? served : serving, configVersion: configVersion(), checks: results }
}
