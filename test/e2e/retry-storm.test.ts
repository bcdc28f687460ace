import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_HEALTH_SETTINGS } from '../../src/routing/health/health-settings.js'
import { eventually, type RunningWeir, startWeir } from '../support/start-weir.js'

const { openMs, slowStartMs, retryShare, retriesPerSecond, probes, failuresInARow } = DEFAULT_HEALTH_SETTINGS
/** How much longer a circuit may stay open by chance. */
const JITTER = 1.1
const WORKERS = 2
const CALLERS = 20
/** Shorter than a circuit stays open at first, so that the first probe finds the provider well. */
const STORM_MS = 4_000
const ANSWER_MS = 100

interface Arrival {
  readonly model: string
  readonly at: number
  /** With the same model at that moment, this one included. */
  readonly inFlight: number
  readonly failed: boolean
}

/** A provider whose models fail at once, until they recover; `steady` never fails. */
async function startProvider() {
  const arrivals: Arrival[] = []
  const open = new Map<string, number>()
  let recoveredAt = Number.POSITIVE_INFINITY
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return response.end('{"object":"list","data":[]}')
    const { model } = JSON.parse(await text(request))
    const at = performance.now()
    const failed = model !== 'steady' && at < recoveredAt
    const inFlight = (open.get(model) ?? 0) + 1
    open.set(model, inFlight)
    response.on('close', () => open.set(model, (open.get(model) ?? 1) - 1))
    arrivals.push({ model, at, inFlight, failed })
    if (failed) return answer(response, 500, { error: { message: 'Oops.', type: 'server_error', param: null, code: null } })
    await wait(ANSWER_MS)
    const choices = [{ index: 0, message: { role: 'assistant', content: model }, finish_reason: 'stop' }]
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
    answer(response, 200, { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model, choices, usage })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    recover() {
      recoveredAt = performance.now()
    },
    arrivalsAt: (model: string) => arrivals.filter((arrival) => arrival.model === model),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

interface Asked {
  readonly begunAt: number
  readonly endedAt: number
  readonly status: number
}

let provider: Awaited<ReturnType<typeof startProvider>>
let weir: RunningWeir
let [begunAt, recoveredAt] = [0, 0]
/** The calls by each route. */
const calls: Record<'alone' | 'pair', Asked[]> = { alone: [], pair: [] }

beforeAll(async () => {
  provider = await startProvider()
  const target = (model: string) => `mock/${model}`
  const retry = { attempts: 2, baseMs: 20 }
  weir = await startWeir({
    workers: WORKERS,
    config: {
      providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-mock' }],
      routes: [
        { name: 'alone', targets: [target('lonely')], retry: { ...retry } },
        { name: 'pair', targets: [target('failing'), target('steady')], retry: { ...retry } },
      ],
      records: { bodies: 'OFF' },
    },
  })
  begunAt = performance.now()
  let goesOn = true
  const callers = Promise.all(
    (['alone', 'pair'] as const).flatMap((route) => Array.from({ length: CALLERS }, () => callOften(route, () => goesOn))),
  )
  await wait(STORM_MS)
  recoveredAt = performance.now()
  provider.recover()
  await eventually(async () => closedAt('failing'), Number.isFinite, 20_000)
  await wait(closedAt('failing') + slowStartMs + 2_000 - performance.now())
  goesOn = false
  await callers
}, 90_000)
afterAll(async () => {
  await weir.stop()
  provider.close()
})

async function callOften(route: 'alone' | 'pair', goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const begun = performance.now()
    const response = await fetch(`${weir.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: route, messages: [{ role: 'user', content: 'Hi' }] }),
    })
    await response.text()
    calls[route].push({ begunAt: begun, endedAt: performance.now(), status: response.status })
    await wait(50)
  }
}

/** When the first request arrived that the provider served after the storm; infinite before. */
function closedAt(model: string): number {
  return provider.arrivalsAt(model).find(({ failed }) => !failed)?.at ?? Number.POSITIVE_INFINITY
}

/** The share of the calls by the pair that the target which failed got, of those that arrived in a span after it was well again. */
function shareBetween(fromMs: number, toMs: number): number {
  const within = ({ at }: Arrival) => at - closedAt('failing') >= fromMs && at - closedAt('failing') < toMs
  const [own, other] = ['failing', 'steady'].map((model) => provider.arrivalsAt(model).filter(within).length) as [number, number]
  return own / (own + other)
}

describe('a provider that fails every request at once, with two retries for each call', () => {
  it.each([
    ['alone', 'lonely'],
    ['pair', 'failing'],
  ] as const)(
    'gets no more requests by the route %s than calls and the retry budget allow, and soon hardly any',
    (route, model) => {
      const asked = calls[route].filter((call) => call.begunAt < recoveredAt).length
      const requests = provider.arrivalsAt(model).filter(({ failed }) => failed).length
      const free = WORKERS * (1 + (retriesPerSecond * (recoveredAt - begunAt)) / 1_000)
      console.log(
        `${route}: ${asked} calls in ${STORM_MS} ms, ${requests} requests, at most ${(asked * (1 + retryShare) + free).toFixed(0)}`,
      )
      expect(asked).toBeGreaterThan(2 * CALLERS)
      expect(requests).toBeLessThanOrEqual(asked * (1 + retryShare) + free)
      // Those that were under way when the circuit opened, their retries and those that open it.
      expect(requests).toBeLessThanOrEqual(CALLERS * (1 + retryShare) + free + WORKERS * failuresInARow)
    },
  )

  it('is not noticed by callers whose route has another target', () => {
    expect(calls.pair.filter(({ status }) => status !== 200)).toEqual([])
  })
})

describe('when it is well again', () => {
  it('it is probed by a few, and its callers are served once the circuit may close', () => {
    const [first] = calls.alone.filter(({ status }) => status === 200)
    const servedMs = (first?.endedAt ?? Number.POSITIVE_INFINITY) - begunAt
    const probing = provider.arrivalsAt('lonely').filter(({ failed, at }) => !failed && at < closedAt('lonely') + ANSWER_MS)
    console.log(`served ${servedMs.toFixed(0)} ms after the storm began; ${probing.length} requests until the first was answered`)
    expect(probing.length).toBeLessThanOrEqual(WORKERS * probes)
    expect(servedMs).toBeLessThan(openMs * JITTER + 3_000)
    const since = first?.endedAt ?? 0
    const later = calls.alone.filter(({ begunAt }) => begunAt > since + 2_000)
    expect(later.length).toBeGreaterThan(CALLERS)
    expect(later.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('its share of the calls comes back slowly: no burst meets it', () => {
    const spans = [0, 3, 6, 9, 12, 15, 18].map((s) => shareBetween(s * 1_000, (s + 3) * 1_000))
    const early = provider.arrivalsAt('failing').filter(({ at }) => at >= closedAt('failing') && at < closedAt('failing') + 4_000)
    const most = Math.max(...early.map(({ inFlight }) => inFlight))
    console.log(
      `share by 3 s: ${spans.map((share) => share.toFixed(2)).join(' ')}; in flight at most ${most} of ${CALLERS} at first`,
    )
    expect(spans[0]).toBeLessThan(0.35)
    expect(shareBetween(0, 6_000)).toBeLessThan(0.5)
    expect(most).toBeLessThanOrEqual(CALLERS / 2)
    expect(shareBetween(slowStartMs, slowStartMs + 2_000)).toBeGreaterThan(0.95)
  })
})
