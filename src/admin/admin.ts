import type { ApiKey } from '../domain/api-key.js'
import type { CallBody, CallRecord } from '../domain/call-record.js'
import type { EndedCall } from '../domain/live-usage.js'
import type { Modality, ModelCapabilities } from '../domain/model.js'
import type { Principal, PrincipalAttributes, Scope } from '../domain/principal.js'
import type { Model } from '../domain/snapshot.js'
import type { CallFilter, Page, PageRequest, UsageBucket, UsageQuery } from '../domain/stores.js'
import type { ControlPlane } from './control-plane.js'
import type { RouteHealthSource } from './route-health.js'

export interface IssueApiKeyInput {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly models: readonly string[] | null
  readonly expiresAt: Date | null
  /** What conditions of routes may go by. */
  readonly attributes?: PrincipalAttributes
}

/** An API key without its hash: what may leave the gateway. */
export type PublicApiKey = Omit<ApiKey, 'secretHash'>

export interface ModelFilter {
  readonly provider?: string
  /** Part of the id, in any case. */
  readonly search?: string
  readonly priced?: boolean
  /** Also models that are only known, since no provider that is on serves them. */
  readonly known?: boolean
  readonly available?: boolean
  /** What the model must be known to do. */
  readonly capabilities?: readonly ModelAbility[]
  /** What it must be known to take. */
  readonly input?: readonly Modality[]
  /** Tokens that must be known to fit. */
  readonly minContextWindow?: number
}

/** What a model does or does not. */
export const MODEL_ABILITIES = [
  'tools',
  'parallelTools',
  'jsonSchema',
  'jsonMode',
  'reasoning',
  'promptCache',
  'embeddings',
  'rerank',
  'moderation',
] as const satisfies readonly (keyof ModelCapabilities)[]
export type ModelAbility = (typeof MODEL_ABILITIES)[number]

/**
 * The use cases that read and manage the gateway. Each checks its input and acts within the principal's organisation; which scope
 * a field needs is decided at the door.
 */
export interface Admin extends RouteHealthSource {
  /** Changes of what the gateway serves. */
  readonly control: ControlPlane
  /** The secret is returned here and never again. @throws {GatewayError} INVALID_REQUEST | STORAGE_UNAVAILABLE */
  issueApiKey(principal: Principal, input: IssueApiKeyInput): Promise<{ apiKey: PublicApiKey; secret: string }>
  /** Idempotent. @throws {GatewayError} NOT_FOUND | STORAGE_UNAVAILABLE */
  revokeApiKey(principal: Principal, id: string): Promise<PublicApiKey>
  listApiKeys(principal: Principal): Promise<readonly PublicApiKey[]>
  /** In the order asked. What a caller was answered is found at once from any worker of the machine. */
  findCalls(principal: Principal, ids: readonly string[]): Promise<readonly (CallRecord | null)[]>
  findCallBodies(principal: Principal, ids: readonly string[]): Promise<readonly (CallBody | null)[]>
  listCalls(principal: Principal, filter: CallFilter, page: PageRequest): Promise<Page<CallRecord>>
  usageReport(principal: Principal, query: UsageQuery): Promise<readonly UsageBucket[]>
  /** Batches of the organisation's calls as they end; the answer unsubscribes. */
  subscribeEndedCalls(principal: Principal, listener: (calls: readonly EndedCall[]) => void): () => void
  /** Models that the principal may use, ordered by id, starting behind `after`. */
  listModels(principal: Principal, filter: ModelFilter, page: PageRequest): Page<Model>
  findModels(principal: Principal, ids: readonly string[], options?: Pick<ModelFilter, 'known'>): readonly (Model | null)[]
  /** Routes that the principal may ask for by name. */
  listRoutes(principal: Principal): readonly { name: string; targets: readonly string[] }[]
}
