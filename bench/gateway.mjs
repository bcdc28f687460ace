import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { issueKey } from './issue-key.mjs'

const START_MS = 60_000
const STOP_MS = 15_000

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Starts the gateway built in `root` on a data folder of its own, with one worker, and waits until it is ready.
 * Node hands `nodeArguments` on to the processes that the gateway forks.
 */
export async function startGateway({ root, config, nodeArguments = [] }) {
  const main = join(root, 'dist/src/main.js')
  if (!existsSync(main)) throw new Error(`${main} does not exist: start the benchmark with npm run bench, which builds.`)
  const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
  const configFile = join(folder, 'weir.config.yaml')
  writeFileSync(configFile, JSON.stringify(config))
  const port = await findFreePort()
  const adminKey = `bench-${randomBytes(24).toString('hex')}`
  const child = launch({ root, main, folder, configFile, port, adminKey, nodeArguments })
  const stop = () => stopGateway(child, folder)
  try {
    await waitUntilReady(child, port, folder)
    const authorization = `Bearer ${await issueKey(port, adminKey)}`
    return { pid: child.pid, port, authorization, metricsUrl: `http://127.0.0.1:${port}/metrics`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function launch({ root, main, folder, configFile, port, adminKey, nodeArguments }) {
  const log = openSync(join(folder, 'gateway.log'), 'a')
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    WEIR_PORT: String(port),
    WEIR_DATA_DIR: join(folder, 'data'),
    WEIR_WORKERS: '1',
    WEIR_ADMIN_KEY: adminKey,
    WEIR_CONFIG: configFile,
  }
  return spawn(process.execPath, [...nodeArguments, main], { cwd: root, env: environment, stdio: ['ignore', log, log] })
}

/** The system gives a free port; that nobody takes it in the moment between is likely enough for a benchmark. */
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

async function waitUntilReady(child, port, folder) {
  const until = Date.now() + START_MS
  while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
    if (await isReady(port)) return
    await pause(100)
  }
  const log = readFileSync(join(folder, 'gateway.log'), 'utf8').slice(-2000)
  throw new Error(`The gateway was not ready within ${START_MS / 1000} s. The end of its log:\n${log}`)
}

async function isReady(port) {
  try {
    const answer = await request(`http://127.0.0.1:${port}/readyz`, { headersTimeout: 2000, bodyTimeout: 2000 })
    await answer.body.dump()
    return answer.statusCode === 200
  } catch {
    return false
  }
}

async function stopGateway(child, folder) {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(timer)
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
