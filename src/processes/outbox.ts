/** The sending end of a channel between two processes. */
export type Send<Message> = (message: Message, sent: (error: Error | null) => void) => unknown

/** Messages under way that a receiver may lag behind before those that can be missed are dropped. */
const MOST_WAITING = 1_000

/** Keeps the queue of a channel bounded: live events are dropped while its reader lags, everything else is sent. */
export class Outbox<Message> {
  #waiting = 0
  #dropping = false

  constructor(
    readonly send: Send<Message>,
    readonly onDrop: () => void,
  ) {}

  post(message: Message): void {
    this.#waiting += 1
    this.send(message, () => {
      this.#waiting -= 1
    })
  }

  postUnlessLagging(message: Message): void {
    const lagging = this.#waiting >= MOST_WAITING
    if (lagging && !this.#dropping) this.onDrop()
    this.#dropping = lagging
    if (!lagging) this.post(message)
  }
}
