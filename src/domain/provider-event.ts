import type { Citation, ProviderState } from './content.js'
import type { Json, JsonObject } from './json.js'
import type { Usage } from './usage.js'

export type FinishReason = 'STOP' | 'LENGTH' | 'TOOL_CALLS' | 'CONTENT_FILTER' | 'REFUSAL' | 'OTHER'

/** Log probability of one output token with its alternatives. */
export interface TokenLogprob {
  readonly token: string
  readonly logprob: number
  readonly bytes?: readonly number[] | null
  readonly top?: readonly { readonly token: string; readonly logprob: number; readonly bytes?: readonly number[] | null }[]
}

/** Identity that the provider gave its answer; at most once, before content. */
export interface ResponseMetadataEvent {
  readonly type: 'response-metadata'
  readonly providerResponseId?: string
  /** The model as the provider names it, often a dated version. */
  readonly providerModel?: string
  readonly systemFingerprint?: string
  readonly serviceTier?: string
}
/** `choice` is absent for the first alternative. `part` numbers the content parts of a choice as the provider orders them, when it does. */
interface ContentEvent {
  readonly choice?: number
  readonly part?: number
  readonly providerState?: ProviderState
}
export interface TextDeltaEvent extends ContentEvent {
  readonly type: 'text-delta'
  readonly text: string
  readonly logprobs?: readonly TokenLogprob[]
  /** Sources of the part; their ranges count from the part's beginning. */
  readonly citations?: readonly Citation[]
}
export interface ReasoningDeltaEvent extends ContentEvent {
  readonly type: 'reasoning-delta'
  readonly text: string
}
export interface RefusalDeltaEvent extends ContentEvent {
  readonly type: 'refusal-delta'
  readonly text: string
}
/** One piece of a tool call. `index` tells parallel calls apart; the first piece of a call carries `id` and `name`. */
export interface ToolCallDeltaEvent extends ContentEvent {
  readonly type: 'tool-call-delta'
  readonly index: number
  readonly id?: string
  readonly name?: string
  readonly argumentsDelta: string
}
/** A whole item of one dialect, see NativePart. */
export interface NativeEvent extends ContentEvent {
  readonly type: 'native'
  readonly dialect: string
  readonly value: JsonObject
}
/** How a provider's filters judged the answer, or the prompt of an answer that is blocked. */
export interface SafetyEvent {
  readonly type: 'safety'
  readonly choice?: number
  readonly ratings: readonly SafetyRating[]
}
export interface SafetyRating {
  /** In the provider's words. */
  readonly category: string
  readonly probability?: string
  readonly severity?: string
  readonly blocked?: boolean
}
/** The whole usage so far; a later one replaces it. */
export interface UsageEvent {
  readonly type: 'usage'
  readonly usage: Usage
}
export interface FinishEvent {
  readonly type: 'finish'
  readonly choice?: number
  readonly reason: FinishReason
  readonly nativeReason?: string
  /** The stop sequence that was met, when the provider tells it. */
  readonly stopSequence?: string
}
/** What a provider could not do as asked. */
export interface WarningEvent {
  readonly type: 'warning'
  readonly warning: Warning
}
export const WARNING_CODES = [
  /** The target cannot do it: it was left out. */
  'UNSUPPORTED_PARAMETER',
  /** The target does something near: it was translated. */
  'PARAMETER_MAPPED',
  'UNPRICED_MODEL',
  'STALE_PRICE',
  'PROVIDER_WARNING',
  /** Signatures or items of another provider were left out, since they mean nothing to this one. */
  'STATE_DROPPED',
  /** The answer could not be stored, so that it cannot be referred to later. */
  'NOT_STORED',
  /** An answer that was found wanting is shown all the same, since no other model could be asked. */
  'NOT_ESCALATED',
  /** The stream broke off and went on at another target. */
  'CONTINUED',
] as const
export type WarningCode = (typeof WARNING_CODES)[number]
export interface Warning {
  readonly code: WarningCode
  readonly message: string
  /** The parameter concerned, as in CompletionInput. */
  readonly parameter?: string
}
/** Fields of the answer that the canonical model has no name for. */
export interface ExtraEvent {
  readonly type: 'extra'
  readonly dialect: string
  readonly fields: Readonly<Record<string, Json>>
}

/** What a provider plugin yields. It ends by returning after at least one `finish`, or by throwing a GatewayError; never otherwise. */
export type ProviderEvent =
  | ResponseMetadataEvent
  | TextDeltaEvent
  | ReasoningDeltaEvent
  | RefusalDeltaEvent
  | ToolCallDeltaEvent
  | NativeEvent
  | SafetyEvent
  | UsageEvent
  | FinishEvent
  | WarningEvent
  | ExtraEvent
