import type { CallBody, CallRecord } from '../../src/domain/call-record.js'
import type { DrainedCall } from '../../src/domain/journal-sink.js'

/** Records as a journal would hand them over, numbered from `first` on. */
export function drained(records: readonly CallRecord[], first = 1, body?: CallBody): readonly DrainedCall[] {
  return records.map((record, i) => ({
    record,
    chain: { sequence: first + i, mac: Buffer.alloc(32, (first + i) % 251), bodyDigest: body ? Buffer.alloc(32, 9) : null },
    body: body ? { bytes: Buffer.from(JSON.stringify(body)), salt: Buffer.alloc(16, 3) } : null,
  }))
}
