const MOST_ROUTES = 10_000

/** Counts the calls of each route. Processes begin at different turns, so that together they do not all begin with the first target. */
export class Turns {
  readonly #first: number
  readonly #next = new Map<string, number>()

  constructor(first: number) {
    this.#first = first
  }

  next(route: string): number {
    const known = this.#next.get(route)
    if (known === undefined && this.#next.size >= MOST_ROUTES) this.#next.delete(this.#next.keys().next().value!)
    const turn = known ?? this.#first
    this.#next.set(route, turn + 1)
    return turn
  }
}
