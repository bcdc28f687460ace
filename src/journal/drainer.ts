import { GatewayError } from '../domain/gateway-error.js'
import type { DrainedCall, JournalSink, RejectedCall } from '../domain/journal-sink.js'
import type { Backlog } from './backlog.js'

export interface DrainerOptions {
  readonly writer: string
  readonly sink: JournalSink
  readonly backlog: Backlog
  readonly delayMs: number
  readonly maxEntries: number
  readonly maxBytes: number
  /** Number of the last entry that is written. */
  readonly lastSequence: () => number
  /** Makes what is written durable. The database must never know a number that a loss of power could give away again. */
  readonly sync: () => Promise<void>
  readonly onApplied: (calls: readonly DrainedCall[]) => void
  readonly onRejected: (calls: readonly DrainedCall[], reasons: readonly RejectedCall[]) => void
  readonly onUnavailable: (error: unknown, attempt: number) => void
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** Moves the backlog into the sink: one batch at a time, in order, again and again until the sink has it. */
export class Drainer {
  readonly #options: DrainerOptions
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #failures = 0
  #entryLimit: number
  #closed = false

  constructor(options: DrainerOptions) {
    this.#options = options
    this.#entryLimit = options.maxEntries
  }

  get available(): boolean {
    return this.#failures === 0
  }

  /** Something was added to the backlog. */
  wake(): void {
    if (this.#timer || this.#running || this.#closed || this.#isDone()) return
    const waiting = this.#options.lastSequence() - this.#options.backlog.drainedSequence
    this.#schedule(waiting >= this.#options.maxEntries ? 0 : this.#options.delayMs)
  }

  /** @throws what the sink throws when it is away. */
  async drainThrough(sequence: number): Promise<void> {
    while (this.#options.backlog.drainedSequence < sequence) await this.#drainOnce()
  }

  /** Ends the retries; a batch that runs is waited for. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running?.catch(() => {})
  }

  #isDone(): boolean {
    return this.#options.backlog.drainedSequence >= this.#options.lastSequence()
  }

  #schedule(delayMs: number): void {
    if (this.#closed || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#drainOnce().catch(() => {}) // told of in #fail, and tried again
    }, delayMs)
  }

  #drainOnce(): Promise<void> {
    this.#running ??= this.#drainBatch().finally(() => {
      this.#running = null
      if (this.#failures > 0) this.#schedule(Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS))
      else this.wake()
    })
    return this.#running
  }

  async #drainBatch(): Promise<void> {
    const { backlog, lastSequence, sync, sink, writer } = this.#options
    const written = lastSequence()
    const calls = this.#peek()
    if (calls.length === 0) {
      backlog.dropThrough(written) // the last entries were damaged, and reported when they were found
      return
    }
    await sync().catch((error) => this.#fail(error))
    try {
      this.#settle(calls, await sink.apply(writer, calls))
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'STORAGE_UNAVAILABLE') this.#fail(error)
      this.#narrow(calls, error)
    }
  }

  /** The next batch. Journal files that cannot be read are told of like a sink that is away, and tried again. */
  #peek(): readonly DrainedCall[] {
    try {
      return this.#options.backlog.peek(this.#entryLimit, this.#options.maxBytes)
    } catch (error) {
      return this.#fail(error)
    }
  }

  #settle(calls: readonly DrainedCall[], rejected: readonly RejectedCall[]): void {
    this.#failures = 0
    this.#entryLimit = this.#options.maxEntries
    if (rejected.length > 0) this.#options.onRejected(calls, rejected)
    this.#options.backlog.dropThrough(calls.at(-1)!.chain.sequence)
    this.#options.onApplied(calls)
  }

  #fail(error: unknown): never {
    this.#failures += 1
    this.#options.onUnavailable(error, this.#failures)
    throw error
  }

  /** A sink that is there and fails has met a call that it cannot take: smaller batches find out which. */
  #narrow(calls: readonly DrainedCall[], error: unknown): void {
    if (calls.length > 1) this.#entryLimit = Math.ceil(calls.length / 2)
    else this.#settle(calls, [{ sequence: calls[0]!.chain.sequence, reason: String(error) }])
  }
}
