import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually, type RunningWeir, startWeir } from '../support/start-weir.js'

const RUNNING = 10
const QUEUED = 20
const BURST = 200
const REFUSED = BURST - RUNNING - QUEUED
/** So small that what is kept of refused calls would end the worker; without a limit Node collects its garbage late. */
const HEAP_MB = 192

let provider: HeldProvider
let weir: RunningWeir
beforeAll(async () => {
  provider = await startHeldProvider()
})
afterAll(() => provider.close())
beforeEach(async () => {
  provider.hold()
  weir = await startWeir({
    env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    config: {
      providers: [{ name: 'slow', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-slow' }],
      records: { bodies: 'OFF' },
      limits: { maxConcurrentCalls: RUNNING, maxQueuedCalls: QUEUED, maxQueueMs: 60_000 },
    },
  })
})
afterEach(async () => {
  provider.release()
  await weir.stop()
})

/** A provider that answers nothing until it is told to, and counts how many it was asked at a time. */
interface HeldProvider {
  readonly url: string
  readonly asked: number
  readonly most: number
  readonly waiting: number
  /** From now on. What was counted is forgotten. */
  hold(): void
  /** Answers all that wait, and from now on at once. */
  release(): void
  close(): void
}

async function startHeldProvider(): Promise<HeldProvider> {
  const held = new Set<() => void>()
  let [holds, asked, open, most] = [true, 0, 0, 0]
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return response.end('{"object":"list","data":[]}')
    asked++
    most = Math.max(most, ++open)
    response.on('close', () => open--)
    const { stream } = JSON.parse(await text(request))
    if (holds) await heldBack(held, response)
    answer(response, stream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get asked() {
      return asked
    },
    get most() {
      return most
    },
    get waiting() {
      return held.size
    },
    hold() {
      ;[holds, asked, most] = [true, 0, 0]
    },
    release() {
      holds = false
      for (const letGo of held) letGo()
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function heldBack(held: Set<() => void>, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const letGo = () => {
      held.delete(letGo)
      resolve()
    }
    held.add(letGo)
    response.once('close', letGo)
  })
}

function answer(response: ServerResponse, stream: boolean): void {
  const head = { id: 'chatcmpl-1', created: 1, model: 'model' }
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  if (!stream) {
    const choices = [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }]
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }))
    return
  }
  response.setHeader('content-type', 'text/event-stream')
  const choices = [{ index: 0, delta: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }]
  response.end(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, usage })}\n\ndata: [DONE]\n\n`)
}

interface Asked {
  readonly headers?: Record<string, string>
  readonly stream?: boolean
  readonly content?: string
  readonly signal?: AbortSignal
}

async function ask({ headers = {}, stream = false, content = 'Hi', signal }: Asked = {}) {
  const response = await fetch(`${weir.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'slow/model', stream, messages: [{ role: 'user', content }] }),
    ...(signal && { signal }),
  })
  const body = await response.text()
  const [retryAfter, error] = ['retry-after', 'x-weir-error'].map((name) => response.headers.get(name))
  return { status: response.status, retryAfter, error, body }
}

type Answer = Awaited<ReturnType<typeof ask>>

/** Calls that are all under way, and what has been answered of them so far. */
function start(count: number, asked: (index: number) => Asked = () => ({})) {
  const answers: Answer[] = []
  const all = Array.from({ length: count }, (_, index) => ask(asked(index)).then((answered) => answers.push(answered)))
  return { answers, ended: Promise.all(all) }
}

/** Of all processes of the gateway. */
async function residentBytes(): Promise<number> {
  const metrics = await (await fetch(`${weir.url}/metrics`)).text()
  const values = [...metrics.matchAll(/^process_resident_memory_bytes(?:\{.*\})? (\S+)$/gm)].map(([, value]) => Number(value))
  expect(values, 'process_resident_memory_bytes in /metrics').not.toHaveLength(0)
  return values.reduce((sum, value) => sum + value, 0)
}

const until = (isRight: () => boolean) =>
  eventually(
    async () => isRight(),
    (right) => right,
    15_000,
  )

/** The process runs all that it may, and the line stands as given. */
async function fill(queued: number) {
  const running = start(RUNNING)
  await until(() => provider.waiting === RUNNING)
  const line = start(queued)
  await lineHas(queued)
  return { running, line, ended: Promise.all([running.ended, line.ended]) }
}

