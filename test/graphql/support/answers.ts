import type { CallRecord } from '../../../src/domain/call-record.js'
import type { Completion } from '../../../src/domain/completion.js'
import type { EventBatch } from '../../../src/domain/completion-event.js'
import { type Model, UNKNOWN_CAPABILITIES } from '../../../src/domain/model.js'
import type { Principal, Scope } from '../../../src/domain/principal.js'
import type { RouteExplanation } from '../../../src/domain/route-explanation.js'
import type { TargetHealth } from '../../../src/domain/target-health.js'
import { createUsage } from '../../../src/domain/usage.js'

export const CALL_ID = 'call_0000000000aaaaaaa000000'

export function principalWith(scopes: readonly Scope[], keyId = 'key_1'): Principal {
  return { organizationId: 'org_1', keyId, name: keyId, scopes: new Set(scopes), models: null }
}

export function completionOf(text: string, changes: Partial<Completion> = {}): Completion {
  return {
    id: CALL_ID,
    createdAt: new Date('2026-01-02T03:04:05.000Z'),
    status: 'COMPLETED',
    requestedModel: 'demo/echo',
    model: 'demo/echo',
    provider: 'demo',
    choices: [{ parts: [{ type: 'text', text }], finishReason: 'STOP' }],
    usage: createUsage({ input: { text: 7 }, output: { text: 5 } }),
    usageSource: 'PROVIDER',
    cost: { totalNanos: 1_500_000n, currency: 'USD', priceVersion: 'prices-1' },
    attempts: [{ target: 'demo/echo', outcome: 'SUCCEEDED', durationMs: 3 }],
    route: null,
    timings: { totalMs: 4, overheadMs: 1, providerMs: 3, timeToFirstTokenMs: 2, stages: [{ name: 'callProvider', ms: 3 }] },
    warnings: [],
    ...changes,
  }
}

export function recordOf(id: string, changes: Partial<CallRecord> = {}): CallRecord {
  const { requestedModel, model, provider, usage, usageSource, cost, attempts, route, timings, warnings } = completionOf('')
  const startedAt = new Date('2026-01-02T03:04:05.000Z')
  return {
    id,
    organizationId: 'org_1',
    keyId: 'key_1',
    operation: 'COMPLETION',
    door: 'GRAPHQL',
    stream: false,
    startedAt,
    tags: ['nightly'],
    endedAt: new Date(startedAt.getTime() + 4),
    status: 'COMPLETED',
    unpriced: false,
    finishReason: 'STOP',
    error: null,
    configVersion: 'config-1',
    writer: 'aaaaa00',
    ...{ requestedModel, model, provider, usage, usageSource, cost, attempts, route, timings, warnings },
    ...changes,
  }
}

export function modelOf(id: string): Model {
  const [provider = '', name = ''] = id.split('/')
  return {
    id,
    provider,
    name,
    displayName: null,
    contextWindow: 8000,
    maxOutputTokens: 4000,
    capabilities: { ...UNKNOWN_CAPABILITIES, input: ['text'], tools: true, jsonSchema: true },
    releasedAt: null,
    deprecatedAt: null,
    retiresAt: null,
    price: { version: 'prices-1', rates: { input: { text: 37_500_000n }, output: { text: 150_000_000n } } },
  }
}

/** The events of a whole answer, a batch for each delta. */
export function* eventsOf(deltas: readonly string[], changes: Partial<Completion> = {}): Generator<EventBatch> {
  const completion = completionOf(deltas.join(''), changes)
  yield [{ type: 'started', callId: completion.id, model: completion.model, createdAt: completion.createdAt }]
  for (const text of deltas) yield [{ type: 'text-delta', text }]
  yield [
    { type: 'usage', usage: completion.usage },
    { type: 'finish', reason: 'STOP' },
    { type: 'completed', completion },
  ]
}

export function healthOf(deployment: string, changes: Partial<TargetHealth> = {}): TargetHealth {
  return {
    deployment,
    model: 'demo/echo',
    circuit: 'CLOSED',
    inFlight: 2,
    firstTokenMs: 120.4,
    errorRate: 0.12345,
    headroom: null,
    share: 1,
    cacheHitRate: null,
    coolingForMs: null,
    retryAfterMs: null,
    ...changes,
  }
}

export function explanationOf(changes: Partial<RouteExplanation> = {}): RouteExplanation {
  const maxCost = { totalNanos: 15_000_000n, currency: 'USD', priceVersion: 'prices-1' } as const
  const estimate = {
    model: 'demo/echo',
    inputTokens: 12,
    countedBy: 'CHARACTERS',
    maxOutputTokens: 100,
    inputCost: null,
    maxCost,
  } as const
  return {
    route: 'smart',
    requestedModel: 'smart',
    rule: null,
    split: 'canary',
    strategy: 'WEIGHTED',
    reason: 'Drawn by weight: 3 of 4.',
    conditions: [{ kind: 'RULE', name: 'free', source: "principal.tier == 'free'", holds: false, problem: null }],
    targets: [{ deployment: 'echo-eu', model: 'demo/echo', region: 'eu', weight: 3, estimate, health: healthOf('echo-eu') }],
    excluded: [{ target: 'demo/tools', reason: 'Its region is not among eu.' }],
    fallbacks: [{ on: ['ANY'], targets: ['spare/text'] }],
    dataPolicies: [{ regions: ['eu'] }],
    configVersion: 'config-1',
    ...changes,
  }
}
