import mongoose, { type Connection } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../plugins/embedded-mongodb/fixtures/test-server.js'
import { connectStorage } from '../../src/storage/connect-storage.js'
import { metaSchema, migrate } from '../../src/storage/migrate.js'
import type { Migration } from '../../src/storage/migrations.js'
import { STORAGE_LOG } from './open-storage.js'

let server: TestServer
let connection: Connection

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

beforeEach(async () => {
  connection = await mongoose.createConnection(server.uri, { autoIndex: false, autoCreate: false }).asPromise()
  connection.model('Meta', metaSchema)
  await connection.collection('meta').deleteMany({})
})

afterEach(() => connection.close())

function aMigration(version: number, ran: number[], overrides: Partial<Migration> = {}): Migration {
  return { version, name: `step ${version}`, resumable: true, run: async () => void ran.push(version), ...overrides }
}

function meta() {
  return connection.collection<{ _id: string }>('meta').findOne({ _id: 'schema' })
}

describe('migrations', () => {
  it('run forward once, each', async () => {
    const ran: number[] = []
    await migrate(connection, { migrations: [aMigration(1, ran)] })
    await migrate(connection, { migrations: [aMigration(1, ran), aMigration(2, ran)] })
    await migrate(connection, { migrations: [aMigration(1, ran), aMigration(2, ran)] })
    expect(ran).toEqual([1, 2])
    expect(await meta()).toMatchObject({ version: 2, migratingTo: null, owner: null })
  })

  it('run once when several processes start together', async () => {
    const ran: number[] = []
    const options = { migrations: [aMigration(1, ran), aMigration(2, ran)], pollMs: 2 }
    await Promise.all([migrate(connection, options), migrate(connection, options), migrate(connection, options)])
    expect(ran).toEqual([1, 2])
  })

  it('refuse a database of a later release', async () => {
    await migrate(connection, { migrations: [aMigration(7, [])] })
    await expect(migrate(connection, { migrations: [aMigration(1, [])] })).rejects.toMatchObject({ code: 'CONFIGURATION' })
  })

  it('are resumed when the process that began them has died', async () => {
    await leaveHalfMigrated()
    const ran: number[] = []
    await migrate(connection, { migrations: [aMigration(1, ran), aMigration(2, ran)] })
    expect(ran).toEqual([2])
  })

  it('are refused when the half-done step cannot be resumed', async () => {
    await leaveHalfMigrated()
    const migrations = [aMigration(1, []), aMigration(2, [], { resumable: false })]
    await expect(migrate(connection, { migrations })).rejects.toMatchObject({ code: 'CONFIGURATION' })
  })

  it('wait for a living owner and take over a dead one', async () => {
    await leaveHalfMigrated(new Date('2026-01-01T00:00:30Z'))
    let nowMs = Date.parse('2026-01-01T00:00:00Z')
    const ran: number[] = []
    const clock = () => {
      nowMs += 10_000
      if (nowMs < Date.parse('2026-01-01T00:00:30Z')) expect(ran).toEqual([])
      return new Date(nowMs)
    }
    await migrate(connection, { migrations: [aMigration(1, ran), aMigration(2, ran)], now: clock, pollMs: 1 })
    expect(ran).toEqual([2])
  })

  it('of this release make the indexes, again and again', async () => {
    const storage = await connectStorage({
      uri: server.uri,
      log: STORAGE_LOG,
      callRetentionDays: 1,
      bodyRetentionDays: 1,
      responseRetentionDays: 1,
    })
    await storage.migrate()
    await storage.migrate()
    await storage.close()
    const names = (await connection.collection('calls').indexes()).map(({ name }) => name)
    expect(names).toEqual(['_id_', 'organizationId_1__id_-1', 'expiresAt_1'])
  })
})

/** As a process that died in the second step would. */
async function leaveHalfMigrated(leaseUntil = new Date(0)): Promise<void> {
  const left = { _id: 'schema', version: 1, owner: 'dead', leaseUntil, migratingTo: 2 }
  await connection.collection<typeof left>('meta').insertOne(left)
}
