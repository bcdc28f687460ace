import type { CallRecord, CallStart } from '../domain/call-record.js'
import { createUsage } from '../domain/usage.js'

/** The terminal record of a call whose process died: what it used is not known, so it has no cost and is flagged. */
export function abandonedRecord(start: CallStart, writer: string, endedAt: Date): CallRecord {
  return {
    ...start,
    endedAt,
    status: 'ABANDONED',
    model: null,
    provider: null,
    route: null,
    usage: createUsage(),
    usageSource: 'ESTIMATED',
    cost: null,
    unpriced: true,
    finishReason: null,
    attempts: [],
    timings: { totalMs: 0, overheadMs: 0, providerMs: 0, timeToFirstTokenMs: null, stages: [] },
    warnings: [],
    error: { code: 'INTERNAL', message: 'The gateway stopped while this call ran.' },
    configVersion: '',
    writer,
  }
}
