import mongoose, { type Model } from 'mongoose'
import type { SealedCredential, WrappedDataKey } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { CredentialStore } from '../domain/stores.js'
import { DUPLICATE_KEY, guard, unavailable } from './storage-errors.js'

export const CREDENTIAL_SCHEMA_VERSION = 1

type Stored<Item extends { readonly id: string }> = Omit<Item, 'id'> & { readonly _id: string; readonly schemaVersion: number }
export type CredentialDocument = Stored<SealedCredential>
export type DataKeyDocument = Stored<WrappedDataKey>

export const credentialSchema = new mongoose.Schema<CredentialDocument>(
  {
    _id: { type: String, required: true },
    organizationId: String,
    dataKeyId: String,
    sealed: String,
    lastFour: String,
    createdAt: Date,
    schemaVersion: Number,
  },
  { collection: 'credentials', versionKey: false, autoIndex: false, autoCreate: false },
).index({ organizationId: 1, _id: 1 })

export const dataKeySchema = new mongoose.Schema<DataKeyDocument>(
  { _id: { type: String, required: true }, organizationId: String, wrapped: String, createdAt: Date, schemaVersion: Number },
  { collection: 'data_keys', versionKey: false, autoIndex: false, autoCreate: false },
).index({ organizationId: 1, _id: 1 })

export function createCredentialStore(credentials: Model<CredentialDocument>, dataKeys: Model<DataKeyDocument>): CredentialStore {
  return {
    async findMany(organizationId, ids) {
      if (ids.length === 0) return []
      const query = { _id: { $in: [...ids] }, organizationId }
      return (await guard(() => credentials.find(query).lean<CredentialDocument[]>())).map(toCredential)
    },
    async all(organizationId) {
      return (await guard(() => credentials.find({ organizationId }).lean<CredentialDocument[]>())).map(toCredential)
    },
    insert: (credential) => insert(credentials, toDocument(credential)),
    async replace({ id, organizationId, dataKeyId, sealed }, sealedBy) {
      const query = { _id: id, organizationId, dataKeyId: sealedBy }
      await guard(() => credentials.updateOne(query, { $set: { dataKeyId, sealed } }))
    },
    async deleteMany(organizationId, ids) {
      if (ids.length > 0) await guard(() => credentials.deleteMany({ _id: { $in: [...ids] }, organizationId }))
    },
    async dataKeys(organizationId) {
      return (await guard(() => dataKeys.find({ organizationId }).lean<DataKeyDocument[]>())).map(toDataKey)
    },
    async putDataKey(key) {
      const { _id, organizationId, ...fields } = toDocument(key)
      await guard(() => dataKeys.updateOne({ _id, organizationId }, { $set: fields }, { upsert: true }))
    },
    async deleteDataKeys(organizationId, ids) {
      if (ids.length > 0) await guard(() => dataKeys.deleteMany({ _id: { $in: [...ids] }, organizationId }))
    },
  }
}

async function insert(credentials: Model<CredentialDocument>, document: CredentialDocument): Promise<void> {
  try {
    await credentials.collection.insertOne(document as never)
  } catch (error) {
    if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw unavailable(error)
    throw new GatewayError('CONFLICT', 'There is already a credential with this id.', { cause: error })
  }
}

function toDocument<Item extends { readonly id: string }>({ id, ...fields }: Item): Stored<Item> {
  return { _id: id, ...fields, schemaVersion: CREDENTIAL_SCHEMA_VERSION }
}

function toCredential({ _id, schemaVersion: _, ...fields }: CredentialDocument): SealedCredential {
  return { id: _id, ...fields }
}

function toDataKey({ _id, schemaVersion: _, ...fields }: DataKeyDocument): WrappedDataKey {
  return { id: _id, ...fields }
}
