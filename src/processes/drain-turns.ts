import type { ProcessLog } from './process-log.js'

/**
 * Runs what this process does when it is asked to drain: one run at a time. Whoever asks during a run shares the one that follows it,
 * since the running one may already be past what was written in between.
 */
export class DrainTurns {
  #handler: (() => Promise<void>) | undefined
  #running: Promise<boolean> | undefined
  #next: Promise<boolean> | undefined
  readonly #log: Pick<ProcessLog, 'error'>

  constructor(log: Pick<ProcessLog, 'error'>) {
    this.#log = log
  }

  set handler(handler: () => Promise<void>) {
    this.#handler = handler
  }

  /** Resolves false when nothing can drain here, or it failed. */
  ask(): Promise<boolean> {
    if (!this.#running) return this.#start()
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      return this.#start()
    })
    return this.#next
  }

  #start(): Promise<boolean> {
    this.#running = this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #run(): Promise<boolean> {
    if (!this.#handler) return false
    try {
      await this.#handler()
      return true
    } catch (error) {
      this.#log.error({ err: error }, 'The journal could not be drained on request')
      return false
    }
  }
}
