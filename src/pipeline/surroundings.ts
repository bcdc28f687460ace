/** Time, chance and identity, so that tests decide them. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Milliseconds on a monotonic clock. */
  readonly monotonic: () => number
  /** An integer in [0, below). */
  readonly chance: (below: number) => number
  /** Names this process in call ids and records. */
  readonly writer: string
}
