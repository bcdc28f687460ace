import type { ModerationResult } from './completion.js'
import type { ProviderEvent, Warning } from './completion-event.js'
import type { CompletionRequest, EmbedRequest, ModerationRequest, RerankRequest } from './completion-request.js'
import type { ModelCapabilities } from './model.js'
import type { Usage } from './usage.js'

export type { Timeouts } from './timeouts.js'

/** What a provider says is left of its rate limit, by the headers of an answer. */
export interface RateLimits {
  readonly requests?: RateLimit
  readonly tokens?: RateLimit
}

export interface RateLimit {
  readonly limit: number | null
  readonly remaining: number
  /** Milliseconds until it is whole again; null when not told. */
  readonly resetMs: number | null
}

export interface ProviderCall<Request> {
  readonly request: Request
  /** The model's name at the provider, without our prefix. */
  readonly model: string
  /** Ask upstream for a stream, or for the answer in one piece (then yield one batch). */
  readonly stream: boolean
  /** Aborting it closes the socket to the provider at once. */
  readonly signal: AbortSignal
  readonly connectTimeoutMs: number
  /** W3C trace context, passed on. */
  readonly traceparent?: string
  /** Told once for each answer whose head says what is left. */
  readonly onRateLimits?: (limits: RateLimits) => void
}

export interface ProviderEmbedding {
  readonly vectors: readonly (readonly number[])[]
  readonly usage: Usage | null
  readonly warnings?: readonly Warning[]
}

export interface ProviderRanking {
  /** Best first. */
  readonly results: readonly { readonly index: number; readonly score: number }[]
  readonly usage: Usage | null
  /** What the vendor bills by instead of tokens, at the price's `perRequest` each; absent: one. */
  readonly searchUnits?: number
  readonly warnings?: readonly Warning[]
}

export interface ProviderModeration {
  readonly results: readonly ModerationResult[]
  readonly usage: Usage | null
  readonly warnings?: readonly Warning[]
}

export interface ProviderModel {
  readonly id: string
  readonly ownedBy?: string
  readonly createdAt?: Date
}

/**
 * One configured provider. First-token, idle and total time-outs are the pipeline's, by aborting `signal`; the provider keeps the
 * connect time-out. Every error it throws is a GatewayError, except the reason of an aborted signal, which it rethrows.
 */
export interface Provider {
  readonly name: string
  readonly kind: string
  complete(call: ProviderCall<CompletionRequest>): AsyncIterable<readonly ProviderEvent[]>
  embed?(call: ProviderCall<EmbedRequest>): Promise<ProviderEmbedding>
  rerank?(call: ProviderCall<RerankRequest>): Promise<ProviderRanking>
  moderate?(call: ProviderCall<ModerationRequest>): Promise<ProviderModeration>
  /** How many input tokens the request has, by the provider's own count, where that is free of charge. */
  countTokens?(call: ProviderCall<CompletionRequest>): Promise<number>
  /** Under which name the state of this model's answers is kept; state of another owner never reaches `complete`. Absent: `kind`. */
  stateOwner?(model: string): string
  /**
   * The wire formats whose own fields (`extra`) the model's API takes; fields of others are left out with a warning. Absent: the plugin says what it
   * leaves out.
   */
  dialectsOf?(model: string): readonly string[]
  /** What the plugin knows of a model by its name; it wins over the catalogue, an operator's word over both. */
  capabilitiesOf?(model: string): Partial<ModelCapabilities>
  /** The models that the provider lists; null when it has no such list. */
  listModels?(signal: AbortSignal): Promise<readonly ProviderModel[]>
  close(): Promise<void>
}
