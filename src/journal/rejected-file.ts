import fs from 'node:fs'
import path from 'node:path'
import type { DrainedCall, RejectedCall } from '../domain/journal-sink.js'
import { encodeRecord } from './record-codec.js'

/** Keeps calls that the database can never take, so that nothing is lost in silence: one JSON line each, without prompt and answer. */
export function setAside(directory: string, calls: readonly DrainedCall[], rejected: readonly RejectedCall[]): void {
  const reasons = new Map(rejected.map(({ sequence, reason }) => [sequence, reason]))
  const lines = calls
    .filter(({ chain }) => reasons.has(chain.sequence))
    .map((call) => `${JSON.stringify(toLine(call, reasons.get(call.chain.sequence)!))}\n`)
  fs.appendFileSync(path.join(directory, 'rejected.jsonl'), lines.join(''), { mode: 0o600 })
}

function toLine({ record, chain }: DrainedCall, reason: string) {
  return {
    sequence: chain.sequence,
    mac: Buffer.from(chain.mac).toString('hex'),
    bodyDigest: chain.bodyDigest && Buffer.from(chain.bodyDigest).toString('hex'),
    reason,
    record: JSON.parse(encodeRecord(record).toString()) as unknown,
  }
}
