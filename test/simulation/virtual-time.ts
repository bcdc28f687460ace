interface Event {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** A clock that jumps from event to event; events of the same moment happen in the order they were planned. */
export class VirtualTime {
  now = 0
  readonly #heap: Event[] = []
  #planned = 0

  after(ms: number, run: () => void): void {
    const event = { at: this.now + ms, order: this.#planned++, run }
    let index = this.#heap.push(event) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (isBefore(this.#heap[parent]!, event)) break
      this.#heap[index] = this.#heap[parent]!
      index = parent
    }
    this.#heap[index] = event
  }

  /** Until nothing is planned any more. */
  run(): void {
    for (let event = this.#take(); event; event = this.#take()) {
      this.now = event.at
      event.run()
    }
  }

  #take(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || first === last) return first
    let index = 0
    for (let child = 1; child < heap.length; child = 2 * index + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (isBefore(last, heap[child]!)) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = last
    return first
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
