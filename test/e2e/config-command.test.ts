import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningWeir, startWeir } from '../support/start-weir.js'

const CLI = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url))
/** Starting the gateway anew takes its time on a busy machine. */
const RESTARTS_MS = 90_000
const OLD = 'the-secret-before-of-forty-characters-00'
const NEW = 'the-secret-after-of-forty-characters-000'

let weir: RunningWeir
let folder: string
let dataDir: string

const config = {
  providers: [{ name: 'demo', kind: 'demo' }],
  routes: [{ name: 'filed', targets: ['demo/demo-chat'] }],
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-config-command-'))
  dataDir = join(folder, 'data')
  weir = await startWeir({ config, workers: 2, dataDir, env: { WEIR_SECRET: OLD } })
})
afterAll(async () => {
  await weir.stop()
  await rm(folder, { recursive: true, force: true })
})

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env['PATH'] ?? '', WEIR_KEY: weir.adminKey, WEIR_URL: weir.url, ACME_KEY: 'sk-acme-0123456789' }
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'config', ...args], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

async function ask<Data>(query: string): Promise<Data> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${weir.adminKey}` }
  const response = await fetch(`${weir.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return ((await response.json()) as { data: Data }).data
}

const FILE = `
providers: [{ name: acme, kind: openai, baseUrl: "https://acme.example/v1", apiKey: "\${ACME_KEY}" }]
deployments: [{ name: large-eu, provider: acme, model: large, region: eu }]
routes:
  - { name: filed, targets: [demo/demo-chat] }
  - { name: smart, strategy: weighted, targets: [{ model: large-eu, weight: 3 }, demo/demo-chat] }
`

describe('a file in git', () => {
  it('is planned, applied, and then differs in nothing', async () => {
    await writeFile(join(folder, 'weir.yaml'), FILE)
    const plan = await run('plan', '-f', 'weir.yaml')
    expect(plan).toMatchObject({ code: 2, err: '' })
    expect(plan.out).toContain('3 to create, 0 to change, 0 to delete.')
    expect(plan.out).not.toContain('sk-acme')
    expect(await run('apply', '-f', 'weir.yaml')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Version 1 is in force.'),
    })
    expect(await run('plan', '-f', 'weir.yaml')).toEqual({ code: 0, out: 'Nothing differs.\n', err: '' })
  })

  it('comes back by export, whichever worker is asked', async () => {
    const exported = async () => (await run('export')).out
    for (let asked = 0; asked < 4; asked++) await expect.poll(exported, { timeout: 15_000 }).toContain('name: smart')
    await writeFile(join(folder, 'exported.yaml'), await exported())
    expect(await run('plan', '-f', 'exported.yaml')).toMatchObject({ code: 0 })
  })

  it('is refused whole when the gateway could not serve by it', async () => {
    await writeFile(join(folder, 'bad.yaml'), 'routes: [{ name: smart, targets: [nobody/has-it] }]')
    expect(await run('apply', '-f', 'bad.yaml')).toMatchObject({
      code: 1,
      err: expect.stringContaining('"smart" would be left without a target'),
    })
    expect(await run('plan', '-f', 'weir.yaml')).toMatchObject({ code: 0 })
  })
})

describe('the secret', { timeout: RESTARTS_MS }, () => {
  const restart = async (env: Record<string, string>) => {
    await weir.stop()
    weir = await startWeir({ config, workers: 2, dataDir, env })
  }
  const readiness = async () =>
    (await fetch(`${weir.url}/readyz`)).json() as Promise<{ status: string; checks: { message?: string }[] }>

  it('that opens nothing leaves what the file declares served, and says which variable to set', async () => {
    await restart({ WEIR_SECRET: NEW })
    const { status, checks } = await readiness()
    expect(status).toBe('degraded')
    expect(checks.map(({ message }) => message).join()).toContain('WEIR_SECRET_PREVIOUS')
    const { complete } = await ask<{ complete: { text?: string } }>(
      'mutation { complete(input: { model: "filed", messages: [{ role: USER, text: "hello" }] }) { ... on Completion { text } } }',
    )
    expect(complete.text).toBeTruthy()
  })

  it('is changed with the one before, and after a rotation without it', async () => {
    await restart({ WEIR_SECRET: NEW, WEIR_SECRET_PREVIOUS: OLD })
    expect(await ask('mutation { rotateSecret { credentials } }')).toEqual({ rotateSecret: { credentials: 1 } })
    await restart({ WEIR_SECRET: NEW })
    expect((await readiness()).status).toBe('ready')
    expect(await run('plan', '-f', 'weir.yaml')).toEqual({ code: 0, out: 'Nothing differs.\n', err: '' })
  })
})
