import type { CallRecord } from '../../src/domain/call-record.js'
import { createUsage } from '../../src/domain/usage.js'

export function createRecord(fields: Partial<CallRecord> = {}): CallRecord {
  return {
    id: 'call_01jd0000000000a000000ab',
    organizationId: 'org_1',
    keyId: 'key_1',
    operation: 'COMPLETION',
    door: 'OPENAI',
    requestedModel: 'a/m',
    stream: true,
    startedAt: new Date(0),
    endedAt: new Date(1000),
    tags: [],
    status: 'COMPLETED',
    model: 'a/m',
    provider: 'a',
    route: null,
    usage: createUsage({ input: { text: 10, cacheRead: 4 }, output: { text: 5 } }),
    usageSource: 'PROVIDER',
    cost: { totalNanos: 1_500_000n, currency: 'USD', priceVersion: '1' },
    unpriced: false,
    finishReason: 'STOP',
    attempts: [{ target: 'a/m', outcome: 'SUCCEEDED', durationMs: 900 }],
    timings: { totalMs: 900, overheadMs: 2, providerMs: 898, timeToFirstTokenMs: 200, stages: [] },
    warnings: [],
    error: null,
    configVersion: '1',
    writer: 'abcde00',
    ...fields,
  }
}
