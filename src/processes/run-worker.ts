import { deepFreeze } from '../config/deep-freeze.js'
import type { Config } from '../config.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Relay } from '../domain/relay.js'
import { isOurs, type LifeMessage, type Serving, type ToPrimary, type ToWorker, type WorkerStart } from './messages.js'
import type { ProcessLog } from './process-log.js'
import { createWorkerRelay, type WorkerRelay } from './worker-relay.js'

export interface ServingGateway extends Serving {
  /** Serves what runs to its end, within the drain limit, and leaves nothing in memory. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  readonly log: ProcessLog
  readonly start: (options: WorkerStart & { readonly relay: Relay }) => Promise<ServingGateway>
}

/** A worker's life: it starts when the primary says so, stops when that or a signal says so, and ends when the primary has. */
export function runWorker({ log, start }: WorkerOptions): void {
  let relay: WorkerRelay | undefined
  let serving: Promise<ServingGateway> | undefined
  let stopping = false

  process.on('disconnect', () => process.exit(0))
  process.on('message', (message) => {
    if (!isOurs<ToWorker>(message)) return
    if (message.type === 'weir:start') void begin(message)
    else if (message.type === 'weir:stop') void stop()
    else relay?.receive(message)
  })
  // Signals to the whole group reach the workers too; draining twice is draining once.
  process.on('SIGTERM', () => void stop()).on('SIGINT', () => void stop())
  tell({ type: 'weir:booted' })

  async function begin(options: WorkerStart): Promise<void> {
    relay = createWorkerRelay({
      writer: options.writer,
      log,
      send: (message, sent) => process.send?.(message, undefined, undefined, sent),
    })
    serving = start({ ...options, config: deepFreeze(options.config), relay })
    try {
      const { providers, adminKey } = await serving
      tell({ type: 'weir:ready', providers, adminKey })
    } catch (error) {
      if (stopping) return
      if (!isExpected(error)) log.fatal({ err: error }, 'The worker failed to start')
      tell({ type: 'weir:failed', message: toStartFailure(error, options.config) }, () => process.exit(1))
    }
  }

  async function stop(): Promise<void> {
    if (stopping) return
    stopping = true
    try {
      await (await serving)?.stop()
      process.exit(0)
    } catch (error) {
      log.fatal({ err: error }, 'The worker failed to stop')
      process.exit(1)
    }
  }
}

function tell(message: LifeMessage, sent: () => void = () => {}): void {
  process.send?.(message satisfies ToPrimary, undefined, undefined, sent)
}

const LISTEN_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program. Stop it, or set WEIR_PORT to a free port.',
  EACCES: 'may not be opened by this user. Set WEIR_PORT to a port from 1024 on.',
  EADDRNOTAVAIL: 'is not on this machine. Set WEIR_HOST to one of its addresses.',
  ENOTFOUND: 'has a host name that does not resolve. Set WEIR_HOST to an address of this machine.',
}

function isExpected(error: unknown): boolean {
  return error instanceof GatewayError || codeOf(error) in LISTEN_FAILURES
}

/** One line for the operator; what is a bug is in the log, whole. */
function toStartFailure(error: unknown, { host, port }: Config): string {
  if (error instanceof GatewayError) return error.message
  const listening = LISTEN_FAILURES[codeOf(error)]
  return listening ? `${host}:${port} ${listening}` : 'The gateway failed to start. The error is in the log, above.'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
