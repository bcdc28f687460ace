import mongoose from 'mongoose'
import type { JsonObject } from '../domain/json.js'
import type { StoredResponse } from '../domain/stores.js'
import { toBytes } from './call-document.js'

export const RESPONSE_SCHEMA_VERSION = 1

/** A response that a later one may refer to. What is never searched is JSON in one binary field, as with the bodies of calls. */
export interface ResponseDocument {
  readonly _id: string
  readonly organizationId: string
  readonly keyId: string
  readonly createdAt: Date
  readonly json: Uint8Array | mongoose.mongo.Binary
  readonly expiresAt: Date
  readonly schemaVersion: number
}

interface Packed {
  readonly ancestors: StoredResponse['ancestors']
  readonly input: StoredResponse['input']
  readonly output: StoredResponse['output']
  readonly wire: JsonObject
}

export const responseSchema = new mongoose.Schema<ResponseDocument>(
  { _id: { type: String, required: true }, organizationId: String, keyId: String, createdAt: Date, expiresAt: Date },
  { collection: 'responses', versionKey: false, autoIndex: false, autoCreate: false },
).index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export function toResponseDocument(response: StoredResponse, expiresAt: Date): ResponseDocument {
  const { id, organizationId, keyId, createdAt, ancestors, input, output, wire } = response
  return {
    _id: id,
    organizationId,
    keyId,
    createdAt,
    json: Buffer.from(JSON.stringify({ ancestors, input, output, wire } satisfies Packed)),
    expiresAt,
    schemaVersion: RESPONSE_SCHEMA_VERSION,
  }
}

export function toStoredResponse({ _id, organizationId, keyId, createdAt, json }: ResponseDocument): StoredResponse {
  return { id: _id, organizationId, keyId, createdAt, ...(JSON.parse(toBytes(json).toString()) as Packed) }
}
