import type { ContentPart, Message } from '../../../domain/content.js'
import { GatewayError } from '../../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../../domain/json.js'
import { hasScope, type Principal } from '../../../domain/principal.js'
import type { ResponseStore, StoredResponse } from '../../../domain/stores.js'
import { isObject } from '../../read-json.js'
import { type FindItem, fromInputItems } from './from-input-items.js'
import type { ResponsesRequest } from './from-responses-request.js'
import { itemNotFound, previousNotFound } from './refusals.js'
import { callOfResponse, placeOfItem } from './response-ids.js'
import { type StoredWire, toStoredWire } from './stored-wire.js'

/** What a request continues. */
export interface Conversation {
  /** Oldest first: the responses that lie before this one. */
  readonly ancestors: readonly string[]
  readonly messages: readonly Message[]
  readonly findItem: FindItem
  /** An item that is referred to, as it was shown; undefined when it is not stored. */
  findWire(id: string): JsonObject | undefined
}

/** A conversation that is longer has to be begun anew, with its gist as input. */
export const MAX_ANCESTORS = 1000

/** Who made a response may refer to it, and who may read the content of every call. */
export function mayRead(principal: Principal, stored: StoredResponse): boolean {
  return stored.keyId === principal.keyId || hasScope(principal, 'completions:read-content')
}

/**
 * Loads what the request refers to: with nothing to refer to, nothing is asked of the store.
 * @throws {GatewayError} INVALID_REQUEST when the previous response is not there for this key, STORAGE_UNAVAILABLE
 */
export async function loadConversation(
  responses: ResponseStore,
  principal: Principal,
  { input, previousResponseId }: ResponsesRequest,
): Promise<Conversation> {
  const referred = referredCalls(input)
  const previousCall = previousResponseId === undefined ? null : callOfResponse(previousResponseId)
  if (previousResponseId !== undefined && previousCall === null) throw previousNotFound(previousResponseId)
  const loaded = new LoadedResponses(responses, principal)
  await loaded.load(previousCall === null ? referred : [previousCall, ...referred])
  if (previousResponseId === undefined || previousCall === null) return toConversation([], loaded)
  const previous = loaded.get(previousCall)
  if (!previous) throw previousNotFound(previousResponseId)
  const ancestors = [...previous.ancestors, previousCall]
  if (ancestors.length > MAX_ANCESTORS) throw tooLong()
  await loaded.load(previous.ancestors)
  return toConversation(ancestors, loaded)
}

class LoadedResponses {
  readonly #store: ResponseStore
  readonly #principal: Principal
  readonly #byCall = new Map<string, StoredResponse>()

  constructor(store: ResponseStore, principal: Principal) {
    this.#store = store
    this.#principal = principal
  }

  async load(ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#byCall.has(id))
    if (missing.length === 0) return
    for (const stored of await this.#store.findMany(this.#principal.organizationId, missing)) {
      if (stored && mayRead(this.#principal, stored)) this.#byCall.set(stored.id, stored)
    }
  }

  get(id: string): StoredResponse | undefined {
    return this.#byCall.get(id)
  }

  all(): Iterable<StoredResponse> {
    return this.#byCall.values()
  }
}

function toConversation(ancestors: readonly string[], loaded: LoadedResponses): Conversation {
  const messages = ancestors.flatMap((id) => turnsOf(loaded.get(id) ?? lost(id)))
  const findItem: FindItem = (id, path) => {
    const found = find(loaded, id)
    if (!found) throw itemNotFound(id, path)
    if (found.isInput) return { message: toMessage(found.wire, path) }
    return { parts: found.parts }
  }
  return { ancestors, messages, findItem, findWire: (id) => find(loaded, id)?.wire }
}

function turnsOf({ input, output }: StoredResponse): readonly Message[] {
  return output.length === 0 ? input : [...input, { role: 'assistant', parts: output }]
}

type FoundItem = { readonly wire: JsonObject; readonly isInput: boolean; readonly parts: readonly ContentPart[] }

/** By the place that our own ids tell; an id that a provider gave is looked for in what is loaded. */
function find(loaded: LoadedResponses, id: string): FoundItem | undefined {
  const place = placeOfItem(id)
  const candidates = place ? [loaded.get(place.callId)].filter((stored) => stored !== undefined) : loaded.all()
  for (const stored of candidates) {
    const wire = toStoredWire(stored)
    const found = findOutput(stored, wire, id) ?? findInput(wire, id)
    if (found) return found
  }
  return undefined
}

function findOutput(stored: StoredResponse, { response, layout }: StoredWire, id: string): FoundItem | undefined {
  const output = (response['output'] ?? []) as readonly JsonObject[]
  const index = output.findIndex((item) => item['id'] === id)
  const wire = output[index]
  return wire && { wire, isInput: false, parts: (layout[index] ?? []).flatMap((part) => stored.output[part] ?? []) }
}

function findInput({ input }: StoredWire, id: string): FoundItem | undefined {
  const wire = input.find((item) => item['id'] === id)
  return wire && { wire, isInput: true, parts: [] }
}

/** What was shown was read from such an item before. */
function toMessage(wire: JsonObject, path: string): Message {
  const [message] = fromInputItems([wire], path, (id) => {
    throw itemNotFound(id, path)
  })
  return message ?? { role: 'assistant', parts: [] }
}

/** The calls whose items the input refers to. */
function referredCalls(input: Json): string[] {
  if (!Array.isArray(input)) return []
  return (input as readonly Json[]).flatMap((item) => {
    const id = isObject(item) && item['type'] === 'item_reference' ? item['id'] : undefined
    const place = typeof id === 'string' ? placeOfItem(id) : null
    return place ? [place.callId] : []
  })
}

function lost(id: string): never {
  throw new GatewayError(
    'INVALID_REQUEST',
    `The conversation cannot be continued: its response resp_${id} was deleted or has expired. Send the items again.`,
    { path: 'previous_response_id' },
  )
}

function tooLong(): GatewayError {
  const message = `The conversation has ${MAX_ANCESTORS} responses, the most that can be continued. Begin another one.`
  return new GatewayError('INVALID_REQUEST', message, { path: 'previous_response_id' })
}
