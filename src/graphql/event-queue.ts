export interface EventQueueOptions<Event> {
  readonly maxEvents: number
  /** Sum of the weights of what is waiting. */
  readonly maxWeight: number
  /** What an event takes, in characters. */
  weigh(event: Event): number
  /** Two consecutive events as one, or null when they must stay apart. */
  merge(earlier: Event, later: Event): Event | null
}

/**
 * Between a producer and a reader that may be slower: consecutive events that can be one are merged while they wait, and a producer
 * that awaits `room()` never makes it grow past its bounds by more than one event.
 */
export class EventQueue<Event> {
  private readonly waiting: Event[] = []
  private weight = 0
  private finished = false
  private failure: unknown
  private wakeReader: (() => void) | null = null
  private wakeProducer: (() => void) | null = null

  constructor(private readonly options: EventQueueOptions<Event>) {}

  push(event: Event): void {
    if (this.finished) return
    this.weight += this.options.weigh(event)
    const last = this.waiting.at(-1)
    const merged = last === undefined ? null : this.options.merge(last, event)
    if (merged === null) this.waiting.push(event)
    else this.waiting[this.waiting.length - 1] = merged
    this.wakeReader?.()
  }

  /** undefined when there is room, else a promise of it. */
  room(): Promise<void> | undefined {
    if (this.finished || !this.isFull()) return undefined
    return new Promise((resolve) => {
      this.wakeProducer = resolve
    })
  }

  /** What is waiting is still read; then the reader is told the end, or the failure. */
  end(failure?: unknown): void {
    if (this.finished) return
    this.finished = true
    this.failure = failure
    this.wakeReader?.()
    this.wakeProducer?.()
  }

  /** Ends and forgets what is waiting. */
  close(): void {
    this.waiting.length = 0
    this.weight = 0
    this.end()
  }

  /** The next event, or undefined at the end. One reader at a time. */
  async take(): Promise<Event | undefined> {
    while (this.waiting.length === 0 && !this.finished) {
      await new Promise<void>((resolve) => {
        this.wakeReader = resolve
      })
      this.wakeReader = null
    }
    const event = this.waiting.shift()
    if (event === undefined) {
      if (this.failure !== undefined) throw this.failure
      return undefined
    }
    this.weight -= this.options.weigh(event)
    if (!this.isFull()) this.wakeProducer?.()
    return event
  }

  get length(): number {
    return this.waiting.length
  }

  private isFull(): boolean {
    return this.waiting.length >= this.options.maxEvents || this.weight >= this.options.maxWeight
  }
}
