import type { CacheControl, ImagePart, Message, TextPart } from './content.js'
import type { Json, JsonObject } from './json.js'
import type { Objective } from './route.js'

export interface Tool {
  readonly name: string
  readonly description?: string
  /** JSON Schema of the arguments. */
  readonly parameters?: JsonObject
  readonly strict?: boolean
  readonly extra?: JsonObject
  /** As on a content part: the definitions up to this one are worth keeping in the prompt cache. */
  readonly cacheControl?: CacheControl
}

/** A tool that the provider runs itself, in the words of its dialect; other dialects cannot do it. */
export interface NativeTool {
  readonly dialect: string
  readonly definition: JsonObject
}

/** Fields of a wire format that the canonical model has no name for; sent on to providers of the dialect that they came from. */
export interface Extra {
  readonly dialect: string
  readonly fields: Readonly<Record<string, Json>>
  /** Headers of the dialect that change what the provider does, such as `anthropic-beta`; lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

export type ToolChoice = { readonly type: 'auto' | 'none' | 'required' } | { readonly type: 'tool'; readonly name: string }

export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json-object' }
  | {
      readonly type: 'json-schema'
      readonly name: string
      readonly schema: JsonObject
      readonly strict?: boolean
      readonly description?: string
    }

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh'
/** `AUTO`: breakpoints are set where providers that need them profit, unless the request marks its own. Absent: only marks count. */
export type ProviderCache = 'AUTO' | 'OFF'
export type OnUnsupported = 'ERROR' | 'WARN' | 'IGNORE'

/** One request for a completion, in no vendor's words. Doors translate into it, provider plugins out of it. */
export interface CompletionRequest {
  /** As the caller spelled it: `provider/model`, a bare model name that is unique, or a route. */
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools?: readonly Tool[]
  readonly nativeTools?: readonly NativeTool[]
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
  readonly reasoning?: {
    readonly effort?: ReasoningEffort
    readonly maxTokens?: number
    /** Whether to ask for the text, or a summary, of the reasoning; absent: as the provider does by itself. */
    readonly show?: boolean
  }
  readonly providerCache?: ProviderCache
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
  /** What is in it by the caller's word, such as `pii`: it may only narrow where the request goes. */
  readonly dataClasses?: readonly string[]
  /** What `model: "auto"` strives for; absent: what the operator says. */
  readonly objective?: Objective
  readonly extra?: Extra
}

export interface EmbedRequest {
  readonly model: string
  /** Texts, or token ids. */
  readonly input: readonly (string | readonly number[])[]
  readonly dimensions?: number
  readonly endUser?: string
  readonly tags?: readonly string[]
  readonly onUnsupported?: OnUnsupported
  /** As of a completion. */
  readonly dataClasses?: readonly string[]
  readonly extra?: Extra
}

/** Which of the documents answer the query best. */
export interface RerankRequest {
  readonly model: string
  readonly query: string
  readonly documents: readonly string[]
  /** How many results are wanted; absent: all. */
  readonly topN?: number
  readonly endUser?: string
  readonly tags?: readonly string[]
  readonly onUnsupported?: OnUnsupported
  /** As of a completion. */
  readonly dataClasses?: readonly string[]
  readonly extra?: Extra
}

/** Whether content breaks a policy. Each item is judged by itself. */
export interface ModerationRequest {
  readonly model: string
  readonly input: readonly (readonly (TextPart | ImagePart)[])[]
  readonly endUser?: string
  readonly tags?: readonly string[]
  readonly onUnsupported?: OnUnsupported
  /** As of a completion. */
  readonly dataClasses?: readonly string[]
  readonly extra?: Extra
}
