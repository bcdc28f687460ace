import type { JsonObject } from '../../../domain/json.js'

export type ItemStatus = 'completed' | 'incomplete'

/** An event of the stream but its sequence number. */
export type WireEvent = { readonly type: string; delta?: string; logprobs?: readonly object[]; readonly [field: string]: unknown }

/** Where the events of an answer go. Who wants only the whole takes none. */
export type Emit = (event: WireEvent) => void

/** Where an item stands in the answer: told in each of its events. */
export interface ItemPlace {
  readonly id: string
  readonly index: number
}

/** One item of the output while it grows. */
export interface OutputItem {
  /** The parts of the answer that it shows, by their number. */
  readonly parts: number[]
  /** The item as it is so far. */
  toWire(status: ItemStatus): JsonObject
  /** Tells what the item has become; once. */
  close(status: ItemStatus): void
}
