import type { Timings } from '../domain/completion.js'

/** Where a call's time goes. `now` is monotonic, in milliseconds. */
export class Stopwatch {
  readonly #now: () => number
  readonly #startedAt: number
  readonly #stages: { name: string; ms: number }[] = []
  #stageStartedAt: number
  #providerMs = 0
  #callerMs = 0
  #firstTokenAt: number | null = null

  constructor(now: () => number) {
    this.#now = now
    this.#startedAt = now()
    this.#stageStartedAt = this.#startedAt
  }

  /** Ends the stage that ran until now. */
  lap(name: string): void {
    const now = this.#now()
    this.#stages.push({ name, ms: now - this.#stageStartedAt })
    this.#stageStartedAt = now
  }

  now(): number {
    return this.#now()
  }

  addProviderMs(ms: number): void {
    this.#providerMs += ms
  }

  addCallerMs(ms: number): void {
    this.#callerMs += ms
  }

  firstToken(): void {
    this.#firstTokenAt ??= this.#now()
  }

  read(): Timings {
    const totalMs = this.#now() - this.#startedAt
    return {
      totalMs: round(totalMs),
      overheadMs: round(Math.max(0, totalMs - this.#providerMs - this.#callerMs)),
      providerMs: round(this.#providerMs),
      timeToFirstTokenMs: this.#firstTokenAt === null ? null : round(this.#firstTokenAt - this.#startedAt),
      stages: this.#stages.map(({ name, ms }) => ({ name, ms: round(ms) })),
    }
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
