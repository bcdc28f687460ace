import type { Attempt, CallStatus, Routing, Timings } from './completion.js'
import type { FinishReason, Warning } from './completion-event.js'
import type { ContentPart, Message } from './content.js'
import type { Cost } from './cost.js'
import type { GatewayErrorCode } from './gateway-error.js'
import type { Usage, UsageSource } from './usage.js'

export const OPERATIONS = ['COMPLETION', 'EMBEDDING', 'RERANK', 'MODERATION'] as const
export type Operation = (typeof OPERATIONS)[number]
/** By which wire format a call came. */
export const DOORS = ['GRAPHQL', 'OPENAI', 'OPENAI_RESPONSES', 'ANTHROPIC', 'GEMINI', 'COHERE'] as const
export type Door = (typeof DOORS)[number]

/** What is on record before a provider is asked. */
export interface CallStart {
  readonly id: string
  readonly organizationId: string
  readonly keyId: string
  readonly operation: Operation
  readonly door: Door
  readonly requestedModel: string
  readonly stream: boolean
  readonly startedAt: Date
  readonly tags: readonly string[]
  readonly endUser?: string
  readonly idempotencyKey?: string
  /** The call that this one mirrors: nobody saw its answer. */
  readonly shadowOf?: string
}

/** The terminal record of a call, one per call: small, without prompt or answer. */
export interface CallRecord extends CallStart {
  readonly endedAt: Date
  readonly status: CallStatus
  /** null when no target was resolved. */
  readonly model: string | null
  readonly provider: string | null
  readonly route: string | null
  /** How the route decided. Absent in records of before there was any. */
  readonly routing?: Routing | null
  readonly usage: Usage
  readonly usageSource: UsageSource
  /** null when unknown: then `unpriced` says so, as it does of an estimated one. */
  readonly cost: Cost | null
  readonly unpriced: boolean
  readonly finishReason: FinishReason | null
  readonly attempts: readonly Attempt[]
  readonly timings: Timings
  readonly warnings: readonly Warning[]
  readonly error: { readonly code: GatewayErrorCode; readonly message: string } | null
  readonly configVersion: string
  /** The process that served the call. */
  readonly writer: string
}

/** Prompt and answer of a call, kept apart from its record, with a retention of its own. */
export interface CallBody {
  readonly messages: readonly Message[]
  readonly choices: readonly { readonly parts: readonly ContentPart[] }[]
}

/** What the pipeline hands over at the end of a call. */
export interface CallEnd {
  readonly record: CallRecord
  /** Absent when bodies are not kept. */
  readonly body?: CallBody
}

/**
 * The append-only journal of calls. `start` resolves when the entry has left the process (it survives SIGKILL of the process), which must be
 * before any provider is asked; `end` never fails the call: what cannot be written is handled by the declared policy.
 * @throws {GatewayError} JOURNAL_UNAVAILABLE from `start` when the journal is at its limit and the policy is to refuse.
 */
export interface CallJournal {
  start(call: CallStart): Promise<void>
  end(end: CallEnd): void
}
