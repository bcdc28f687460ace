import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../src/domain/call-record.js'
import { createUsage } from '../../src/domain/usage.js'
import { decodeRecord, encodeRecord } from '../../src/journal/record-codec.js'
import { toCallDocument, toCallRecord } from '../../src/storage/call-document.js'

const FIRST: CallRecord = {
  id: 'call_1',
  organizationId: 'org_default',
  keyId: 'key_1',
  operation: 'COMPLETION',
  door: 'OPENAI',
  requestedModel: 'smart',
  stream: true,
  startedAt: new Date(1_000),
  tags: [],
  endedAt: new Date(2_000),
  status: 'COMPLETED',
  model: 'acme/large',
  provider: 'acme',
  route: 'smart',
  usage: createUsage({ input: { text: 10 }, output: { text: 5 } }),
  usageSource: 'PROVIDER',
  cost: { totalNanos: 20_000n, currency: 'USD', priceVersion: 'p1' },
  unpriced: false,
  finishReason: 'STOP',
  attempts: [{ target: 'acme/large', outcome: 'SUCCEEDED', durationMs: 12 }],
  timings: { totalMs: 20, overheadMs: 1, providerMs: 12, timeToFirstTokenMs: 5, stages: [{ name: 'resolve', ms: 1 }] },
  warnings: [],
  error: null,
  configVersion: 'v1',
  writer: 'abcde00',
}

const ROUTED: CallRecord = {
  ...FIRST,
  routing: { rule: 'free', split: null, strategy: 'WEIGHTED', reason: 'its turn by weight' },
  shadowOf: 'call_0',
  attempts: [
    {
      target: 'acme/large',
      deployment: 'large-eu',
      role: 'PRIMARY',
      outcome: 'FAILED',
      durationMs: 12,
      firstTokenMs: null,
      error: { code: 'PROVIDER_ERROR', message: 'it failed', providerStatus: 500 },
    },
    {
      target: 'spare/large',
      deployment: 'spare/large',
      role: 'NEXT',
      outcome: 'SUCCEEDED',
      durationMs: 7,
      firstTokenMs: 3.5,
      costNanos: 20_000n,
    },
  ],
}

const link = { sequence: 1, mac: Buffer.alloc(32), bodyDigest: null }

describe('a record of before there was routing', () => {
  it('has the very bytes that it had then', () => {
    expect(encodeRecord(FIRST).toString()).toBe(
      '[1,"call_1","org_default","key_1","COMPLETION","OPENAI","smart",true,1000,[],null,2000,"COMPLETED","acme/large","acme","smart",' +
        '[10,0,0,0,0,0],[5,0,0,0],"PROVIDER",["20000","p1"],false,"STOP",[["acme/large","SUCCEEDED",12,null]],' +
        '[20,1,12,5,[["resolve",1]]],[],null,"v1","abcde00",null]',
    )
  })
})

describe.each([
  ['without routing', FIRST],
  ['of a route', ROUTED],
  ['of a model by its own name', { ...ROUTED, routing: null, shadowOf: undefined }],
])('a record %s', (_, record) => {
  it('comes back from its bytes as it was', () => {
    expect(decodeRecord(encodeRecord(record))).toEqual(record)
  })

  it('has the same bytes when it comes back from the database, so that the chain verifies', () => {
    const stored = toCallRecord(toCallDocument(record, link, new Date(9_000)))
    expect(encodeRecord(stored).equals(encodeRecord(record))).toBe(true)
    expect(stored.attempts).toEqual(record.attempts)
  })
})
