import type { CallStart } from '../domain/call-record.js'
import { encodeJsonFrame } from './entry-frame.js'

/** Field by field: what callers pass may be more than a `CallStart`. */
export function encodeStart(call: CallStart): Buffer {
  return encodeJsonFrame('started', toRow(call))
}

export function decodeStart(payload: Buffer): CallStart {
  const row = JSON.parse(payload.toString()) as ReturnType<typeof toRow>
  const [id, organizationId, keyId, operation, door, requestedModel, stream, startedMs, tags, endUser] = row
  const start = { id, organizationId, keyId, operation, door, requestedModel, stream, startedAt: new Date(startedMs), tags }
  return endUser === null ? start : { ...start, endUser }
}

function toRow(call: CallStart) {
  const { id, organizationId, keyId, operation, door, requestedModel, stream, startedAt, tags, endUser } = call
  return [id, organizationId, keyId, operation, door, requestedModel, stream, startedAt.getTime(), tags, endUser ?? null] as const
}
