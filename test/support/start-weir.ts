import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url))
const START_MS = 30_000

export interface WeirSetting {
  /** Content of weir.config.yaml. */
  readonly config?: object
  readonly workers?: number
  readonly env?: Readonly<Record<string, string>>
  /** Kept over restarts; a new one is made, and removed at the end, when absent. */
  readonly dataDir?: string
  readonly port?: number
}

export interface RunningWeir {
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** The primary's process. */
  readonly process: ChildProcess
  readonly adminKey: string
  /** What it printed. */
  readonly output: () => string
  /** SIGTERM, and waits for the end; answers the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL of the primary and of everything that it started. */
  kill(): Promise<void>
}

export const ADMIN_KEY = 'test-admin-key-of-forty-characters-00000'

/** The built gateway as an own process, as a user starts it. */
export async function startWeir(setting: WeirSetting = {}): Promise<RunningWeir> {
  if (!existsSync(MAIN)) throw new Error('The gateway is not built: run npm run build')
  const folder = await mkdtemp(join(tmpdir(), 'weir-e2e-'))
  const dataDir = setting.dataDir ?? join(folder, 'data')
  const port = setting.port ?? (await freePort())
  const configFile = join(folder, 'weir.config.yaml')
  await writeFile(configFile, stringify(setting.config ?? {}))
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    // A group of its own, so that kill() ends the workers and the database with the primary.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      WEIR_PORT: String(port),
      WEIR_DATA_DIR: dataDir,
      WEIR_CONFIG: configFile,
      WEIR_WORKERS: String(setting.workers ?? 1),
      WEIR_ADMIN_KEY: ADMIN_KEY,
      WEIR_LOG_LEVEL: 'warn',
      ...setting.env,
    },
  })
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  await ready(child, () => output)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    process: child,
    adminKey: setting.env?.['WEIR_ADMIN_KEY'] ?? ADMIN_KEY,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM')
      const code = await exited
      await removeFolder()
      return code
    },
    kill: async () => {
      killGroup(child)
      await exited
      if (!setting.dataDir) await removeFolder()
    },
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  process.kill(-child.pid, 'SIGKILL')
}

/** Started means that the last of the start lines was printed. */
function ready(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${output()}`))
    const timer = setTimeout(() => {
      killGroup(child)
      fail(`The gateway did not start within ${START_MS} ms`)
    }, START_MS)
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`The gateway ended with ${code} while it started`)
    })
    child.stdout?.on('data', () => {
      if (!/^Providers: /m.test(output())) return
      clearTimeout(timer)
      resolve()
    })
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** Asks again until the answer is right, and fails with the last one. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isRight: (value: Value) => boolean,
  withinMs = 5_000,
): Promise<Value> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const value = await ask()
    if (isRight(value)) return value
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms. The last answer was ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** One GraphQL operation over HTTP. */
export async function graphql<Data>(
  weir: RunningWeir,
  query: string,
  variables = {},
  key = weir.adminKey,
): Promise<{ data: Data; errors?: { message: string; path?: string[]; extensions?: { code?: string } }[] }> {
  const response = await fetch(`${weir.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as never
}
