const SLICES = 10

/** Counts attempts and failures of the last so many milliseconds, in slices, so that it costs the same however many there are. */
export class FailureWindow {
  readonly #sliceMs: number
  readonly #attempts = new Array<number>(SLICES).fill(0)
  readonly #failures = new Array<number>(SLICES).fill(0)
  #slice = 0
  attempts = 0
  failures = 0

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / SLICES
  }

  add(now: number, failed: boolean): void {
    this.#moveTo(Math.floor(now / this.#sliceMs))
    const index = this.#slice % SLICES
    this.#attempts[index]! += 1
    this.attempts += 1
    if (!failed) return
    this.#failures[index]! += 1
    this.failures += 1
  }

  clear(): void {
    this.#attempts.fill(0)
    this.#failures.fill(0)
    this.attempts = 0
    this.failures = 0
  }

  #moveTo(slice: number): void {
    if (slice - this.#slice >= SLICES) this.clear()
    else for (let passed = this.#slice + 1; passed <= slice; passed++) this.#drop(passed % SLICES)
    this.#slice = Math.max(slice, this.#slice)
  }

  #drop(index: number): void {
    this.attempts -= this.#attempts[index]!
    this.failures -= this.#failures[index]!
    this.#attempts[index] = 0
    this.#failures[index] = 0
  }
}