/** A refusal says how many wait; a call without patience causes one. */
const lineHas = (count: number) =>
  eventually(
    async () => (await ask({ headers: { 'x-weir-deadline-ms': '1' } })).body,
    (body) => body.includes(` and ${count} wait`),
    15_000,
  )

describe('a burst of 200 calls at a process that runs 10 and lets 20 wait', { timeout: 60_000 }, () => {
  it('refuses 170 while the provider still answers nobody, and serves the others when it does, and all that come after', async () => {
    const burst = start(BURST, (index) => ({ stream: index % 2 === 0 }))
    await until(() => burst.answers.length === REFUSED && provider.waiting === RUNNING)
    for (const refused of burst.answers) {
      expect(refused).toMatchObject({ status: 503, error: 'OVERLOADED', retryAfter: expect.stringMatching(/^[1-9]\d*$/) })
      expect(JSON.parse(refused.body)).toMatchObject({ error: { code: 'overloaded' } })
    }
    expect(provider.asked).toBe(RUNNING)

    provider.release()
    await burst.ended
    const served = burst.answers.slice(REFUSED)
    expect(served.map(({ status }) => status)).toEqual(Array(RUNNING + QUEUED).fill(200))
    expect(served.every(({ body }) => body.includes('Hello'))).toBe(true)
    expect([provider.asked, provider.most]).toEqual([RUNNING + QUEUED, RUNNING])

    const after = start(RUNNING + QUEUED)
    await after.ended
    expect(after.answers.map(({ status }) => status)).toEqual(Array(RUNNING + QUEUED).fill(200))
  })

  it('keeps nothing of what it refused: bursts of large requests leave memory as it was', async () => {
    const content = 'x'.repeat(200_000)
    const burst = async () => {
      provider.hold()
      const calls = start(BURST, () => ({ content }))
      await until(() => calls.answers.length === REFUSED)
      provider.release()
      await calls.ended
    }
    const memory = async () => {
      await until(() => provider.waiting === 0)
      return residentBytes()
    }
    for (let round = 0; round < 3; round++) await burst() // the heap takes the size that the work needs
    const before = await memory()
    for (let round = 0; round < 8; round++) await burst()
    const grownBy = (await memory()) - before
    const refusedBytes = 8 * REFUSED * content.length
    expect(refusedBytes).toBeGreaterThan(HEAP_MB * 1_000_000)
    expect(grownBy).toBeLessThan(refusedBytes / 2)
  }, 180_000)
})

describe('a call that waits', { timeout: 60_000 }, () => {
  it('leaves the line when its deadline passes, and the provider never hears of it', async () => {
    const { ended } = await fill(0)
    const late = await ask({ headers: { 'x-weir-deadline-ms': '200' } })
    expect(late).toMatchObject({ status: 503, error: 'OVERLOADED', retryAfter: expect.any(String) })
    provider.release()
    await ended
    expect(provider.asked).toBe(RUNNING)
  })

  it('leaves the line when its caller hangs up, and makes room for another', async () => {
    const { ended } = await fill(QUEUED - 1)
    const gone = new AbortController()
    const hungUp = ask({ signal: gone.signal }).catch((error: unknown) => error)
    await lineHas(QUEUED)
    gone.abort()
    expect(await hungUp).toMatchObject({ name: 'AbortError' })
    await lineHas(QUEUED - 1)
    const takesItsPlace = start(1)
    await lineHas(QUEUED)
    provider.release()
    await Promise.all([ended, takesItsPlace.ended])
    expect(takesItsPlace.answers).toMatchObject([{ status: 200 }])
    expect(provider.asked).toBe(RUNNING + QUEUED)
  })

  it('is refused when the process drains, while those that run are served', async () => {
    const { running, line, ended } = await fill(QUEUED)
    weir.process.kill('SIGTERM')
    await until(() => line.answers.length === QUEUED)
    expect(new Set(line.answers.map(({ status, error }) => `${status} ${error}`))).toEqual(new Set(['503 SHUTTING_DOWN']))
    expect(line.answers.every(({ retryAfter }) => retryAfter !== null)).toBe(true)
    expect(running.answers).toHaveLength(0)
    provider.release()
    await ended
    expect(running.answers.map(({ status }) => status)).toEqual(Array(RUNNING).fill(200))
  })
})
