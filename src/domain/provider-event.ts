import type { ProviderState } from './content.js'
import type { Json } from './json.js'
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
}
/** What a provider could not do as asked. */
export interface WarningEvent {
  readonly type: 'warning'
  readonly warning: Warning
}
export interface Warning {
  readonly code: 'UNSUPPORTED_PARAMETER' | 'UNPRICED_MODEL' | 'PROVIDER_WARNING' | 'STATE_DROPPED'
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
  | UsageEvent
  | FinishEvent
  | WarningEvent
  | ExtraEvent
