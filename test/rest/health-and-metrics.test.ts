import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerHealth, type ServingState } from '../../src/rest/health.js'
import { countHttpResponses, type MetricsAuth, registerMetrics } from '../../src/rest/metrics.js'
import { createMetrics } from '../../src/telemetry/metrics.js'

let app: FastifyInstance
beforeEach(() => {
  app = Fastify()
})
afterEach(() => app.close())

async function listen(): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

describe('health', () => {
  const database = { ok: true, message: '' }
  let state: ServingState
  beforeEach(() => {
    state = 'serving'
    database.ok = true
    registerHealth(app, {
      state: () => state,
      checks: [{ name: 'mongodb', check: () => database }],
      configVersion: () => 'v1',
    })
  })

  it('says that the process is up whatever else is wrong', async () => {
    state = 'draining'
    const response = await fetch(`${await listen()}/healthz`)
    expect([response.status, await response.json()]).toEqual([200, { status: 'up' }])
  })

  it.each([
    ['serving', true, 200, 'ready'],
    ['serving', false, 200, 'degraded'],
    ['starting', true, 503, 'starting'],
    ['draining', true, 503, 'draining'],
  ] as const)('answers a probe while %s (database: %s) with %i %s', async (now, ok, status, word) => {
    state = now
    database.ok = ok
    const response = await fetch(`${await listen()}/readyz`)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ status: word, configVersion: 'v1', checks: [{ name: 'mongodb', ok, message: '' }] })
  })
})

describe('metrics', () => {
  const scrape = async (metricsAuth: MetricsAuth | undefined, headers: Record<string, string> = {}) => {
    registerMetrics(app, { collectText: async () => 'weir_calls_total 1\n', ...(metricsAuth && { metricsAuth }) })
    return fetch(`${await listen()}/metrics`, { headers })
  }

  it('are open to the machine itself', async () => {
    const response = await scrape(undefined)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(await response.text()).toBe('weir_calls_total 1\n')
  })

  it('are closed to other peers unless declared open', async () => {
    registerMetrics(app, { collectText: async () => 'x' })
    expect((await app.inject({ url: '/metrics', remoteAddress: '10.0.0.7' })).statusCode).toBe(403)
  })

  it.each([
    ['Bearer right', 200],
    ['Bearer wrong', 403],
    ['', 403],
  ])('want the token when there is one: %s', async (authorization, status) => {
    expect((await scrape({ token: 'right' }, authorization ? { authorization } : {})).status).toBe(status)
  })

  it('count responses by route and not by path', async () => {
    const metrics = createMetrics({ processMetrics: false })
    countHttpResponses(app, metrics.observeHttp)
    app.get('/things/:id', async () => 'a')
    const url = await listen()
    for (const path of ['/things/1', '/things/2', '/nothing/1', '/nothing/2']) await (await fetch(`${url}${path}`)).text()
    await expect.poll(() => metrics.collectText()).toContain('weir_http_requests_total{method="GET",route="none",status="404"} 2')
    expect(await metrics.collectText()).toContain('weir_http_requests_total{method="GET",route="/things/:id",status="200"} 2')
  })
})
