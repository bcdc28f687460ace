import type { ServerResponse } from 'node:http'

/** How long a door waits for a client that has stopped reading, and when it breaks a silence. */
export interface AnswerLimits {
  /** A comment is sent when the provider has been silent for this long, so that no proxy between takes the connection for dead. */
  readonly keepAliveMs: number
  /** A client that takes nothing for this long is cut off. */
  readonly stalledReaderMs: number
}

export const ANSWER_LIMITS: AnswerLimits = { keepAliveMs: 15_000, stalledReaderMs: 60_000 }

/** What a connection takes without its reader: nothing of a body up to this size can wait for long. */
const ALWAYS_TAKEN = 16 * 1024

/**
 * Frees what a response of so many characters still holds when its reader takes nothing more. Node's timer starts anew at each byte
 * that is taken, so a slow reader is not cut.
 */
export function cutWhenStalled(raw: ServerResponse, length: number, { stalledReaderMs }: AnswerLimits): void {
  if (length > ALWAYS_TAKEN && !raw.closed) raw.setTimeout(stalledReaderMs, () => raw.destroy())
}
