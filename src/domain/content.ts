import type { Json, JsonObject } from './json.js'

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool'

/**
 * What every part may carry. `providerState` is opaque to us: signatures, item ids, encrypted reasoning; it returns to the provider that
 * gave it exactly as it came. `extra` holds fields of the wire format that the canonical model has no name for.
 */
export interface PartState {
  readonly providerState?: ProviderState
  readonly extra?: JsonObject
  /** The provider should keep everything up to and including this part in its prompt cache. Providers that cache by themselves ignore it. */
  readonly cacheControl?: CacheControl
}

/** How long a prompt cache should keep what it is marked to. */
export interface CacheControl {
  readonly ttl: '5m' | '1h'
}

/**
 * `provider` names who understands `value`: a `stateOwner` of a provider, such as `anthropic` for Claude wherever it is served. Doors
 * of the same dialect know these values, all others treat them as opaque:
 * `anthropic` on reasoning: `{ signature }`, or `{ redacted }` for a block whose text is withheld;
 * `gemini` on any part: `{ thoughtSignature }`;
 * `openai-responses` on reasoning: `{ id, encryptedContent? }`, on other parts: `{ id }` of the item.
 */
export interface ProviderState {
  readonly provider: string
  readonly value: Json
}

/** Where a stretch of an answer comes from. */
export interface Citation {
  readonly url?: string
  readonly title?: string
  /** The words of the source. */
  readonly citedText?: string
  /** Half-open range of UTF-16 units in the part's text that the source supports; absent: the whole part. */
  readonly start?: number
  readonly end?: number
  /** The dialect's own form of it, shown as it is by a door of that dialect. */
  readonly native?: { readonly dialect: string; readonly value: JsonObject }
}

export type MediaSource =
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'base64'; readonly mediaType: string; readonly data: string }
  | { readonly type: 'file-id'; readonly id: string }

export interface TextPart extends PartState {
  readonly type: 'text'
  readonly text: string
  readonly citations?: readonly Citation[]
}
export interface ImagePart extends PartState {
  readonly type: 'image'
  readonly source: MediaSource
  readonly detail?: 'auto' | 'low' | 'high'
}
export interface AudioPart extends PartState {
  readonly type: 'audio'
  readonly source: MediaSource
}
export interface FilePart extends PartState {
  readonly type: 'file'
  readonly source: MediaSource
  readonly filename?: string
}
export interface ToolCallPart extends PartState {
  readonly type: 'tool-call'
  readonly id: string
  readonly name: string
  /** The arguments as JSON text, exactly as the model wrote them. */
  readonly arguments: string
}
export interface ToolResultPart extends PartState {
  readonly type: 'tool-result'
  readonly toolCallId: string
  readonly parts: readonly (TextPart | ImagePart)[]
  readonly isError?: boolean
}
export interface ReasoningPart extends PartState {
  readonly type: 'reasoning'
  readonly text: string
}
export interface RefusalPart extends PartState {
  readonly type: 'refusal'
  readonly text: string
}

/**
 * An item of one dialect that has no canonical equal, such as a search that the provider ran itself. It is shown by doors of the dialect
 * and returns to providers of the dialect; elsewhere it is left out with a warning.
 */
export interface NativePart extends PartState {
  readonly type: 'native'
  readonly dialect: string
  readonly value: JsonObject
}

export type ContentPart =
  | TextPart
  | ImagePart
  | AudioPart
  | FilePart
  | ToolCallPart
  | ToolResultPart
  | ReasoningPart
  | RefusalPart
  | NativePart

export interface Message {
  readonly role: Role
  readonly parts: readonly ContentPart[]
  readonly name?: string
  readonly extra?: JsonObject
}
