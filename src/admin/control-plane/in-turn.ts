import { GatewayError } from '../../domain/gateway-error.js'

const MOST_WAITING = 1_000

/** Runs tasks one after the other, so that the changes of a process do not race each other. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** @throws {GatewayError} OVERLOADED when too many wait */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#waiting >= MOST_WAITING) {
      throw new GatewayError('OVERLOADED', 'Too many changes of the configuration wait. Try again later.', {
        retryAfterMs: 1_000,
      })
    }
    this.#waiting++
    const turn = this.#last.then(task, task)
    this.#last = turn
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }
}
