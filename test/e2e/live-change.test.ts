import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectToEach, type KeptConnection, keepConnection } from '../support/kept-connection.js'
import { eventually, type RunningWeir, startWeir } from '../support/start-weir.js'

const STREAMS = 200
const EDITORS = 4
const EDITS = 1_000
/** What the issue promises of every process. */
const IN_FORCE_MS = 1_000
/** So small that 1,000 versions, were they kept, would be felt; without a limit Node collects its garbage late. */
const HEAP_MB = 192
const TICK_MS = 500
/** Of each short call to the next. */
const PAUSE_MS = 20
/** After each so many edits of his an editor looks whether the other worker serves by the last. */
const LOOKS_EVERY = 5

interface Provider {
  readonly url: string
  /** Streams that run. */
  readonly streams: number
  /** Ends them all, as a model that has said everything does. */
  finish(): void
  close(): void
}

/** Answers what is not streamed at once; a stream counts on from 0 until all are told to finish. */
async function startProvider(): Promise<Provider> {
  const running = new Map<ServerResponse, number>()
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return response.end('{"object":"list","data":[]}')
    const { stream, model } = JSON.parse(await text(request))
    if (!stream) return response.setHeader('content-type', 'application/json').end(JSON.stringify(whole(model)))
    response.setHeader('content-type', 'text/event-stream')
    running.set(response, 0)
    response.on('close', () => running.delete(response))
    tick(response)
  })
  const tick = (response: ServerResponse) => {
    const count = running.get(response) ?? 0
    response.write(piece({ content: `${count} ` }, null))
    running.set(response, count + 1)
  }
  const ticking = setInterval(() => {
    for (const response of running.keys()) tick(response)
  }, TICK_MS)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get streams() {
      return running.size
    },
    finish() {
      for (const [response, count] of running) response.end(`${piece({ content: `${count}` }, 'stop')}data: [DONE]\n\n`)
      running.clear()
    },
    close() {
      clearInterval(ticking)
      server.closeAllConnections()
      server.close()
    },
  }
}

const HEAD = { id: 'chatcmpl-1', created: 1 }
const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }

function whole(model: string) {
  const choices = [{ index: 0, message: { role: 'assistant', content: model }, finish_reason: 'stop' }]
  return { ...HEAD, object: 'chat.completion', model, choices, usage: USAGE }
}

function piece(delta: object, finish: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  const chunk = { ...HEAD, object: 'chat.completion.chunk', model: 'm', choices, ...(finish && { usage: USAGE }) }
  return `data: ${JSON.stringify(chunk)}\n\n`
}

