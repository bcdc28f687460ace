import type { CallEnd, CallJournal } from '../domain/call-record.js'
import type { HealthTracker } from '../domain/health.js'
import type { CompileSchema } from '../domain/json-schema.js'
import type { EndedCall } from '../domain/live-usage.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { TurnMemory } from '../domain/turn-memory.js'
import type { ShadowReport } from './compare-answers.js'
import type { OpenCalls } from './open-call.js'
import type { Surroundings } from './surroundings.js'

/** What the stages of a request are given. */
export interface Stages extends Surroundings {
  readonly calls: OpenCalls
  /** The snapshot in force now. */
  readonly snapshot: () => Snapshot
  /** The same for the length of a call, which keeps the one that it began with, and what it names, until `end`. */
  readonly leaseSnapshot: () => { readonly snapshot: Snapshot; end(): void }
  readonly health: HealthTracker
  /** How long a call waits for a place when every target is at its ceiling, in milliseconds. */
  readonly maxWaitMs: number
  readonly journal: CallJournal
  readonly keepBodies: 'OFF' | 'ON' | 'REDACTED'
  /** How many tokens a text has, by the tokenizer nearest to the model's; null when none is near. */
  readonly countTokens: (model: string, text: string) => Promise<number | null>
  readonly turns: TurnMemory
  readonly compileSchema: CompileSchema
  readonly publishEnded: (call: EndedCall) => void
  /** Counts the call in the metrics of this process. */
  readonly observe: (record: CallEnd['record']) => void
  /** Told how the answer of a mirrored call compares with the one that was shown. */
  readonly onShadow: (report: ShadowReport) => void
  /** For what is a bug of ours: logged whole, under the call's id. */
  readonly logBug: (error: unknown, callId: string) => void
}
