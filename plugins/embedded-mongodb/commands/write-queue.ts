import { CommandError } from '../errors.js'
import type { Catalog } from '../storage/catalog.js'

interface Job {
  work(): unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

type Outcome = { value: unknown } | { refused: CommandError }

const largestGroup = 64

/**
 * Runs the write commands that arrived together in one transaction: the disk is waited for once, and nobody is answered before.
 * A command that fails by its own fault has written nothing it should not have; any other error undoes the group, which is then run one by one.
 */
export class WriteQueue {
  #jobs: Job[] = []
  #scheduled = false

  constructor(readonly catalog: Catalog) {}

  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (!this.#scheduled) this.#schedule()
    })
  }

  #schedule(): void {
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#commit(this.#jobs.splice(0, largestGroup))
      if (this.#jobs.length > 0 && !this.#scheduled) this.#schedule()
    })
  }

  #commit(group: Job[]): void {
    let outcomes: Outcome[]
    try {
      outcomes = this.catalog.store.transact(() => group.map(toOutcome))
    } catch (error) {
      this.catalog.reload()
      if (group.length > 1) for (const job of group) this.#commit([job])
      else group[0]?.reject(error)
      return
    }
    for (const [index, outcome] of outcomes.entries()) {
      if ('refused' in outcome) group[index]!.reject(outcome.refused)
      else group[index]!.resolve(outcome.value)
    }
  }
}

function toOutcome(job: Job): Outcome {
  try {
    return { value: job.work() }
  } catch (error) {
    if (error instanceof CommandError) return { refused: error }
    throw error
  }
}
