import cluster, { type Worker } from 'node:cluster'
import { GatewayError } from '../domain/gateway-error.js'
import { backOff, HEALTHY_MS } from './back-off.js'
import type { Serving, WorkerStart } from './messages.js'
import { closeUntakenConnections } from './pending-connections.js'
import type { ProcessLog } from './process-log.js'
import type { RelayHub } from './relay.js'
import { type WorkerEnd, WorkerLife } from './worker-life.js'

export interface WorkerPoolOptions {
  /** The module that a worker runs. */
  readonly entry: string
  /** What its environment has besides this process's own. */
  readonly environment?: Readonly<Record<string, string>>
  readonly slots: number
  readonly hub: RelayHub
  readonly log: ProcessLog
  /** What a slot's worker starts with; waited for, while its code loads. */
  readonly startOf: (slot: number) => Promise<WorkerStart>
  /** For others who speak with workers; what it answers is called when the worker has ended. */
  readonly attach?: (worker: Worker) => () => void
}

/** Deaths in a row before a slot ever served, after which the start has failed. */
const MOST_EARLY_DEATHS = 3

/** Keeps a worker in each slot: one that ends is replaced in its slot, after ever longer waits while that does not last. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #stopping = new AbortController()
  readonly #lives = new Set<WorkerLife>()

  constructor(options: WorkerPoolOptions) {
    this.#options = options
    // Advanced, because dates and big integers are among what is relayed.
    cluster.setupPrimary({ exec: options.entry, args: [], serialization: 'advanced' })
  }

  /**
   * Resolves with what the first worker tells its operator once all serve. The code of all loads at once, but the others wait for the
   * first, which does what is done once per machine.
   * @throws {GatewayError} when a worker cannot start
   */
  async start(): Promise<Serving> {
    const first = this.#keep(0, Promise.resolve())
    const others = Array.from({ length: this.#options.slots - 1 }, (_, index) => this.#keep(index + 1, first))
    const [serving] = await Promise.all([first, ...others])
    return serving
  }

  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort()
    await Promise.all([...this.#lives].map((life) => life.stop(timeoutMs)))
  }

  /** Resolves when the slot serves for the first time, and keeps it from then on. */
  #keep(slot: number, turn: Promise<unknown>): Promise<Serving> {
    return new Promise((resolve, reject) => {
      this.#run(slot, turn, resolve).catch(reject)
    })
  }

  async #run(slot: number, turn: Promise<unknown>, onServing: (serving: Serving) => void): Promise<void> {
    let served = false
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      const bornAt = performance.now()
      const life = this.#fork()
      const outcome = await this.#begin(life, slot, turn)
      if (outcome && !(outcome instanceof GatewayError)) {
        served = true
        onServing(outcome)
      }
      const end = await life.exited
      if (this.#stopping.signal.aborted) return
      failures = performance.now() - bornAt > HEALTHY_MS ? 0 : failures + 1
      if (!served && outcome) throw outcome
      if (!served && failures >= MOST_EARLY_DEATHS) throw startFailure(slot, failures, end)
      this.#options.log.error({ slot, ...end, failures }, 'A worker ended and is replaced')
      await backOff(failures, this.#stopping.signal)
    }
  }

  #fork(): WorkerLife {
    const worker = cluster.fork(this.#options.environment)
    const life = new WorkerLife(worker)
    const closeUntaken = closeUntakenConnections(worker)
    const detach = this.#options.attach?.(worker)
    this.#lives.add(life)
    void life.exited.then(() => {
      this.#lives.delete(life)
      closeUntaken()
      detach?.()
    })
    return life
  }

  async #begin(life: WorkerLife, slot: number, turn: Promise<unknown>): Promise<Serving | GatewayError | undefined> {
    if (!(await life.booted)) return undefined
    await turn
    const start = await this.#options.startOf(slot)
    if (!this.#stopping.signal.aborted) life.start(start, this.#options.hub)
    return life.started
  }
}

function startFailure(slot: number, deaths: number, { code, signal }: WorkerEnd): GatewayError {
  const how = signal ? `by ${signal}` : `with exit code ${code}`
  return new GatewayError(
    'INTERNAL',
    `Worker ${slot} ended ${deaths} times before it served, the last time ${how}. Its own messages are above.`,
  )
}
