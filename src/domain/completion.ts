import type { ContentPart } from './content.js'
import type { Cost } from './cost.js'
import type { GatewayErrorCode } from './gateway-error.js'
import type { Json } from './json.js'
import type { FinishReason, SafetyRating, TokenLogprob, Warning } from './provider-event.js'
import type { Strategy } from './route.js'
import type { Usage, UsageSource } from './usage.js'

export const CALL_STATUSES = [
  'COMPLETED',
  'REFUSED',
  'CLIENT_CANCELLED',
  'UPSTREAM_TRUNCATED',
  'BLOCKED',
  'TIMED_OUT',
  'FAILED',
  'ABANDONED',
] as const
/** How a call ended; every call ends in exactly one. */
export type CallStatus = (typeof CALL_STATUSES)[number]

export interface Choice {
  readonly parts: readonly ContentPart[]
  readonly finishReason: FinishReason | null
  readonly nativeFinishReason?: string
  readonly stopSequence?: string
  readonly logprobs?: readonly TokenLogprob[]
  readonly safetyRatings?: readonly SafetyRating[]
}

/**
 * How an answer came to its JSON schema: by the provider's own means, by a tool that the model was made to call, or by JSON mode with
 * the schema in the prompt. `valid` is false for an answer that was cut off, filtered or refused; otherwise it would have failed.
 */
export interface StructuredOutput {
  readonly strategy: 'NATIVE' | 'TOOL' | 'JSON_MODE'
  readonly repaired: boolean
  readonly valid: boolean
}

/** Why an attempt was made beside the first one, or what became of it. */
export const ATTEMPT_ROLES = [
  'PRIMARY',
  'NEXT',
  'RETRY',
  'FALLBACK',
  'HEDGE',
  'ESCALATION',
  'CONTINUATION',
  'JUDGE',
  'SHADOW',
] as const
export type AttemptRole = (typeof ATTEMPT_ROLES)[number]

/** How the route of a call decided. */
export interface Routing {
  /** The rule that took it; null: none did. */
  readonly rule: string | null
  readonly split: string | null
  readonly strategy: Strategy
  /** Why the first target was first, in a sentence. */
  readonly reason: string
}

/** One try of one target. */
export interface Attempt {
  /** `provider/model`. */
  readonly target: string
  /** The deployment that was asked. Absent in records of before there were any. */
  readonly deployment?: string
  readonly role?: AttemptRole
  readonly firstTokenMs?: number | null
  /** What it is billed at, in nano-dollars; absent when nothing, or unknown. */
  readonly costNanos?: bigint
  readonly outcome: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  readonly durationMs: number
  readonly error?: { readonly code: GatewayErrorCode; readonly message: string; readonly providerStatus?: number }
}

/** Milliseconds on a monotonic clock. `overheadMs` is the whole less the time spent waiting for providers and for a slow caller. */
export interface Timings {
  readonly totalMs: number
  readonly overheadMs: number
  readonly providerMs: number
  readonly timeToFirstTokenMs: number | null
  /** Time of each stage of the pipeline that ran, in order. */
  readonly stages: readonly { readonly name: string; readonly ms: number }[]
}

/** The answer to a completion request: the fold of its events, with its accounts. */
export interface Completion {
  readonly id: string
  readonly createdAt: Date
  readonly status: CallStatus
  /** What was asked for. */
  readonly requestedModel: string
  /** `provider/model` that answered. */
  readonly model: string
  readonly provider: string
  readonly choices: readonly Choice[]
  readonly usage: Usage
  readonly usageSource: UsageSource
  /** null when unknown. */
  readonly cost: Cost | null
  readonly attempts: readonly Attempt[]
  readonly route: string | null
  /** null when a model was asked for by its own name. Absent in records of before there was any. */
  readonly routing?: Routing | null
  readonly timings: Timings
  readonly warnings: readonly Warning[]
  readonly providerResponseId?: string
  readonly providerModel?: string
  readonly systemFingerprint?: string
  readonly serviceTier?: string
  readonly structuredOutput?: StructuredOutput
  readonly extra?: { readonly dialect: string; readonly fields: Readonly<Record<string, Json>> }
}

/** The accounts of an answer that comes whole. */
export interface WholeAnswer {
  readonly id: string
  readonly createdAt: Date
  readonly requestedModel: string
  readonly model: string
  readonly provider: string
  readonly usage: Usage
  readonly usageSource: UsageSource
  readonly cost: Cost | null
  readonly attempts: readonly Attempt[]
  readonly route: string | null
  readonly routing?: Routing | null
  readonly timings: Timings
  readonly warnings: readonly Warning[]
}

export interface Embedding extends WholeAnswer {
  readonly vectors: readonly (readonly number[])[]
}

export interface Ranking extends WholeAnswer {
  /** Best first. `index` is that of the document in the request, `score` the provider's own, from 0 to 1 by custom. */
  readonly results: readonly { readonly index: number; readonly score: number }[]
  /** What the vendor billed by instead of tokens, when it told. */
  readonly searchUnits?: number
}

export interface ModerationResult {
  readonly flagged: boolean
  readonly categories: readonly { readonly name: string; readonly flagged: boolean; readonly score: number | null }[]
}

export interface Moderation extends WholeAnswer {
  /** In the order of the inputs. */
  readonly results: readonly ModerationResult[]
}

/** What a request would use and cost, without asking any model. */
export interface Estimate {
  /** `provider/model` of the first target. */
  readonly model: string
  readonly inputTokens: number
  /** How the input was counted: by the provider itself, by its tokenizer's kin, or by characters. */
  readonly countedBy: 'PROVIDER' | 'TOKENIZER' | 'CHARACTERS'
  /** What the answer may have at most. */
  readonly maxOutputTokens: number
  /** Of the input alone, and with the longest answer; null when the price is unknown. */
  readonly inputCost: Cost | null
  readonly maxCost: Cost | null
}
