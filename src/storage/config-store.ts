import type { Model } from 'mongoose'
import type { StoredConfigHead } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { ConfigStore } from '../domain/stores.js'
import { toBytes } from './call-document.js'
import { type ConfigDocument, toConfigDocument, toStoredConfig } from './config-document.js'
import { DUPLICATE_KEY, guard, unavailable } from './storage-errors.js'

const MAX_PAGE = 1_000
/** Below MongoDB's own limit of 16 MiB, with room for the other fields. */
const MAX_CONFIG_BYTES = 15 * 1024 * 1024
const NEWEST_FIRST = { organizationId: 1, version: -1 } as const

export function createConfigStore(configs: Model<ConfigDocument>): ConfigStore {
  const newest = (organizationId: string) => configs.findOne({ organizationId }).sort(NEWEST_FIRST)
  const latestVersion = async (organizationId: string) =>
    (await guard(() => newest(organizationId).select('version').lean<ConfigDocument>()))?.version ?? 0
  return {
    latestVersion,
    async latest(organizationId) {
      const found = await guard(() => newest(organizationId).lean<ConfigDocument>())
      return found && toStoredConfig(found)
    },
    async find(organizationId, version) {
      const found = await guard(() => configs.findOne({ organizationId, version }).lean<ConfigDocument>())
      return found && toStoredConfig(found)
    },
    async list(organizationId, { first, before }) {
      const limit = checkSize(first)
      const query = configs
        .find({ organizationId, ...(before !== undefined && { version: { $lt: before } }) })
        .sort(NEWEST_FIRST)
        .limit(limit + 1)
        .select('organizationId version createdAt createdBy summary')
      const found = await guard(() => query.lean<ConfigDocument[]>())
      return { items: found.slice(0, limit).map(toHead), hasNextPage: found.length > limit }
    },
    async append(config) {
      const document = toConfigDocument(config)
      if (toBytes(document.json).length > MAX_CONFIG_BYTES) throw tooLarge()
      await insert(configs, document)
    },
    /** Versions follow each other without gaps. */
    async prune(organizationId, keep) {
      const version = { $lte: (await latestVersion(organizationId)) - keep }
      await guard(() => configs.deleteMany({ organizationId, version }))
    },
  }
}

async function insert(configs: Model<ConfigDocument>, document: ConfigDocument): Promise<void> {
  try {
    await configs.collection.insertOne(document as never)
  } catch (error) {
    if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw unavailable(error)
    throw new GatewayError('CONFLICT', 'Someone else changed the configuration at the same time. Try again.', { cause: error })
  }
}

function toHead({ organizationId, version, createdAt, createdBy, summary }: ConfigDocument): StoredConfigHead {
  return { organizationId, version, createdAt, createdBy, summary }
}

function checkSize(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= MAX_PAGE) return first
  throw new GatewayError('INVALID_REQUEST', `A page has 1 to ${MAX_PAGE} versions; ${first} were asked for.`, { path: 'first' })
}

function tooLarge(): GatewayError {
  return new GatewayError(
    'PAYLOAD_TOO_LARGE',
    `What is declared by the API is stored up to ${MAX_CONFIG_BYTES} bytes, and this is more.`,
  )
}
