import mongoose from 'mongoose'
import { CONFIG_KINDS, type ConfigContent, type ConfigEntry, type StoredConfig } from '../domain/control-plane.js'
import { toBytes } from './call-document.js'

export const CONFIG_SCHEMA_VERSION = 1

/** A version of what is declared by the API. Its content is JSON in one binary field: names of models hold dots, and none is searched. */
export interface ConfigDocument {
  /** Organisation and version. */
  readonly _id: string
  readonly organizationId: string
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly summary: string
  readonly json: Uint8Array | mongoose.mongo.Binary
  readonly schemaVersion: number
}

export const configSchema = new mongoose.Schema<ConfigDocument>(
  {
    _id: { type: String, required: true },
    organizationId: String,
    version: Number,
    createdAt: Date,
    createdBy: String,
    summary: String,
    schemaVersion: Number,
  },
  { collection: 'config_versions', versionKey: false, autoIndex: false, autoCreate: false },
).index({ organizationId: 1, version: -1 }, { unique: true })

export function toConfigDocument({
  organizationId,
  version,
  createdAt,
  createdBy,
  summary,
  content,
}: StoredConfig): ConfigDocument {
  return {
    _id: `${organizationId}\n${version}`,
    organizationId,
    version,
    createdAt,
    createdBy,
    summary,
    json: Buffer.from(JSON.stringify(content)),
    schemaVersion: CONFIG_SCHEMA_VERSION,
  }
}

export function toStoredConfig({ organizationId, version, createdAt, createdBy, summary, json }: ConfigDocument): StoredConfig {
  return { organizationId, version, createdAt, createdBy, summary, content: toContent(toBytes(json).toString()) }
}

function toContent(json: string): ConfigContent {
  const content = JSON.parse(json) as Record<string, Record<string, ConfigEntry<unknown>>>
  return Object.fromEntries(CONFIG_KINDS.map((kind) => [kind, toEntries(content[kind] ?? {})])) as unknown as ConfigContent
}

/** JSON knows no dates. */
function toEntries(entries: Readonly<Record<string, ConfigEntry<unknown>>>) {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [
      name,
      { ...entry, createdAt: new Date(entry.createdAt), updatedAt: new Date(entry.updatedAt) },
    ]),
  )
}
