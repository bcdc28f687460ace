import type { Admin, IssueApiKeyInput, ModelFilter, PublicApiKey } from '../../../src/admin/admin.js'
import type { RouteHealthSnapshot, RouteHealthSource } from '../../../src/admin/route-health.js'
import type { CallBody, CallRecord } from '../../../src/domain/call-record.js'
import { GatewayError } from '../../../src/domain/gateway-error.js'
import type { EndedCall } from '../../../src/domain/live-usage.js'
import type { Principal } from '../../../src/domain/principal.js'
import type { Model } from '../../../src/domain/snapshot.js'
import type { CallFilter, Page, PageRequest, UsageBucket, UsageQuery } from '../../../src/domain/stores.js'
import { FakeControlPlane } from '../control/support/fake-control-plane.js'
import { modelOf, recordOf } from './answers.js'

export class FakeAdmin implements Admin, RouteHealthSource {
  readonly control = new FakeControlPlane()
  health: RouteHealthSnapshot = { route: null, targets: [] }
  /** The routes whose health was looked at. */
  readonly looks: (string | undefined)[] = []
  readonly healthListeners = new Set<() => void>()
  readonly calls = new Map<string, CallRecord>()
  readonly bodies = new Map<string, CallBody>()
  readonly keys = new Map<string, PublicApiKey>()
  readonly models: Model[] = ['demo/echo', 'demo/tools', 'openai/gpt-5-mini'].map(modelOf)
  /** Each look-up of records, as the ids it was for. */
  readonly loads: (readonly string[])[] = []
  readonly filters: CallFilter[] = []
  readonly reports: UsageQuery[] = []
  buckets: UsageBucket[] = []
  readonly listeners = new Set<(calls: readonly EndedCall[]) => void>()

  record(id: string, changes: Partial<CallRecord> = {}, text?: string): void {
    this.calls.set(id, recordOf(id, changes))
    if (text !== undefined) {
      this.bodies.set(id, {
        messages: [{ role: 'user', parts: [{ type: 'text', text: `prompt of ${id}` }] }],
        choices: [{ parts: [{ type: 'text', text }] }],
      })
    }
  }

  async issueApiKey(principal: Principal, input: IssueApiKeyInput): Promise<{ apiKey: PublicApiKey; secret: string }> {
    const apiKey: PublicApiKey = {
      id: `key_${this.keys.size + 1}`,
      organizationId: principal.organizationId,
      prefix: 'weir_abc',
      createdAt: new Date('2026-01-02T03:04:05.000Z'),
      createdBy: principal.keyId,
      revokedAt: null,
      ...input,
    }
    this.keys.set(apiKey.id, apiKey)
    return { apiKey, secret: 'weir_abc_secret' }
  }

  async revokeApiKey(_principal: Principal, id: string): Promise<PublicApiKey> {
    const key = this.keys.get(id)
    if (!key) throw new GatewayError('NOT_FOUND', 'There is no such API key.')
    const revoked = { ...key, revokedAt: new Date('2026-01-03T00:00:00.000Z') }
    this.keys.set(id, revoked)
    return revoked
  }

  async listApiKeys(): Promise<readonly PublicApiKey[]> {
    return [...this.keys.values()]
  }

  async findCalls(_principal: Principal, ids: readonly string[]): Promise<readonly (CallRecord | null)[]> {
    this.loads.push(ids)
    return ids.map((id) => this.calls.get(id) ?? null)
  }

  async findCallBodies(_principal: Principal, ids: readonly string[]): Promise<readonly (CallBody | null)[]> {
    return ids.map((id) => this.bodies.get(id) ?? null)
  }

  async listCalls(_principal: Principal, filter: CallFilter, { first, after }: PageRequest): Promise<Page<CallRecord>> {
    this.filters.push(filter)
    const ids = [...this.calls.keys()].sort().reverse()
    const rest = after === undefined ? ids : ids.filter((id) => id < after)
    return { items: rest.slice(0, first).map((id) => this.calls.get(id)!), hasNextPage: rest.length > first }
  }

  async usageReport(_principal: Principal, query: UsageQuery): Promise<readonly UsageBucket[]> {
    this.reports.push(query)
    return this.buckets
  }

  subscribeEndedCalls(_principal: Principal, listener: (calls: readonly EndedCall[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly modelFilters: ModelFilter[] = []

  listModels(_principal: Principal, filter: ModelFilter, { first, after }: PageRequest): Page<Model> {
    this.modelFilters.push(filter)
    const { provider, search } = filter
    const rest = this.models.filter(
      ({ id, provider: by }) => (!provider || by === provider) && (!search || id.includes(search)) && (!after || id > after),
    )
    return { items: rest.slice(0, first), hasNextPage: rest.length > first }
  }

  findModels(_principal: Principal, ids: readonly string[]): readonly (Model | null)[] {
    return ids.map((id) => this.models.find((model) => model.id === id) ?? null)
  }

  listRoutes(): readonly { name: string; targets: readonly string[] }[] {
    return []
  }

  routeHealth(_principal: Principal, route?: string): RouteHealthSnapshot {
    this.looks.push(route)
    if (route === 'nowhere') throw new GatewayError('NOT_FOUND', 'There is no route nowhere.')
    return this.health
  }

  subscribeHealth(listener: () => void): () => void {
    this.healthListeners.add(listener)
    return () => this.healthListeners.delete(listener)
  }
}
