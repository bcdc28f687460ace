import type { CallStart } from '../domain/call-record.js'
import { encodeJsonFrame } from './entry-frame.js'

/** Field by field: what callers pass may be more than a `CallStart`. */
export function encodeStart(call: CallStart): Buffer {
  return encodeJsonFrame('started', toRow(call))
}

export function decodeStart(payload: Buffer): CallStart {
  const row = JSON.parse(payload.toString()) as ReturnType<typeof toRow>
  const [id, organizationId, keyId, operation, door, requestedModel, stream, startedMs, tags, endUser, idempotencyKey] = row
  const start = { id, organizationId, keyId, operation, door, requestedModel, stream, startedAt: new Date(startedMs), tags }
  return { ...start, ...(endUser !== null && { endUser }), ...(idempotencyKey !== null && { idempotencyKey }) }
}

function toRow(call: CallStart) {
  const { id, organizationId, keyId, operation, door, requestedModel, stream, startedAt, tags, endUser, idempotencyKey } = call
  const startedMs = startedAt.getTime()
  const named = [endUser ?? null, idempotencyKey ?? null] as const
  return [id, organizationId, keyId, operation, door, requestedModel, stream, startedMs, tags, ...named] as const
}
