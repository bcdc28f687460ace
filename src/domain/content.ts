import type { Json, JsonObject } from './json.js'

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool'

/**
 * What every part may carry. `providerState` is opaque to us: signatures, item ids, encrypted reasoning; it returns to the provider that
 * gave it exactly as it came. `extra` holds fields of the wire format that the canonical model has no name for.
 */
export interface PartState {
  readonly providerState?: ProviderState
  readonly extra?: JsonObject
}

export interface ProviderState {
  /** The provider kind that understands `value`, e.g. `gemini`. */
  readonly provider: string
  readonly value: Json
}

export type MediaSource =
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'base64'; readonly mediaType: string; readonly data: string }
  | { readonly type: 'file-id'; readonly id: string }

export interface TextPart extends PartState {
  readonly type: 'text'
  readonly text: string
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

export type ContentPart =
  | TextPart
  | ImagePart
  | AudioPart
  | FilePart
  | ToolCallPart
  | ToolResultPart
  | ReasoningPart
  | RefusalPart

export interface Message {
  readonly role: Role
  readonly parts: readonly ContentPart[]
  readonly name?: string
  readonly extra?: JsonObject
}
