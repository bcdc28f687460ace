import type { Message } from './content.js'
import type { Json, JsonObject } from './json.js'

export interface Tool {
  readonly name: string
  readonly description?: string
  /** JSON Schema of the arguments. */
  readonly parameters?: JsonObject
  readonly strict?: boolean
  readonly extra?: JsonObject
}

export type ToolChoice = { readonly type: 'auto' | 'none' | 'required' } | { readonly type: 'tool'; readonly name: string }

export type ResponseFormat =
  | { readonly type: 'text' | 'json-object' }
  | {
      readonly type: 'json-schema'
      readonly name: string
      readonly schema: JsonObject
      readonly strict?: boolean
      readonly description?: string
    }

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh'
export type OnUnsupported = 'ERROR' | 'WARN' | 'IGNORE'

/** One request for a completion, in no vendor's words. Doors translate into it, provider plugins out of it. */
export interface CompletionRequest {
  /** As the caller spelled it: `provider/model`, a bare model name that is unique, or a route. */
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools?: readonly Tool[]
  readonly toolChoice?: ToolChoice
  readonly parallelToolCalls?: boolean
  readonly responseFormat?: ResponseFormat
  readonly maxOutputTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly presencePenalty?: number
  readonly frequencyPenalty?: number
  readonly stop?: readonly string[]
  /** How many alternatives to make; each is a choice of the answer. */
  readonly n?: number
  readonly seed?: number
  /** Log probabilities of the output tokens, with this many alternatives a token. */
  readonly logprobs?: { readonly top: number }
  readonly reasoning?: { readonly effort?: ReasoningEffort; readonly maxTokens?: number }
  /** Who the caller's own user is: an opaque string for abuse detection. */
  readonly endUser?: string
  readonly metadata?: Readonly<Record<string, string>>
  /** For usage reports: at most 10, of at most 64 characters each. */
  readonly tags?: readonly string[]
  /** Kept in the call's record, so that a caller who lost an answer can tell whether the call was made. */
  readonly idempotencyKey?: string
  /** Refuse a target whose dearest outcome could cost more, in nano-dollars. */
  readonly maxCostNanos?: bigint
  readonly onUnsupported?: OnUnsupported
  /** Top-level fields that the canonical model has no name for; sent on to providers of the dialect that they came from. */
  readonly extra?: { readonly dialect: string; readonly fields: Readonly<Record<string, Json>> }
}

export interface EmbedRequest {
  readonly model: string
  /** Texts, or token ids. */
  readonly input: readonly (string | readonly number[])[]
  readonly dimensions?: number
  readonly endUser?: string
  readonly tags?: readonly string[]
  readonly extra?: { readonly dialect: string; readonly fields: Readonly<Record<string, Json>> }
}
