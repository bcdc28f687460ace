import type { ProviderEvent } from '../../../../src/plugin-api.js'
import type { Wire } from './wire.js'

/** Reads one item of an answer: pieces as a stream brings them, then the whole, of which it says what the pieces did not. */
export interface ItemReader {
  /** An event of the item's own. */
  piece(event: Wire, out: ProviderEvent[]): void
  /** The item as it is when it is complete. */
  whole(item: Wire, out: ProviderEvent[]): void
}

/** What the items of one answer share. */
export interface AnswerContext {
  readonly owner: string
  /** Numbers the parts in the order in which they begin. */
  nextPart(): number
  /** Numbers the tool calls. */
  nextCall(): number
  sawRefusal(): void
}

/** What is left of a text of which a beginning has been shown. */
export function remainder(whole: unknown, shown: number): string {
  return typeof whole === 'string' ? whole.slice(shown) : ''
}
