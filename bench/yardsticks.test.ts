import { afterAll, beforeAll, expect, it } from 'vitest'
import { toModelName } from './mock-model.mjs'
import { type LoadJob, type Part, startPart } from './part.mjs'

let parts: { upstream: Part; proxy: Part; websocket: Part; driver: Part }

beforeAll(async () => {
  const upstream = await startPart('mock-upstream.mjs')
  const args = ['--upstream', `http://127.0.0.1:${upstream.port}`]
  const [proxy, websocket, driver] = await Promise.all([
    startPart('raw-proxy.mjs', args),
    startPart('raw-websocket.mjs', args),
    startPart('load-driver.mjs'),
  ])
  parts = { upstream, proxy, websocket, driver }
})

afterAll(() => {
  for (const part of Object.values(parts ?? {})) part.stop()
})

function offer(kind: LoadJob['kind'], port: number, plan: { tokens: number; pauseMs?: number; eventsPerWrite?: number }) {
  const size = { bodyBytes: 20_000, requests: 12, concurrency: 4, deadlineMs: 15_000 }
  return parts.driver.ask({ kind, port, model: `mock/${toModelName(plan)}`, tokens: plan.tokens, ...size })
}

it('answers every request through the raw proxy', async () => {
  const seen = await offer('rest', parts.proxy.port, { tokens: 3400 })
  expect(seen).toMatchObject({ answered: 12, errors: 0, firstError: null })
})

it('streams every token through the raw proxy, an event each', async () => {
  const seen = await offer('rest-stream', parts.proxy.port, { tokens: 64, eventsPerWrite: 8 })
  expect(seen).toMatchObject({ answered: 12, errors: 0, tokens: 12 * 64, events: 12 * 64 })
})

it('sends every token as a frame of the raw WebSocket', async () => {
  const seen = await offer('raw-websocket', parts.websocket.port, { tokens: 64 })
  expect(seen).toMatchObject({ answered: 12, errors: 0, tokens: 12 * 64, events: 12 * 64 })
})

it('stamps paced tokens, so that each has a delay', async () => {
  const seen = await offer('rest-stream', parts.proxy.port, { tokens: 5, pauseMs: 5 })
  expect(seen.delaysMs).toHaveLength(12 * 5)
  expect(Math.min(...seen.delaysMs)).toBeGreaterThanOrEqual(0)
})

it('counts a refusal as an error and says the first', async () => {
  const job = { kind: 'rest', port: parts.proxy.port, model: 'mock/none', tokens: 1, bodyBytes: 100 } as const
  const seen = await parts.driver.ask({ ...job, requests: 3, concurrency: 1, deadlineMs: 5000 })
  expect(seen).toMatchObject({ answered: 0, errors: 3 })
  expect(seen.firstError).toContain('status 404')
})

it('counts an answer with fewer tokens than asked as an error', async () => {
  const job = { kind: 'rest-stream', port: parts.proxy.port, model: `mock/${toModelName({ tokens: 7 })}`, tokens: 8 } as const
  const seen = await parts.driver.ask({ ...job, bodyBytes: 100, requests: 2, concurrency: 1, deadlineMs: 5000 })
  expect(seen).toMatchObject({ answered: 0, errors: 2, firstError: '7 tokens arrived of 8' })
})
