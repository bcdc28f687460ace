import type { Worker } from 'node:cluster'
import type { Config } from '../config.js'
import { createWriter } from '../domain/call-id.js'
import { GatewayError } from '../domain/gateway-error.js'
import { DatabaseKeeper, type StartDatabase } from './database-keeper.js'
import { findFreePort } from './free-port.js'
import { loadOrCreateNodeId } from './node-id.js'
import type { ProcessLog } from './process-log.js'
import { RelayHub } from './relay.js'
import { formatStartLines } from './start-lines.js'
import { WorkerPool } from './worker-pool.js'

export interface PrimaryOptions {
  readonly config: Config
  /** The module that a worker runs; it calls `runWorker`. */
  readonly entry: string
  /** What the environment of a worker has besides this process's own. */
  readonly workerEnvironment?: Readonly<Record<string, string>>
  readonly log: ProcessLog
  /** The embedded database, for when no MONGODB_URI is given. */
  readonly startDatabase?: StartDatabase
  /** For others who speak with workers; what it answers is called when the worker has ended. */
  readonly attach?: (worker: Worker) => () => void
  readonly print?: (text: string) => void
}

/** Beyond the time that running calls get, for what a worker does before and after. */
const STOP_GRACE_MS = 5_000

/**
 * The first process: it parents the workers and the embedded database and passes messages between them, and reads no user's input.
 * Resolves once all workers serve and the start lines are printed. SIGTERM and SIGINT drain the workers, then end the database.
 * @throws {GatewayError} when the start failed, after everything that ran has ended
 */
export async function runPrimary(options: PrimaryOptions): Promise<void> {
  const { log, print = (text) => process.stdout.write(text) } = options
  const config = await withPort(options.config)
  const node = loadOrCreateNodeId(config.dataDir)
  const writers = Array.from({ length: config.workers }, (_, slot) => createWriter(node, slot))
  const database = createKeeper(options)
  const address = startDatabase(config, database)
  const pool = new WorkerPool({
    entry: options.entry,
    environment: options.workerEnvironment,
    slots: config.workers,
    hub: new RelayHub(log),
    log,
    attach: options.attach,
    startOf: async (slot) => ({ config, mongodbUri: await address, writer: writers[slot]!, writers }),
  })
  const stop = once(async () => {
    await pool.stop(config.limits.drainTimeoutMs + STOP_GRACE_MS)
    await database?.stop()
  })
  const end = () => void stop().then(() => process.exit(0))
  process.on('SIGTERM', end).on('SIGINT', end)
  try {
    const serving = await pool.start()
    print(formatStartLines(config, { ...serving, mongodbUri: await address }))
  } catch (error) {
    await stop()
    throw error
  }
}

async function withPort(config: Config): Promise<Config> {
  return config.port === 0 ? { ...config, port: await findFreePort(config.host) } : config
}

function createKeeper({ config, startDatabase, log }: PrimaryOptions): DatabaseKeeper | undefined {
  if (config.mongodbUri !== undefined) return undefined
  if (startDatabase) return new DatabaseKeeper(startDatabase, log)
  throw new GatewayError('CONFIGURATION', 'There is no embedded database here. Set MONGODB_URI to the address of a MongoDB.')
}

function startDatabase({ mongodbUri }: Config, database: DatabaseKeeper | undefined): Promise<string> {
  const address = database ? database.start() : Promise.resolve(mongodbUri ?? '')
  // Whoever waits for it learns of a failure; until somebody does, it is not unhandled.
  address.catch(() => {})
  return address
}

function once<Value>(run: () => Promise<Value>): () => Promise<Value> {
  let result: Promise<Value> | undefined
  return () => (result ??= run())
}
