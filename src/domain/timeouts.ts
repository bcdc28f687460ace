/** In milliseconds. `firstTokenMs`: until the first content event; `idleMs`: between two reads after it. */
export interface Timeouts {
  readonly connectMs: number
  readonly firstTokenMs: number
  readonly idleMs: number
  readonly totalMs: number
}
