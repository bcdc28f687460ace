import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createCallId, createWriter } from '../../src/domain/call-id.js'
import type { CallBody, CallRecord, CallStart } from '../../src/domain/call-record.js'
import { GatewayError } from '../../src/domain/gateway-error.js'
import type { DrainedCall, JournalSink, RejectedCall } from '../../src/domain/journal-sink.js'
import { createUsage } from '../../src/domain/usage.js'
import type { JournalOptions } from '../../src/journal/journal-options.js'

export const WRITER = createWriter('test0', 0)
export const SILENT = { info() {}, warn() {}, error() {} }
export const HMAC_KEY = Buffer.alloc(32, 7)

let sequence = 0

export function aStart(overrides: Partial<CallStart> = {}): CallStart {
  const startedAt = overrides.startedAt ?? new Date('2026-03-01T10:00:00.000Z')
  sequence += 1
  return {
    id: createCallId({ timeMs: startedAt.getTime(), writer: WRITER, sequence, chance: sequence % 1024 }),
    organizationId: 'org_a',
    keyId: 'key_1',
    operation: 'COMPLETION',
    door: 'OPENAI',
    requestedModel: 'fast',
    stream: false,
    startedAt,
    tags: [],
    ...overrides,
  }
}

export function aRecord(overrides: Partial<CallRecord> = {}): CallRecord {
  const start = aStart(overrides)
  return {
    ...start,
    endedAt: new Date(start.startedAt.getTime() + 120),
    status: 'COMPLETED',
    model: 'openai/gpt-5-mini',
    provider: 'openai',
    route: 'fast',
    usage: createUsage({ input: { text: 10, cacheRead: 3 }, output: { text: 7 } }),
    usageSource: 'PROVIDER',
    cost: { totalNanos: 1234n, currency: 'USD', priceVersion: '2026-03-01' },
    unpriced: false,
    finishReason: 'STOP',
    attempts: [{ target: 'openai/gpt-5-mini', outcome: 'SUCCEEDED', durationMs: 118.25 }],
    timings: {
      totalMs: 120.5,
      overheadMs: 2.25,
      providerMs: 118.25,
      timeToFirstTokenMs: null,
      stages: [{ name: 'call', ms: 118.25 }],
    },
    warnings: [],
    error: null,
    configVersion: 'v1',
    writer: WRITER,
    ...overrides,
  }
}

export function aBody(text = 'hello'): CallBody {
  return {
    messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
    choices: [{ parts: [{ type: 'text', text: `re: ${text}` }] }],
  }
}

/** A sink in memory that can be away, can refuse calls, and remembers what it was asked. */
export class MemorySink implements JournalSink {
  readonly calls = new Map<string, DrainedCall>()
  readonly batches: number[] = []
  away = false
  refuses: (call: DrainedCall) => boolean = () => false

  async apply(_writer: string, calls: readonly DrainedCall[]): Promise<readonly RejectedCall[]> {
    if (this.away) throw new GatewayError('STORAGE_UNAVAILABLE', 'MongoDB is away.')
    this.batches.push(calls.length)
    const refused = calls.filter((call) => this.refuses(call))
    for (const call of calls) if (!refused.includes(call)) this.calls.set(call.record.id, call)
    return refused.map(({ chain }) => ({ sequence: chain.sequence, reason: 'refused by the test' }))
  }

  get ordered(): readonly DrainedCall[] {
    return [...this.calls.values()].sort((a, b) => a.chain.sequence - b.chain.sequence)
  }
}

export function temporaryDirectory(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'))
}

export function journalOptions(overrides: Partial<JournalOptions> & Pick<JournalOptions, 'directory' | 'sink'>): JournalOptions {
  return {
    writer: WRITER,
    hmacKey: HMAC_KEY,
    maxBytes: 64 * 1024 * 1024,
    whenFull: 'REFUSE',
    fsyncIntervalMs: 1_000,
    log: SILENT,
    drainDelayMs: 5,
    lockTimeoutMs: 0,
    ...overrides,
  }
}

export async function until(condition: () => boolean | Promise<boolean>, what: string, limitMs = 10_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
