import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import mongoose, { type Connection, type Model } from 'mongoose'
import { GatewayError } from '../domain/gateway-error.js'
import { MIGRATIONS, type Migration } from './migrations.js'
import { DUPLICATE_KEY, guard } from './storage-errors.js'

interface MetaDocument {
  readonly _id: 'schema'
  readonly version: number
  /** The process that migrates; it has died when `leaseUntil` is over. */
  readonly owner: string | null
  readonly leaseUntil: Date | null
  /** The version that is being migrated to; kept when its process dies. */
  readonly migratingTo: number | null
}

export const metaSchema = new mongoose.Schema<MetaDocument>(
  {
    _id: { type: String, required: true },
    version: Number,
    owner: { type: String, default: null },
    leaseUntil: { type: Date, default: null },
    migratingTo: { type: Number, default: null },
  },
  { collection: 'meta', versionKey: false, autoIndex: false, autoCreate: false },
)

export interface MigrateOptions {
  readonly migrations?: readonly Migration[]
  readonly leaseMs?: number
  readonly pollMs?: number
  readonly now?: () => Date
}

/**
 * Brings the database to the version of this release. One process migrates, the others wait for it; when it dies another takes over.
 * @throws {GatewayError} CONFIGURATION when the database is newer, or half-migrated by a step that cannot be run again.
 */
export async function migrate(connection: Connection, options: MigrateOptions = {}): Promise<void> {
  const migrator = new Migrator(connection, options)
  await migrator.begin()
  while (!(await migrator.isCurrent())) {
    if (await migrator.takeLease()) await migrator.run()
    else await pause(options.pollMs ?? 200)
  }
}

class Migrator {
  readonly #connection: Connection
  readonly #meta: Model<MetaDocument>
  readonly #migrations: readonly Migration[]
  readonly #leaseMs: number
  readonly #now: () => Date
  readonly #owner = randomUUID()

  constructor(connection: Connection, { migrations = MIGRATIONS, leaseMs = 30_000, now = () => new Date() }: MigrateOptions) {
    this.#connection = connection
    this.#meta = connection.models['Meta'] as Model<MetaDocument>
    this.#migrations = migrations
    this.#leaseMs = leaseMs
    this.#now = now
  }

  async begin(): Promise<void> {
    const fresh: MetaDocument = { _id: 'schema', version: 0, owner: null, leaseUntil: null, migratingTo: null }
    await guard(async () => {
      try {
        await this.#meta.collection.insertOne(fresh as never)
      } catch (error) {
        if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error
      }
    })
  }

  async isCurrent(): Promise<boolean> {
    const meta = await this.#read()
    const target = this.#migrations.at(-1)?.version ?? 0
    if (meta.version > target) throw tooNew(meta.version, target)
    return meta.version === target && meta.migratingTo === null
  }

  /** Free, or its owner has died. */
  async takeLease(): Promise<boolean> {
    const now = this.#now()
    const free = { _id: 'schema' as const, $or: [{ owner: null }, { leaseUntil: { $lt: now } }] }
    const lease = { $set: { owner: this.#owner, leaseUntil: this.#leaseEnd() } }
    return (await guard(() => this.#meta.updateOne(free, lease))).modifiedCount === 1
  }

  async run(): Promise<void> {
    const renewal = setInterval(() => void this.#renew().catch(() => {}), this.#leaseMs / 3)
    try {
      const { version, migratingTo } = await this.#read()
      this.#checkResumable(migratingTo)
      for (const migration of this.#migrations) if (migration.version > version) await this.#step(migration)
    } finally {
      clearInterval(renewal)
      await this.#update({ owner: null, leaseUntil: null }).catch(() => {})
    }
  }

  async #step(migration: Migration): Promise<void> {
    await this.#update({ migratingTo: migration.version })
    await guard(() => migration.run(this.#connection))
    await this.#update({ version: migration.version, migratingTo: null })
  }

  #checkResumable(migratingTo: number | null): void {
    const begun = this.#migrations.find(({ version }) => version === migratingTo)
    if (begun && !begun.resumable) throw halfMigrated(begun)
  }

  #renew(): Promise<void> {
    return this.#update({ leaseUntil: this.#leaseEnd() })
  }

  #leaseEnd(): Date {
    return new Date(this.#now().getTime() + this.#leaseMs)
  }

  /** Only while the lease is ours. */
  async #update(change: Partial<MetaDocument>): Promise<void> {
    await guard(() => this.#meta.updateOne({ _id: 'schema', owner: this.#owner }, { $set: change }))
  }

  async #read(): Promise<MetaDocument> {
    const meta = await guard(() => this.#meta.findOne({ _id: 'schema' }).lean<MetaDocument>())
    if (!meta)
      throw new GatewayError(
        'STORAGE_UNAVAILABLE',
        'The schema version of the database has disappeared. Start the gateway again.',
      )
    return meta
  }
}

function tooNew(found: number, known: number): GatewayError {
  return new GatewayError(
    'CONFIGURATION',
    `The database has schema version ${found} and this release knows ${known}. Start the release that migrated it, or a later one.`,
  )
}

function halfMigrated({ version, name }: Migration): GatewayError {
  return new GatewayError(
    'CONFIGURATION',
    `The database is half-migrated to schema version ${version} (${name}), which cannot be resumed. Restore it from a backup and start again.`,
  )
}
