import type { CallRecord } from './call-record.js'

/** A record's place in the chain of its writer. */
export interface ChainLink {
  /** Number of the record in its writer's chain: without gaps and never used twice. */
  readonly sequence: number
  /** HMAC-SHA256 over the record before, this record and the digest of its body. */
  readonly mac: Uint8Array
  /** SHA-256 of salt and body; null when no body was kept. It outlives the body. */
  readonly bodyDigest: Uint8Array | null
}

export interface ChainedRecord {
  readonly record: CallRecord
  readonly chain: ChainLink
}

/** Prompt and answer as packed JSON. The salt is erased with the body: without it the digest tells nothing about a guess. */
export interface PackedBody {
  readonly bytes: Uint8Array
  readonly salt: Uint8Array
}

/** One ended call on its way from a journal to the database. */
export interface DrainedCall extends ChainedRecord {
  readonly body: PackedBody | null
}

export interface RejectedCall {
  readonly sequence: number
  readonly reason: string
}

/** Where journals drain to. */
export interface JournalSink {
  /**
   * Stores calls of one writer, ascending and without gaps in their sequence. Idempotent for each call: a call that was applied before,
   * in whatever batch, changes nothing. Answers with the calls that can never be stored; all others are stored.
   * @throws {GatewayError} STORAGE_UNAVAILABLE when the batch, or part of it, must be applied again later.
   */
  apply(writer: string, calls: readonly DrainedCall[]): Promise<readonly RejectedCall[]>
}
