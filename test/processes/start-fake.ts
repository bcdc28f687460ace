import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface FakeWorker {
  readonly writer: string
  readonly pid: number
  readonly mongodbUri: string
  ask(command: string): Promise<unknown>
}

export interface FakeGateway {
  readonly primary: ChildProcess
  readonly dataDir: string
  readonly stdout: () => string
  readonly stderr: () => string
  /** What happened, in order, as the fake parts noted it. */
  readonly events: () => string[]
  /** The workers that serve now, by slot. */
  readonly workers: () => FakeWorker[]
  readonly databasePid: () => number
  readonly exited: Promise<number | null>
  /** Ends everything that still runs. */
  clear(): Promise<void>
}

/** A real primary over workers and a database that are fake. */
export function startFake(setting: object = {}): FakeGateway {
  const dataDir = mkdtempSync(join(tmpdir(), 'weir-processes-'))
  const config = {
    host: '127.0.0.1',
    port: 0,
    workers: 2,
    dataDir,
    graphql: { explorer: true },
    limits: { drainTimeoutMs: 5_000 },
    ...setting,
  }
  const entry = fileURLToPath(new URL('./fake/primary.mjs', import.meta.url))
  const primary = spawn(process.execPath, [entry, JSON.stringify(config)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const stdout = collect(primary.stdout)
  const stderr = collect(primary.stderr)
  const exited = new Promise<number | null>((resolve) => primary.once('close', resolve))
  const events = () =>
    existsSync(join(dataDir, 'events')) ? readFileSync(join(dataDir, 'events'), 'utf8').trim().split('\n') : []
  return {
    primary,
    dataDir,
    stdout,
    stderr,
    events,
    workers: () => readWorkers(dataDir),
    databasePid: () =>
      Number(
        events()
          .findLast((line) => /^database \d/.test(line))
          ?.split(' ')[1],
      ),
    exited,
    clear: async () => {
      primary.kill('SIGKILL')
      await exited
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function readWorkers(dataDir: string): FakeWorker[] {
  const files = readdirSync(dataDir).filter((name) => /^.{7}\.json$/.test(name))
  return files.sort().map((name) => {
    const { pid, port, mongodbUri } = JSON.parse(readFileSync(join(dataDir, name), 'utf8')) as {
      pid: number
      port: number
      mongodbUri: string
    }
    const ask = async (command: string) => (await fetch(`http://127.0.0.1:${port}/${command}`)).json()
    return { writer: name.slice(0, 7), pid, mongodbUri, ask }
  })
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Looks again until it is so. */
export async function until(isSo: () => unknown, withinMs = 15_000): Promise<void> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const so = await Promise.resolve()
      .then(isSo)
      .catch(() => false)
    if (so) return
    if (performance.now() > deadline) throw new Error(`Not so within ${withinMs} ms: ${isSo}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
