import type { CallStart } from '../domain/call-record.js'
import { encodeJsonFrame } from './entry-frame.js'

/** Field by field: what callers pass may be more than a `CallStart`. */
export function encodeStart(call: CallStart): Buffer {
  const { id, organizationId, keyId, operation, door, requestedModel, stream, startedAt, tags, endUser } = call
  return encodeJsonFrame('started', {
    id,
    organizationId,
    keyId,
    operation,
    door,
    requestedModel,
    stream,
    startedAt,
    tags,
    endUser,
  })
}

export function decodeStart(payload: Buffer): CallStart {
  const call = JSON.parse(payload.toString()) as Omit<CallStart, 'startedAt'> & { startedAt: string }
  return { ...call, startedAt: new Date(call.startedAt) }
}
