import mongoose, { type Model } from 'mongoose'
import type { ApiKey } from '../domain/api-key.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { PrincipalAttributes, Scope } from '../domain/principal.js'
import type { ApiKeyStore } from '../domain/stores.js'
import { DUPLICATE_KEY, guard, unavailable } from './storage-errors.js'

export const API_KEY_SCHEMA_VERSION = 1

export interface ApiKeyDocument {
  readonly _id: string
  readonly organizationId: string
  readonly name: string
  readonly prefix: string
  readonly secretHash: string
  readonly scopes: Scope[]
  readonly models: string[] | null
  /** Absent of keys that were issued before there were any. */
  readonly attributes?: PrincipalAttributes
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  /** Of issue or revocation. */
  readonly changedAt: Date
  readonly schemaVersion: number
}

/** Few documents and rare writes: here an index costs nothing. */
export const apiKeySchema = new mongoose.Schema<ApiKeyDocument>(
  {
    _id: { type: String, required: true },
    organizationId: String,
    name: String,
    prefix: String,
    secretHash: String,
    scopes: [String],
    models: { type: [String], default: null },
    attributes: { type: Object, default: undefined },
    createdAt: Date,
    createdBy: { type: String, default: null },
    expiresAt: { type: Date, default: null },
    revokedAt: { type: Date, default: null },
    changedAt: Date,
    schemaVersion: Number,
  },
  { collection: 'api_keys', versionKey: false, autoIndex: false, autoCreate: false },
)
  .index({ secretHash: 1 }, { unique: true })
  .index({ organizationId: 1, _id: 1 })
  .index({ changedAt: 1 })

const BATCH = 1_000

export function createApiKeyStore(keys: Model<ApiKeyDocument>, now: () => Date): ApiKeyStore {
  return {
    async *loadActive() {
      let last = ''
      for (;;) {
        const batch = await guard(() =>
          keys
            .find({ _id: { $gt: last }, revokedAt: null })
            .sort({ _id: 1 })
            .limit(BATCH)
            .lean<ApiKeyDocument[]>(),
        )
        const active = batch.filter(({ expiresAt }) => expiresAt === null || expiresAt > now())
        if (active.length > 0) yield active.map(toApiKey)
        if (batch.length < BATCH) return
        last = batch.at(-1)!._id
      }
    },
    async changedSince(since) {
      return (await guard(() => keys.find({ changedAt: { $gte: since } }).lean<ApiKeyDocument[]>())).map(toApiKey)
    },
    async list(organizationId) {
      return (await guard(() => keys.find({ organizationId }).sort({ _id: 1 }).lean<ApiKeyDocument[]>())).map(toApiKey)
    },
    insert: (organizationId, key) => insertKey(keys, organizationId, key),
    async revoke(organizationId, id, at) {
      const change = { $set: { revokedAt: at, changedAt: at } }
      const revoked = await guard(() =>
        keys
          .findOneAndUpdate({ _id: id, organizationId, revokedAt: null }, change, { returnDocument: 'after' })
          .lean<ApiKeyDocument>(),
      )
      const key = revoked ?? (await guard(() => keys.findOne({ _id: id, organizationId }).lean<ApiKeyDocument>()))
      return key && toApiKey(key)
    },
  }
}

async function insertKey(keys: Model<ApiKeyDocument>, organizationId: string, key: ApiKey): Promise<void> {
  try {
    await keys.collection.insertOne(toDocument(organizationId, key) as never)
  } catch (error) {
    if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw unavailable(error)
    throw new GatewayError('CONFLICT', 'There is already a key with this id or this secret.', { cause: error })
  }
}

function toDocument(organizationId: string, { id, ...key }: ApiKey): ApiKeyDocument {
  return {
    _id: id,
    ...key,
    organizationId,
    scopes: [...key.scopes],
    models: key.models && [...key.models],
    changedAt: key.revokedAt ?? key.createdAt,
    schemaVersion: API_KEY_SCHEMA_VERSION,
  }
}

function toApiKey({ _id, changedAt: _changedAt, schemaVersion: _schemaVersion, ...key }: ApiKeyDocument): ApiKey {
  return { id: _id, ...key }
}
