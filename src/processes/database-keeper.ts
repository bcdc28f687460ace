import { GatewayError } from '../domain/gateway-error.js'
import { backOff } from './back-off.js'
import type { ProcessLog } from './process-log.js'

export interface RunningDatabase {
  readonly uri: string
  stop(): Promise<void>
}

/** Starts the embedded database in a child process, which calls `onExit` when it ends without having been stopped. */
export type StartDatabase = (onExit: () => void) => Promise<RunningDatabase>

/** Parents the embedded database: starts it, and again with the same folder and address whenever it ends by itself. */
export class DatabaseKeeper {
  readonly #start: StartDatabase
  readonly #log: ProcessLog
  readonly #stopping = new AbortController()
  #running: Promise<RunningDatabase> | undefined

  constructor(start: StartDatabase, log: ProcessLog) {
    this.#start = start
    this.#log = log
  }

  /** @throws {GatewayError} STORAGE_UNAVAILABLE */
  async start(): Promise<string> {
    this.#running = this.#start(() => void this.#restart())
    try {
      return (await this.#running).uri
    } catch (error) {
      throw new GatewayError('STORAGE_UNAVAILABLE', error instanceof Error ? error.message : String(error), { cause: error })
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await (await this.#running?.catch(() => undefined))?.stop()
  }

  /** Meanwhile the workers serve on and their drivers connect again by themselves. */
  async #restart(): Promise<void> {
    this.#log.error({}, 'The embedded database ended and is started again')
    for (let failures = 0; !this.#stopping.signal.aborted; failures++) {
      await backOff(failures, this.#stopping.signal)
      if (this.#stopping.signal.aborted) return
      try {
        this.#running = this.#start(() => void this.#restart())
        await this.#running
        return this.#log.info({}, 'The embedded database runs again')
      } catch (error) {
        this.#log.error({ err: error }, 'The embedded database could not be started again')
      }
    }
  }
}
