import type { Json, JsonObject } from '../../../src/plugin-api.js'

/** A content block as it is sent. */
export type Block = Record<string, Json | undefined>

/** Who is being spoken to: the dialect's own client may send what the canonical model has no name for. */
export interface Receiver {
  /** The request came in the words of this dialect, so that its `extra` fields are understood. */
  readonly ownWords: boolean
}

/** What a stream or an answer may hold; believed no further than it is checked. */
export type Wire = Readonly<Record<string, unknown>>

export function toWire(value: unknown): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : {}
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** JSON came from JSON. */
export function toJsonObject(value: unknown): JsonObject {
  return toWire(value) as JsonObject
}

/** What a client of this dialect said beside what the canonical model names; another's fields would be refused. */
export function ownExtra(extra: JsonObject | undefined, { ownWords }: Receiver): JsonObject {
  return ownWords && extra ? extra : {}
}
