import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { FromServer, ToServer } from './process-messages.js'
import { toSocketPath, toUri } from './socket-path.js'

export { createServer, type EmbeddedServer, type ServerOptions } from './server.js'

export interface EmbeddedMongodbOptions {
  /** The folder of the data, made when it is missing. One process may own it at a time. */
  dataDir: string
  /** Called when the server process ends without `stop`, with its exit code, or null when a signal ended it. */
  onExit?(code: number | null): void
  log?(line: string): void
  /** How long the start may take. */
  startTimeoutMs?: number
}

export interface EmbeddedMongodb {
  /** For the driver, mongoose and mongosh. */
  uri: string
  pid: number
  /** Ends the server process, after the writes that it has accepted. */
  stop(): Promise<void>
}

const defaultStartTimeoutMs = 15_000
const stopTimeoutMs = 10_000

/** Starts the embedded database in a child process. @throws Error when the folder is in use, or the server does not become ready */
export async function startEmbeddedMongodb(options: EmbeddedMongodbOptions): Promise<EmbeddedMongodb> {
  if (process.platform === 'win32') {
    throw new Error('The embedded database needs Unix sockets. On Windows set MONGODB_URI to the address of a MongoDB server.')
  }
  const socketPath = toSocketPath(options.dataDir)
  const child = forkServer(options.dataDir, socketPath)
  forwardLines(child, options.log ?? (() => {}))
  await readiness(child, options.startTimeoutMs ?? defaultStartTimeoutMs)
  let stopping = false
  child.once('exit', (code) => {
    if (!stopping) options.onExit?.(code)
  })
  const stop = async () => {
    stopping = true
    await stopChild(child)
  }
  return { uri: toUri(socketPath), pid: child.pid!, stop }
}

function forkServer(dataDir: string, socketPath: string): ChildProcess {
  return fork(fileURLToPath(new URL('./server-process.js', import.meta.url)), [dataDir, socketPath], {
    // It gets neither the parent's debugger port nor the keys in its environment.
    execArgv: [],
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

function forwardLines(child: ChildProcess, log: (line: string) => void): void {
  child.on('message', (message: FromServer) => {
    if (message.type === 'log') log(message.line)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => log(`embedded MongoDB: ${text.trimEnd()}`))
}

function readiness(child: ChildProcess, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      settle()
      child.kill('SIGKILL')
      reject(new Error(`The embedded database did not start: ${message}`))
    }
    const timer = setTimeout(() => fail(`it was not ready after ${timeoutMs} ms`), timeoutMs)
    const onMessage = (message: FromServer) => {
      if (message.type === 'failed') fail(message.message)
      if (message.type !== 'ready') return
      settle()
      resolve()
    }
    const onExit = (code: number | null) => fail(`its process ended with ${code === null ? 'a signal' : `code ${code}`}`)
    const onError = (error: Error) => fail(error.message)
    const settle = () => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit).off('error', onError)
    }
    child.on('message', onMessage).on('exit', onExit).on('error', onError)
  })
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  if (child.connected) child.send({ type: 'stop' } satisfies ToServer, () => {})
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await exited
  clearTimeout(timer)
}
