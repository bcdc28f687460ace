/** Keeps a label's values bounded: what comes after the first `max` different ones is counted as `other`. */
export class LabelCap {
  readonly #known = new Set<string>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  fold(value: string | null): string {
    if (value === null) return 'none'
    if (this.#known.has(value)) return value
    if (this.#known.size >= this.#max) return 'other'
    this.#known.add(value)
    return value
  }
}
