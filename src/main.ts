import cluster from 'node:cluster'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadConfig, workerEnvironment } from './config.js'
import { GatewayError } from './domain/gateway-error.js'
import { createLogger } from './telemetry/logger.js'

const log = createLogger('info')

// Whatever nobody caught is a bug: it is logged whole and ends this process alone. A worker is replaced; the primary takes its children along.
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'An error that nobody caught ends this process')
  process.exit(1)
})

try {
  await (cluster.isPrimary ? servePrimary() : serveWorker())
} catch (error) {
  if (!(error instanceof GatewayError)) throw error
  process.stderr.write(`weir: ${error.message}\n`)
  process.exit(1)
}

/** The primary loads no door and no pipeline: it reads no user's input and stays small. */
async function servePrimary(): Promise<void> {
  const config = loadConfig()
  log.level = config.logLevel
  const { runPrimary } = await import('./processes/primary.js')
  const { ClusterMetrics } = await import('./telemetry/cluster-metrics.js')
  const { startEmbeddedMongodb } = await import('../plugins/embedded-mongodb/index.js')
  const metrics = new ClusterMetrics()
  await runPrimary({
    config,
    log,
    entry: fileURLToPath(import.meta.url),
    workerEnvironment: workerEnvironment(),
    startDatabase: (onExit) =>
      startEmbeddedMongodb({ dataDir: join(config.dataDir, 'mongodb'), onExit, log: (line) => log.warn({}, line) }),
    attach: (worker) => {
      metrics.add(worker)
      return () => metrics.remove(worker)
    },
  })
}

async function serveWorker(): Promise<void> {
  const { runWorker } = await import('./processes/run-worker.js')
  const { startGateway } = await import('./gateway.js')
  const { createClusterCollector } = await import('./telemetry/cluster-metrics.js')
  const primary = { send: (message: object) => process.send?.(message), on: process.on.bind(process) }
  runWorker({
    log,
    start: (options) => {
      log.level = options.config.logLevel
      return startGateway({ ...options, log, collectMetrics: ({ registry }) => createClusterCollector(primary, registry) })
    },
  })
}
