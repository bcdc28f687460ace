import { randomUUID } from 'node:crypto'

/** Ids with this beginning are ours: the vendor gave none and wants none back. */
const OURS = 'call_gemini_'

/**
 * An id for a call that came without: the same however the answer was read, and of this answer only, since a conversation's other
 * calls are kept by their ids too.
 */
export function makeToolCallId(responseId: string | undefined, choice: number, index: number): string {
  const answer = responseId?.replace(/[^\w-]/g, '').slice(0, 40) || randomUUID()
  return `${OURS}${answer}_${choice > 0 ? `${choice}_` : ''}${index}`
}

export function toWireId(id: string): { readonly id?: string } {
  return id === '' || id.startsWith(OURS) ? {} : { id }
}
