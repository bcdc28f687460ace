import mongoose from 'mongoose'
import type { CallBody } from '../domain/call-record.js'
import type { DrainedCall } from '../domain/journal-sink.js'
import { toBytes } from './call-document.js'

export const CALL_BODY_SCHEMA_VERSION = 1

/** Prompt and answer of a call: JSON in one binary field, not compressed, which would cost more than the whole insert. */
export interface CallBodyDocument {
  readonly _id: string
  readonly organizationId: string
  readonly json: Uint8Array | mongoose.mongo.Binary
  /** Goes with the body: without it the digest in the call tells nothing about a guess. */
  readonly salt: Uint8Array | mongoose.mongo.Binary
  readonly expiresAt: Date
  readonly schemaVersion: number
}

export const callBodySchema = new mongoose.Schema<CallBodyDocument>(
  { _id: { type: String, required: true }, organizationId: String, expiresAt: Date },
  { collection: 'call_bodies', versionKey: false, autoIndex: false, autoCreate: false },
).index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export function toCallBodyDocument({ record, body }: DrainedCall, expiresAt: Date): CallBodyDocument | null {
  if (!body) return null
  return {
    _id: record.id,
    organizationId: record.organizationId,
    json: body.bytes,
    salt: body.salt,
    expiresAt,
    schemaVersion: CALL_BODY_SCHEMA_VERSION,
  }
}

export function toCallBody({ json }: CallBodyDocument): CallBody {
  return JSON.parse(toBytes(json).toString()) as CallBody
}
