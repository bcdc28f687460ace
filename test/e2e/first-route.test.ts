import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { parse } from 'yaml'
import { eventually, freePort, graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

const run = promisify(execFile)
const guide = readFileSync(fileURLToPath(new URL('../../docs/first-route.md', import.meta.url)), 'utf8')

/** The code blocks of one language, in order, as a reader would copy them. */
const blocks = (language: string) =>
  Array.from(guide.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g')), (match) => match[1] ?? '')
const operations = new Map(blocks('graphql').map((block) => [/^\w+ (\w+)/.exec(block)?.[1] ?? block, block]))
const [headers, variables] = blocks('json')
const [ask, callersLoop] = blocks('sh').filter((block) => block.includes('curl'))

const PROVIDER_KEY = 'provider-key-of-forty-characters-0000000'
const ran: string[] = []
let weir: RunningWeir
let provider: RunningWeir
let providerPort: number

const here = (text: string) =>
  text.replaceAll('127.0.0.1:4000', `127.0.0.1:${weir.port}`).replaceAll('127.0.0.1:4001', `127.0.0.1:${providerPort}`)
const withKey = (json: string | undefined, key: string) => JSON.parse((json ?? '').replace('weir_…', key))

function operation(name: string): string {
  if (ran.at(-1) !== name) ran.push(name)
  return here(operations.get(name) ?? '')
}
const tryOperation = <Data>(name: string, given = {}) => graphql<Data>(weir, operation(name), given)
async function perform<Data>(name: string, given = {}): Promise<Data> {
  const { data, errors } = await tryOperation<Data>(name, given)
  expect(errors).toBeUndefined()
  return data
}

/** As in the second terminal. The folder is kept, and so is its key. */
const startProvider = () =>
  startWeir({ port: providerPort, dataDir: join(weir.dataDir, 'provider'), env: { WEIR_ADMIN_KEY: PROVIDER_KEY } })

beforeAll(async () => {
  providerPort = await freePort()
  weir = await startWeir({ config: parse(blocks('yaml')[0] ?? ''), workers: 2 })
  provider = await startProvider()
})
afterAll(async () => {
  callers?.stop()
  await watched?.close()
  await provider?.stop()
  await weir?.stop()
})

interface Attempted {
  readonly reason: string
  readonly attempts: { deployment: string; role: string; status: string; error?: { code: string } | null }[]
}

describe('the walk to a first route, as written', () => {
  it('begins in an explorer that keeps keys no longer than its window', async () => {
    const page = await (await fetch(`${weir.url}/`, { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('"Authorization\\": \\"Bearer YOUR_KEY')
    expect(page).toContain('storage: sessionStorage')
  })

  it('adds a provider, whose key it shows four characters of', async () => {
    const { createProvider } = await perform<{ createProvider: object }>('AddProvider', withKey(variables, PROVIDER_KEY))
    expect(createProvider).toMatchObject({
      provider: { name: 'acme', managedBy: 'API', version: 1, keys: [{ lastFour: PROVIDER_KEY.slice(-4) }] },
      version: 1,
    })
    expect(JSON.stringify(createProvider)).not.toContain(PROVIDER_KEY)
  })

  it('adds a deployment and a route', async () => {
    expect(await perform('AddDeployment')).toMatchObject({ createDeployment: { deployment: { version: 1 }, version: 2 } })
    expect(await perform('AddRoute')).toMatchObject({ createRoute: { route: { name: 'smart', version: 1 }, version: 3 } })
  })

  it('serves the route by its weights, and warns of the price that nobody knows', async () => {
    await eventually(
      () => tryOperation('Ask'),
      ({ errors }) => errors === undefined,
    )
    const answers: { route: Attempted; warnings: { code: string }[] }[] = []
    for (let call = 0; call < 16; call++) answers.push((await perform<{ complete: (typeof answers)[0] }>('Ask')).complete)
    const atAcme = answers.filter(({ route }) => route.attempts[0]?.deployment === 'acme-eu')
    expect(atAcme.length).toBeGreaterThan(16 / 3)
    expect(atAcme.length).toBeLessThan(16)
    expect(atAcme[0]).toMatchObject({
      route: { reason: expect.stringContaining('75 %') },
      warnings: [{ code: 'UNPRICED_MODEL' }],
    })
  })

  it('serves it to clients of OpenAI’s', async () => {
    const answer = await eventually(
      async () => JSON.parse(await shell(ask)),
      ({ error }) => error === undefined,
    )
    expect(answer).toMatchObject({ object: 'chat.completion', choices: [{ finish_reason: 'stop' }] })
  })

  it('explains where a call would go', async () => {
    const { data } = await eventually(
      () => tryOperation<{ explainRoute: { targets: { deployment: string }[] } }>('Explain'),
      ({ errors }) => errors === undefined,
    )
    const { explainRoute } = data
    expect(explainRoute).toMatchObject({ strategy: 'WEIGHTED', excluded: [] })
    expect(explainRoute.targets.map(({ deployment }) => deployment).sort()).toEqual(['acme-eu', 'demo/demo-chat'])
  })

  it('shows the circuits closed', async () => {
    watched = watch()
    expect(await watched.until(() => true)).toMatchObject({ 'acme-eu': 'CLOSED', 'demo/demo-chat': 'CLOSED' })
    callers = startCallers()
    await callers.until((answers) => answers.length >= 5)
  })

  it('opens the circuit when the provider is killed, and half-opens it', async () => {
    await provider.stop()
    await watched.until(({ 'acme-eu': circuit }) => circuit === 'OPEN')
    callers.pause()
    await watched.until(({ 'acme-eu': circuit }) => circuit === 'HALF_OPEN')
  }, 40_000)

  it('has on record how the calls were answered elsewhere', async () => {
    const routes = async () => {
      const { completions } = await perform<{ completions: { nodes: { route: Attempted }[] } }>('WhatHappened')
      return completions.nodes.map(({ route }) => route)
    }
    const list = await eventually(routes, (all) => all.some(({ attempts }) => attempts.length === 2))
    expect(list.find(({ attempts }) => attempts.length === 2)?.attempts).toMatchObject([
      { deployment: 'acme-eu', role: 'PRIMARY', status: 'FAILED', error: { code: 'PROVIDER_UNREACHABLE' } },
      { deployment: 'demo/demo-chat', role: 'NEXT', status: 'SUCCEEDED', error: null },
    ])
  })

  it('closes the circuit when the provider is back, and gives it its share slowly', async () => {
    provider = await startProvider()
    callers.go()
    const crowd = [startCallers(), startCallers(), startCallers()]
    await watched.until(({ 'acme-eu': circuit }) => circuit === 'CLOSED')
    for (const more of [...crowd, callers]) more.stop()
    expect(watched.shareAfter('acme-eu', 'HALF_OPEN')).toBeLessThan(1)
    expect([...new Set([...crowd, callers].flatMap((more) => more.answers()))]).toEqual(['200'])
  }, 40_000)

  it('tells what a change would do, makes it, and refuses it to who was late', async () => {
    const weights = [{ path: 'targets[0].weight', before: 3, after: 1 }]
    expect(await perform('TryChange')).toMatchObject({ updateRoute: { dryRun: true, changes: [{ fields: weights }] } })
    expect(await perform('Change')).toMatchObject({ updateRoute: { route: { version: 2 }, version: 4 } })
    const { errors } = await tryOperation('Change')
    expect(errors).toMatchObject([{ message: expect.stringContaining('version 2'), extensions: { code: 'CONFLICT' } }])
    const { configVersions, configDiff } = await perform<{
      configVersions: { nodes: { version: number }[] }
      configDiff: object
    }>('History')
    expect(configVersions.nodes.map(({ version }) => version)).toEqual([4, 3, 2, 1])
    expect(configDiff).toMatchObject([{ name: 'smart', action: 'UPDATED', fields: weights }])
  })

  it('goes back', async () => {
    const fields = [{ path: 'targets[0].weight', before: 1, after: 3 }]
    expect(await perform('GoBack')).toMatchObject({ rollbackConfig: { version: 5, changes: [{ fields }] } })
  })

  it('refuses the two mistakes by what is wrong with them', async () => {
    const inside = await tryOperation('WrongAddress')
    expect(inside.errors).toMatchObject([
      { message: expect.stringMatching(/169\.254\.169\.254.*network\.allow/), extensions: { code: 'INVALID_REQUEST' } },
    ])
    const needed = await tryOperation('TooSoon')
    expect(needed.errors).toMatchObject([
      { message: expect.stringContaining('"acme-eu"'), extensions: { code: 'INVALID_REQUEST' } },
    ])
  })

  it('is tidied up', async () => {
    await perform('TidyUp')
    await eventually(
      () => graphql<{ routes: { nodes: object[] } }>(weir, '{ routes { nodes { name } } }'),
      ({ data }) => data.routes.nodes.length === 0,
    )
  })

  it('ran every operation of the guide, in its order', () => {
    expect(ran).toEqual([...operations.keys()])
    expect(withKey(headers, 'k')).toEqual({ Authorization: 'Bearer k' })
  })
})

async function shell(script: string | undefined): Promise<string> {
  const { stdout } = await run('bash', ['-ec', here(script ?? '')], {
    env: { ...process.env, WEIR_KEY: weir.adminKey },
    timeout: 20_000,
  })
  return stdout
}

interface Callers {
  /** The statuses that were printed. */
  answers(): string[]
  until(isEnough: (answers: string[]) => boolean): Promise<unknown>
  pause(): void
  go(): void
  stop(): void
}

let callers: Callers

/** The loop of the third terminal. */
function startCallers(): Callers {
  const env = { ...process.env, WEIR_KEY: weir.adminKey }
  const child: ChildProcess = spawn('bash', ['-c', here(callersLoop ?? '')], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  const answers = () => printed.trim().split(' ').filter(Boolean)
  const signal = (name: NodeJS.Signals) => child.exitCode === null && child.signalCode === null && process.kill(-child.pid!, name)
  return {
    answers,
    until: (isEnough) => eventually(async () => answers(), isEnough, 15_000),
    pause: () => signal('SIGSTOP'),
    go: () => signal('SIGCONT'),
    stop: () => signal('SIGKILL'),
  }
}

type Circuits = Readonly<Record<string, string>>

interface Watched {
  /** Waits for circuits that are told from now on, or were told last. */
  until(isRight: (circuits: Circuits) => boolean): Promise<Circuits>
  /** What was told of a deployment right after it was last in a state. */
  shareAfter(deployment: string, circuit: string): number | undefined
  close(): Promise<void>
}

let watched: Watched

/** The second window. */
function watch(): Watched {
  const url = weir.url.replace('http', 'ws')
  const connectionParams = { authorization: `Bearer ${weir.adminKey}` }
  const client = createClient({ url: `${url}/graphql`, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 })
  const told: { deployment: string; circuit: string; share: number }[][] = []
  let broke: unknown
  const query = operation('Watch')
  client.subscribe<{ routeHealth: { targets: (typeof told)[0] } }>(
    { query },
    {
      next: ({ data }) => data && told.push(data.routeHealth.targets),
      error: (error) => {
        broke = error
      },
      complete: () => {},
    },
  )
  const last = () => Object.fromEntries((told.at(-1) ?? []).map(({ deployment, circuit }) => [deployment, circuit]))
  return {
    until: (isRight) =>
      eventually(
        async () => last(),
        (circuits) => {
          if (broke) throw broke
          return Object.keys(circuits).length > 0 && isRight(circuits)
        },
        30_000,
      ),
    shareAfter: (wanted, circuit) => {
      const states = told.flatMap((targets) => targets.filter(({ deployment }) => deployment === wanted))
      return states[states.findLastIndex((state) => state.circuit === circuit) + 1]?.share
    },
    close: async () => client.dispose(),
  }
}
