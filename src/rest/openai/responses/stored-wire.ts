import type { JsonObject } from '../../../domain/json.js'
import type { StoredResponse } from '../../../domain/stores.js'

/** What this door keeps as the `wire` of a stored response. */
export interface StoredWire {
  readonly response: JsonObject
  readonly input: readonly JsonObject[]
  /** The parts of the answer that each item of the output shows, by number. */
  readonly layout: readonly (readonly number[])[]
}

export function toStoredWire({ wire }: StoredResponse): StoredWire {
  return wire as unknown as StoredWire
}

export function fromStoredWire({ response, input, layout }: StoredWire): JsonObject {
  return { response, input, layout }
}
