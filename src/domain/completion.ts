import type { ContentPart } from './content.js'
import type { Cost } from './cost.js'
import type { GatewayErrorCode } from './gateway-error.js'
import type { Json } from './json.js'
import type { FinishReason, TokenLogprob, Warning } from './provider-event.js'
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
  readonly logprobs?: readonly TokenLogprob[]
}

/** One try of one target. */
export interface Attempt {
  /** `provider/model`. */
  readonly target: string
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
  readonly timings: Timings
  readonly warnings: readonly Warning[]
  readonly providerResponseId?: string
  readonly providerModel?: string
  readonly systemFingerprint?: string
  readonly serviceTier?: string
  readonly extra?: { readonly dialect: string; readonly fields: Readonly<Record<string, Json>> }
}

export interface Embedding {
  readonly id: string
  readonly createdAt: Date
  readonly requestedModel: string
  readonly model: string
  readonly provider: string
  readonly vectors: readonly (readonly number[])[]
  readonly usage: Usage
  readonly usageSource: UsageSource
  readonly cost: Cost | null
  readonly attempts: readonly Attempt[]
  readonly route: string | null
  readonly timings: Timings
  readonly warnings: readonly Warning[]
}
