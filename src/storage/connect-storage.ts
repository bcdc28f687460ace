import mongoose, { type Connection } from 'mongoose'
import { GatewayError } from '../domain/gateway-error.js'
import type { ChainedRecord, JournalSink } from '../domain/journal-sink.js'
import type {
  ApiKeyStore,
  CallBodyStore,
  CallStore,
  ConfigStore,
  CredentialStore,
  ResponseStore,
  TurnStateStore,
  UsageStore,
} from '../domain/stores.js'
import { type ApiKeyDocument, apiKeySchema, createApiKeyStore } from './api-key-store.js'
import type { ShardRetention } from './apply-usage.js'
import { type CallBodyDocument, callBodySchema } from './call-body-document.js'
import { createCallBodyStore } from './call-body-store.js'
import { type CallDocument, callSchema } from './call-document.js'
import { createCallStore } from './call-store.js'
import { readChain } from './chain-reader.js'
import { type ConfigDocument, configSchema } from './config-document.js'
import { createConfigStore } from './config-store.js'
import {
  type CredentialDocument,
  createCredentialStore,
  credentialSchema,
  type DataKeyDocument,
  dataKeySchema,
} from './credential-store.js'
import { createJournalSink } from './journal-sink.js'
import { metaSchema, migrate } from './migrate.js'
import { type ResponseDocument, responseSchema } from './response-document.js'
import { createResponseStore } from './response-store.js'
import { unavailable } from './storage-errors.js'
import { createTurnStateStore, type TurnStateDocument, turnStateSchema } from './turn-state-store.js'
import { type UsageShardDocument, usageShardSchema } from './usage-shard.js'
import { createUsageStore } from './usage-store.js'

export interface StorageOptions {
  readonly uri: string
  readonly log: { warn(fields: object, message: string): void; info(fields: object, message: string): void }
  readonly callRetentionDays: number
  readonly bodyRetentionDays: number
  readonly responseRetentionDays: number
  readonly now?: () => Date
}

export interface Storage {
  readonly calls: CallStore
  readonly callBodies: CallBodyStore
  readonly usage: UsageStore
  readonly apiKeys: ApiKeyStore
  readonly responses: ResponseStore
  readonly turnStates: TurnStateStore
  readonly configs: ConfigStore
  readonly credentials: CredentialStore
  /** Where the journals of this process drain to. */
  readonly sink: JournalSink
  /** A writer's records after a sequence, as the chain has them, in batches; for verification. Reads the whole collection. */
  readChain(writer: string, afterSequence: number): AsyncIterable<readonly ChainedRecord[]>
  /** @throws {GatewayError} CONFIGURATION when the database cannot be used by this release. */
  migrate(): Promise<void>
  ping(): Promise<boolean>
  close(): Promise<void>
}

/** Minutes for dashboards, hours for a year's comparison; days are kept. */
const SHARD_RETENTION: ShardRetention = { minuteDays: 8, hourDays: 400 }

const DATABASE = 'weir'

/**
 * Connects to MongoDB. When it is lost later every operation fails at once with STORAGE_UNAVAILABLE, and works again by itself.
 * @throws {GatewayError} STORAGE_UNAVAILABLE, CONFIGURATION when the string is no MongoDB string.
 */
export async function connectStorage(options: StorageOptions): Promise<Storage> {
  const { now = () => new Date(), log } = options
  const connection = await connect(options.uri)
  connection.on('disconnected', () => log.warn({}, 'MongoDB is away'))
  connection.on('reconnected', () => log.info({}, 'MongoDB is back'))
  connection.on('error', (error) => log.warn({ err: error }, 'The connection to MongoDB failed'))
  const calls = connection.model<CallDocument>('Call', callSchema)
  const bodies = connection.model<CallBodyDocument>('CallBody', callBodySchema)
  const shards = connection.model<UsageShardDocument>('UsageShard', usageShardSchema)
  const keys = connection.model<ApiKeyDocument>('ApiKey', apiKeySchema)
  const responses = connection.model<ResponseDocument>('Response', responseSchema)
  const turnStates = connection.model<TurnStateDocument>('TurnState', turnStateSchema)
  const configs = connection.model<ConfigDocument>('Config', configSchema)
  const credentials = connection.model<CredentialDocument>('Credential', credentialSchema)
  const dataKeys = connection.model<DataKeyDocument>('DataKey', dataKeySchema)
  connection.model('Meta', metaSchema)
  return {
    calls: createCallStore(calls),
    callBodies: createCallBodyStore(bodies),
    usage: createUsageStore(shards, SHARD_RETENTION, now),
    apiKeys: createApiKeyStore(keys, now),
    responses: createResponseStore(responses, options.responseRetentionDays),
    turnStates: createTurnStateStore(turnStates, now),
    configs: createConfigStore(configs),
    credentials: createCredentialStore(credentials, dataKeys),
    sink: createJournalSink({ ...options, calls, bodies, shards, shardRetention: SHARD_RETENTION }),
    readChain: (writer, afterSequence) => readChain(calls, writer, afterSequence),
    migrate: () => migrate(connection, { now }),
    ping: () => isReachable(connection),
    close: () => {
      // An end that is meant is no news.
      connection.removeAllListeners('disconnected')
      return connection.close()
    },
  }
}

async function connect(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection()
  try {
    return await connection.openUri(uri, {
      ...(!namesDatabase(uri) && { dbName: DATABASE }),
      appName: 'weir',
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      maxPoolSize: 4,
      serverSelectionTimeoutMS: 2_000,
      connectTimeoutMS: 2_000,
      socketTimeoutMS: 30_000,
      waitQueueTimeoutMS: 5_000,
      heartbeatFrequencyMS: 2_000,
      // Int64 comes back as BigInt: as a number it would lose money beyond 2^53.
      useBigInt64: true,
    })
  } catch (error) {
    await connection.close().catch(() => {})
    throw isNoMongoString(error) ? wrongString(error) : unavailable(error)
  }
}

function namesDatabase(uri: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^/?]+\/[^?]/.test(uri)
}

/** By name: the parser of the string is a package of its own, with a class of its own. */
function isNoMongoString(error: unknown): boolean {
  return error instanceof Error && ['MongoParseError', 'MongoInvalidArgumentError'].includes(error.name)
}

function wrongString(cause: unknown): GatewayError {
  return new GatewayError('CONFIGURATION', 'MONGODB_URI is not a MongoDB connection string (mongodb://host:port/database).', {
    cause,
  })
}

async function isReachable(connection: Connection): Promise<boolean> {
  try {
    await connection.db?.command({ ping: 1 })
    return connection.db !== undefined
  } catch {
    return false
  }
}
