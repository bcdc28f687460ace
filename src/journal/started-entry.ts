import type { CallStart } from '../domain/call-record.js'
import { encodeJsonFrame } from './entry-frame.js'

/** Field by field: what callers pass may be more than a `CallStart`. */
export function encodeStart(call: CallStart): Buffer {
  return encodeJsonFrame('started', toRow(call))
}

export function decodeStart(payload: Buffer): CallStart {
  const row = JSON.parse(payload.toString()) as ReturnType<typeof toRow>
  const [id, organizationId, keyId, operation, door, requestedModel, stream, startedMs, tags, ...named] = row
  const start = { id, organizationId, keyId, operation, door, requestedModel, stream, startedAt: new Date(startedMs), tags }
  const [endUser, idempotencyKey, shadowOf] = named
  return {
    ...start,
    ...(endUser !== null && { endUser }),
    ...(idempotencyKey !== null && { idempotencyKey }),
    ...(shadowOf != null && { shadowOf }), // entries of older releases end before it
  }
}

function toRow(call: CallStart) {
  const { id, organizationId, keyId, operation, door, requestedModel, stream, startedAt, tags } = call
  const { endUser, idempotencyKey, shadowOf } = call
  const startedMs = startedAt.getTime()
  const named = [endUser ?? null, idempotencyKey ?? null, shadowOf ?? null] as const
  return [id, organizationId, keyId, operation, door, requestedModel, stream, startedMs, tags, ...named] as const
}
