const MOST_PENDING = 10_000

/** Questions to another process that wait for a yes or no. What is not answered in time, or too much at once, is a no. */
export class PendingAnswers {
  readonly #waiting = new Map<number, (done: boolean) => void>()
  readonly #timeoutMs: number
  #lastId = 0

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
  }

  expect(ask: (id: number) => void): Promise<boolean> {
    if (this.#waiting.size >= MOST_PENDING) return Promise.resolve(false)
    const id = ++this.#lastId
    const answer = new Promise<boolean>((resolve) => this.#waiting.set(id, resolve))
    ask(id)
    return this.inTime(answer).finally(() => this.#waiting.delete(id))
  }

  settle(id: number, done: boolean): void {
    this.#waiting.get(id)?.(done)
  }

  inTime(answer: Promise<boolean>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), this.#timeoutMs)
    })
    return Promise.race([answer, late]).finally(() => clearTimeout(timer))
  }
}
