import type { ServerResponse } from 'node:http'

/** How long a door waits for a client that has stopped reading, and when it breaks a silence. */
export interface AnswerLimits {
  /** A comment is sent when the provider has been silent for this long, so that no proxy between takes the connection for dead. */
  readonly keepAliveMs: number
  /** A client that takes nothing for this long is cut off. */
  readonly stalledReaderMs: number
}

export const ANSWER_LIMITS: AnswerLimits = { keepAliveMs: 15_000, stalledReaderMs: 60_000 }

/** Frees what an ended response still holds when its reader takes nothing more. */
export function cutWhenStalled(raw: ServerResponse, { stalledReaderMs }: AnswerLimits): void {
  if (raw.writableLength === 0 || raw.closed) return
  const cut = setTimeout(() => raw.destroy(), stalledReaderMs).unref()
  raw.once('finish', () => clearTimeout(cut))
  raw.once('close', () => clearTimeout(cut))
}