/** What a client saw of a stream: nothing is wrong with one that counted from 0 without a gap and came to its end. */
async function listen(weir: RunningWeir, model: string): Promise<string | null> {
  const response = await fetch(`${weir.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Count' }] }),
  })
  const said = await response.text().catch((error: unknown) => `broken: ${error}`)
  if (response.status !== 200) return `${response.status} ${said}`
  const counted = [...said.matchAll(/"content":"([\d ]*)"/g)].map(([, part]) => part).join('')
  const numbers = counted.trim().split(' ').map(Number)
  if (numbers.some((number, index) => number !== index)) return `a gap in ${counted}`
  return said.includes('"finish_reason":"stop"') && said.trimEnd().endsWith('[DONE]') ? null : `no end: ${said.slice(-200)}`
}

const CREATE_PROVIDER = 'mutation ($input: CreateProviderInput!) { createProvider(input: $input) { provider { version } } }'
const UPDATE_PROVIDER = 'mutation ($input: UpdateProviderInput!) { updateProvider(input: $input) { provider { version } } }'
const CREATE_ROUTE = 'mutation ($input: CreateRouteInput!) { createRoute(input: $input) { route { version } } }'
const UPDATE_ROUTE = 'mutation ($input: UpdateRouteInput!) { updateRoute(input: $input) { route { version } } }'
const DELETE_ROUTE = 'mutation ($name: String!) { deleteRoute(name: $name) { deleted } }'
const ISSUE_KEY = 'mutation { issueApiKey(input: { name: "app", scopes: [INFERENCE] }) { apiKey { id } secret } }'
const REVOKE_KEY = 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }'
const VERSIONS = 'query ($before: Int) { configVersions(first: 100, before: $before) { nodes { version } hasNextPage } }'
const ROLL_BACK = 'mutation ($version: Int!) { rollbackConfig(input: { version: $version }) { version changes { name } } }'
const ROUTE = 'query ($name: String!) { route(name: $name) { targets { model } } }'
const FAILURES = `query { ${['FAILED', 'TIMED_OUT', 'UPSTREAM_TRUNCATED', 'ABANDONED', 'CLIENT_CANCELLED']
  .map((status) => `${status}: completions(first: 5, filter: { status: ${status} }) { nodes { id status } }`)
  .join(' ')} }`

let provider: Provider
let weir: RunningWeir
/** Kept connections to the two workers: those that change something, and those that look whether it is served. */
let [changing, looking]: [KeptConnection[], KeptConnection[]] = [[], []]

/** In milliseconds from the answer of a mutation. A call begun in between may have been decided by either version. */
interface Lag {
  /** When the last call began that was served as before. */
  readonly atLeast: number
  /** When the first call ended that was served by the new version. */
  readonly atMost: number
}

interface Seen {
  /** What was wrong with each stream; null: nothing. */
  streams: (string | null)[]
  /** By status. */
  sideCalls: Map<number, number>
  /** How long the other worker took to serve by an edit, or both to know of a revocation or a deletion. */
  followed: Lag[]
  revoked: Lag[]
  deleted: Lag[]
  editMs: number[]
  triedAgain: number
  editedForMs: number
  memory: [before: number, after: number]
}
const seen: Seen = {
  streams: [],
  sideCalls: new Map(),
  followed: [],
  revoked: [],
  deleted: [],
  editMs: [],
  triedAgain: 0,
  editedForMs: 0,
  memory: [0, 0],
}

/** The streams by routes that are changed or deleted, by a provider that is changed, and by what nobody touches. */
const STREAMED = ['edited-0', 'doomed', 'acme/stream', 'mock/stream']

beforeAll(async () => {
  provider = await startProvider()
  weir = await startWeir({
    workers: 2,
    env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    config: {
      providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-mock' }],
      network: { allow: ['127.0.0.1'] },
    },
  })
  const [one, other] = [await connectToEach(weir, 2, 'mock/hello'), await connectToEach(weir, 2, 'mock/hello')]
  changing = [...one.values()]
  looking = [...one.keys()].map((writer) => other.get(writer) as KeptConnection)
  await declare()
  await run()
}, 240_000)
afterAll(async () => {
  for (const connection of [...changing, ...looking]) connection.close()
  provider.finish()
  await weir.stop()
  provider.close()
})

async function declare(): Promise<void> {
  const [first] = changing as [KeptConnection]
  const acme = { name: 'acme', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-acme-before-0123' }
  await first.graphql(CREATE_PROVIDER, { input: acme })
  for (const name of [...Array.from({ length: EDITORS }, (_, n) => `edited-${n}`), 'doomed'])
    await first.graphql(CREATE_ROUTE, { input: { name, targets: [{ model: 'mock/v0' }] } })
  await eventually(
    () => Promise.all(looking.map(async (connection) => (await connection.chat('doomed')).status)),
    (statuses) => statuses.every((status) => status === 200),
  )
}

/** The whole of it: what the tests below then claim of it was seen here. */
async function run(): Promise<void> {
  const streams = Promise.all(Array.from({ length: STREAMS }, (_, n) => listen(weir, STREAMED[n % STREAMED.length] as string)))
  await eventually(
    async () => provider.streams,
    (count) => count === STREAMS,
    30_000,
  )
  seen.memory[0] = await residentBytes()
  let editing = true
  const sideTraffic = Promise.all(Array.from({ length: EDITORS }, (_, n) => callOften(`edited-${n}`, () => editing)))
  const begun = performance.now()
  try {
    await Promise.all([...Array.from({ length: EDITORS }, (_, n) => editOften(n)), changeOtherThings()])
  } finally {
    editing = false
    await sideTraffic
  }
  seen.editedForMs = performance.now() - begun
  seen.memory[1] = await residentBytes()
  provider.finish()
  seen.streams = await streams
}

async function callOften(route: string, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const connection = keepConnection(weir)
    for (let call = 0; call < 10; call++) {
      const { status } = await connection.chat(route)
      seen.sideCalls.set(status, (seen.sideCalls.get(status) ?? 0) + 1)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    connection.close()
  }
}

/** The first two editors, one at each worker, look after each edit whether the other worker serves by it. */
async function editOften(editor: number): Promise<void> {
  const name = `edited-${editor}`
  const connection = editor < 2 ? (changing[editor] as KeptConnection) : keepConnection(weir)
  for (let edit = 1; edit <= EDITS / EDITORS; edit++) {
    const asked = performance.now()
    await edited(connection, { name, version: edit, targets: [{ model: `mock/v${edit}` }] })
    seen.editMs.push(performance.now() - asked)
    if (editor >= 2 || edit % LOOKS_EVERY > 0) continue
    const other = looking[1 - editor] as KeptConnection
    const content = async () => (await other.chat(name)).body.choices?.[0]?.message.content
    seen.followed.push(await lagUntil(content, `v${edit}`))
  }
  if (editor >= 2) connection.close()
}

/** Both processes change other things all the time: one that is never the first to store its change is told to try again. */
async function edited(connection: KeptConnection, input: object): Promise<void> {
  try {
    await connection.graphql(UPDATE_ROUTE, { input })
  } catch (error) {
    if (!String(error).includes('at the same time')) throw error
    seen.triedAgain++
    await edited(connection, input)
  }
}

async function changeOtherThings(): Promise<void> {
  const connection = keepConnection(weir)
  await connection.graphql(UPDATE_PROVIDER, { input: { name: 'acme', version: 1, apiKey: 'sk-acme-after-4567', region: 'eu' } })
  await connection.graphql(CREATE_PROVIDER, { input: { name: 'late', kind: 'openai-compatible', baseUrl: provider.url } })
  await Promise.all(
    looking.map((looker) =>
      eventually(
        async () => (await looker.chat('late/any')).status,
        (status) => status === 200,
      ),
    ),
  )

  const { issueApiKey } = await connection.graphql<{ issueApiKey: { apiKey: { id: string }; secret: string } }>(ISSUE_KEY)
  const byKey = (looker: KeptConnection) => async () => (await looker.chat('mock/hello', issueApiKey.secret)).status
  await Promise.all(looking.map((looker) => eventually(byKey(looker), (status) => status === 200)))
  await connection.graphql(REVOKE_KEY, issueApiKey.apiKey)
  seen.revoked = await untilAnswered(401, byKey)

  for (let turn = 0; turn < 10; turn++) {
    const name = turn === 0 ? 'doomed' : `passing-${turn}`
    const byRoute = (looker: KeptConnection) => async () => (await looker.chat(name)).status
    if (turn > 0) await connection.graphql(CREATE_ROUTE, { input: { name, targets: [{ model: 'mock/v0' }] } })
    await untilAnswered(200, byRoute)
    await connection.graphql(DELETE_ROUTE, { name })
    seen.deleted.push(...(await untilAnswered(404, byRoute)))
  }
  connection.close()
}

/** How long each worker took until it answered so. */
function untilAnswered(status: number, ask: (looker: KeptConnection) => () => Promise<number>): Promise<Lag[]> {
  return Promise.all(looking.map((looker) => lagUntil(ask(looker), status)))
}

async function lagUntil<Answer>(ask: () => Promise<Answer>, expected: Answer): Promise<Lag> {
  const changedAt = performance.now()
  let [atLeast, begunAt] = [0, 0]
  const askAgain = () => {
    ;[atLeast, begunAt] = [begunAt, performance.now() - changedAt]
    return ask()
  }
  await eventually(askAgain, (answer) => answer === expected, 10_000)
  return { atLeast, atMost: performance.now() - changedAt }
}

async function residentBytes(): Promise<number> {
  const metrics = await (await fetch(`${weir.url}/metrics`)).text()
  const values = [...metrics.matchAll(/^process_resident_memory_bytes(?:\{.*\})? (\S+)$/gm)].map(([, value]) => Number(value))
  expect(values, 'process_resident_memory_bytes in /metrics').not.toHaveLength(0)
  return values.reduce((sum, value) => sum + value, 0)
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(0)
  return `${times.length} times, min ${at(0)} ms, median ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`
}

/** Whether calls are slow to answer decides nothing: it counts when the last one began that was served as before. */
function slowest(lags: readonly Lag[]): number {
  return Math.max(...lags.map(({ atLeast }) => atLeast))
}

describe('1,000 edits of routes while 200 streams run', () => {
  it('break no stream, whether by a route that is edited or deleted or by a provider that is changed', () => {
    console.log(
      `${EDITS} edits took ${(seen.editedForMs / 1_000).toFixed(1)} s: ${spread(seen.editMs)}; sent again: ${seen.triedAgain}`,
    )
    expect(seen.editMs).toHaveLength(EDITS)
    expect(seen.streams.filter((wrong) => wrong !== null)).toEqual([])
    expect(seen.streams).toHaveLength(STREAMS)
  })

  it('fail none of the short calls by the edited routes', async () => {
    console.log(`calls meanwhile, by status: ${JSON.stringify([...seen.sideCalls])}`)
    expect([...seen.sideCalls.keys()]).toEqual([200])
    const failures = await (changing[0] as KeptConnection).graphql<Record<string, { nodes: unknown[] }>>(FAILURES)
    expect(Object.values(failures).flatMap(({ nodes }) => nodes)).toEqual([])
  })

  it('are each served by the other worker within a second', () => {
    console.log(`served by the other worker: ${spread(seen.followed.map(({ atMost }) => atMost))}`)
    expect(seen.followed.length).toBeGreaterThanOrEqual(20)
    expect(slowest(seen.followed)).toBeLessThan(IN_FORCE_MS)
  })

  it('keep no revoked key and no deleted route alive for longer than a second in any worker', () => {
    const [revoked, deleted] = [seen.revoked, seen.deleted].map((lags) => spread(lags.map(({ atMost }) => atMost)))
    console.log(`revoked key refused: ${revoked}; deleted route unknown: ${deleted}`)
    expect(seen.revoked).toHaveLength(2)
    expect(seen.deleted).toHaveLength(20)
    expect(slowest([...seen.revoked, ...seen.deleted])).toBeLessThan(IN_FORCE_MS)
  })

  it('leave no version of the configuration behind in memory', () => {
    const [before, after] = seen.memory.map((bytes) => bytes / 1024 ** 2) as [number, number]
    console.log(`resident memory of all processes: ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`)
    expect(after - before).toBeLessThan(300)
  })
})

describe('after them', () => {
  it('the versions are listed, and the oldest that is kept can be gone back to, in both workers', async () => {
    const [admin] = changing as [KeptConnection]
    await admin.graphql(DELETE_ROUTE, { name: 'edited-1' })
    const versions = await listVersions(admin)
    expect(versions).toHaveLength(1_000)
    expect(versions).toEqual(versions.map((_, index) => (versions[0] ?? 0) - index))
    const [oldest] = versions.slice(-1) as [number]
    const { rollbackConfig } = await admin.graphql<{ rollbackConfig: { version: number } }>(ROLL_BACK, { version: oldest })
    expect(rollbackConfig.version).toBe((versions[0] ?? 0) + 1)
    const { route } = await admin.graphql<{ route: { targets: { model: string }[] } }>(ROUTE, { name: 'edited-0' })
    expect(route.targets[0]?.model).not.toBe(`mock/v${EDITS / EDITORS}`)
    for (const looker of looking) {
      const content = async () => `mock/${(await looker.chat('edited-0')).body.choices[0].message.content}`
      await eventually(content, (model) => model === route.targets[0]?.model, IN_FORCE_MS)
      expect((await looker.chat('edited-1')).status).toBe(200)
    }
  })
})

async function listVersions(admin: KeptConnection): Promise<number[]> {
  const versions: number[] = []
  for (;;) {
    const page = await admin.graphql<{ configVersions: { nodes: { version: number }[]; hasNextPage: boolean } }>(VERSIONS, {
      before: versions.at(-1),
    })
    versions.push(...page.configVersions.nodes.map(({ version }) => version))
    if (!page.configVersions.hasNextPage) return versions
  }
}
