import type { ApiKey } from './api-key.js'
import type { CallBody, CallRecord } from './call-record.js'
import type { CallStatus } from './completion.js'
import type { ContentPart, Message } from './content.js'
import type { SealedCredential, StoredConfig, StoredConfigHead, WrappedDataKey } from './control-plane.js'
import type { JsonObject } from './json.js'
import type { Usage } from './usage.js'

export interface CallFilter {
  readonly from?: Date
  readonly to?: Date
  readonly keyId?: string
  readonly model?: string
  readonly provider?: string
  readonly status?: CallStatus
  readonly tag?: string
  readonly idempotencyKey?: string
}

/** Newest first. `after` and `before` are call ids, which sort by time. */
export interface PageRequest {
  readonly first: number
  readonly after?: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly hasNextPage: boolean
}

export interface CallStore {
  /** In the order asked; null where the organisation has no such call. */
  findMany(organizationId: string, ids: readonly string[]): Promise<readonly (CallRecord | null)[]>
  list(organizationId: string, filter: CallFilter, page: PageRequest): Promise<Page<CallRecord>>
}

export interface CallBodyStore {
  findMany(organizationId: string, ids: readonly string[]): Promise<readonly (CallBody | null)[]>
}

/** A response that a later one may refer to. Kept with a retention of its own, whether or not bodies are logged. */
export interface StoredResponse {
  /** The id of the call that made it. */
  readonly id: string
  readonly organizationId: string
  readonly keyId: string
  readonly createdAt: Date
  /** The responses that it continues, oldest first. */
  readonly ancestors: readonly string[]
  /** What this turn added, without instructions, which hold for one turn only. */
  readonly input: readonly Message[]
  readonly output: readonly ContentPart[]
  /** The response and its input items as the door showed them. */
  readonly wire: JsonObject
}

export interface ResponseStore {
  insert(response: StoredResponse): Promise<void>
  /** In the order asked; null where the organisation has no such response. */
  findMany(organizationId: string, ids: readonly string[]): Promise<readonly (StoredResponse | null)[]>
  /** Whether there was one. */
  delete(organizationId: string, id: string): Promise<boolean>
}

/** What providers attached to an assistant's turn, under the ids of its tool calls: for clients whose format drops it. */
export interface TurnState {
  readonly toolCallId: string
  /** The whole turn's parts, in order. */
  readonly parts: readonly ContentPart[]
}

export interface TurnStateStore {
  insert(organizationId: string, turns: readonly TurnState[]): Promise<void>
  findMany(organizationId: string, toolCallIds: readonly string[]): Promise<readonly TurnState[]>
}

export const USAGE_DIMENSIONS = ['key', 'model', 'provider', 'tag'] as const
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number]
export type UsageInterval = 'MINUTE' | 'HOUR' | 'DAY'

/** One dimension at a time: roll-ups are kept per dimension, never as their cross product. */
export interface UsageQuery {
  readonly from: Date
  readonly to: Date
  readonly where?: { readonly dimension: UsageDimension; readonly value: string }
  readonly groupBy?: UsageDimension
  /** Absent: one bucket over the whole range. */
  readonly interval?: UsageInterval
}

/** Aggregates of the calls that ended in a bucket. */
export interface UsageBucket {
  /** Start of the bucket; null when the whole range is one. */
  readonly start: Date | null
  /** Value of the dimension grouped by; null when not grouped. */
  readonly group: string | null
  readonly requests: bigint
  readonly errors: bigint
  readonly usage: { readonly input: Record<keyof Usage['input'], bigint>; readonly output: Record<keyof Usage['output'], bigint> }
  readonly costNanos: bigint
  /** Calls whose cost is unknown and so not in `costNanos`. */
  readonly unpricedRequests: bigint
  /** From the latency histogram, in milliseconds; null without a call. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

export interface UsageStore {
  report(organizationId: string, query: UsageQuery): Promise<readonly UsageBucket[]>
}

export interface ApiKeyStore {
  /** Every key that is neither revoked nor expired, of all organisations, in batches: fills the map at start. */
  loadActive(): AsyncIterable<readonly ApiKey[]>
  /** Keys issued or revoked since a moment, revoked ones included, of all organisations: the deltas that other nodes made. */
  changedSince(since: Date): Promise<readonly ApiKey[]>
  list(organizationId: string): Promise<readonly ApiKey[]>
  insert(organizationId: string, key: ApiKey): Promise<void>
  /** The key as revoked, or null when the organisation has no such key. Idempotent: the first revocation's time stays. */
  revoke(organizationId: string, id: string, at: Date): Promise<ApiKey | null>
}

export interface ConfigStore {
  latest(organizationId: string): Promise<StoredConfig | null>
  /** 0 when there is none. */
  latestVersion(organizationId: string): Promise<number>
  find(organizationId: string, version: number): Promise<StoredConfig | null>
  /** Newest first; `before`: only versions below it. */
  list(organizationId: string, page: { readonly first: number; readonly before?: number }): Promise<Page<StoredConfigHead>>
  /** @throws {GatewayError} CONFLICT when there is such a version already: someone else was first */
  append(config: StoredConfig): Promise<void>
  /** Deletes the oldest, so that this many stay. */
  prune(organizationId: string, keep: number): Promise<void>
}

export interface CredentialStore {
  findMany(organizationId: string, ids: readonly string[]): Promise<readonly SealedCredential[]>
  all(organizationId: string): Promise<readonly SealedCredential[]>
  insert(credential: SealedCredential): Promise<void>
  /** Seals it anew, unless it is no longer sealed by `dataKeyId`: someone else was first. What it says is the same. */
  replace(credential: SealedCredential, dataKeyId: string): Promise<void>
  deleteMany(organizationId: string, ids: readonly string[]): Promise<void>
  dataKeys(organizationId: string): Promise<readonly WrappedDataKey[]>
  /** Inserts, or replaces the one of this id. */
  putDataKey(key: WrappedDataKey): Promise<void>
  deleteDataKeys(organizationId: string, ids: readonly string[]): Promise<void>
}
