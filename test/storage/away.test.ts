import { expect, it } from 'vitest'
import { startTestServer } from '../../plugins/embedded-mongodb/fixtures/test-server.js'
import { createServer } from '../../plugins/embedded-mongodb/server.js'
import { connectStorage } from '../../src/storage/connect-storage.js'
import { aRecord, until } from '../journal/builders.js'
import { drained } from './drained.js'
import { STORAGE_LOG } from './open-storage.js'

const OPTIONS = { log: STORAGE_LOG, callRetentionDays: 30_000, bodyRetentionDays: 30_000, responseRetentionDays: 30_000 }

it('a database that is not there is said so', async () => {
  const uri = `mongodb://${encodeURIComponent('/nowhere/mongodb.sock')}/weir`
  await expect(connectStorage({ ...OPTIONS, uri })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
})

it('a string that is none of MongoDB is said so', async () => {
  await expect(connectStorage({ ...OPTIONS, uri: 'postgres://localhost' })).rejects.toMatchObject({ code: 'CONFIGURATION' })
})

it('every operation fails with STORAGE_UNAVAILABLE while the database is away, and works again when it is back', async () => {
  const first = await startTestServer()
  const storage = await connectStorage({ ...OPTIONS, uri: first.uri })
  await storage.migrate()
  expect(await storage.ping()).toBe(true)
  await first.server.close()
  const range = { from: new Date('2026-03-01'), to: new Date('2026-03-02') }
  const batch = drained([aRecord()])
  const operations = [
    () => storage.calls.findMany('org_a', ['x']),
    () => storage.calls.list('org_a', {}, { first: 1 }),
    () => storage.callBodies.findMany('org_a', ['x']),
    () => storage.usage.report('org_a', range),
    () => storage.apiKeys.list('org_a'),
    () => storage.apiKeys.revoke('org_a', 'x', new Date()),
    () => storage.sink.apply('w1', batch),
    () => storage.migrate(),
  ]
  for (const operation of operations) await expect(operation()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  expect(await storage.ping()).toBe(false)

  const second = createServer({ dataDir: first.dataDir })
  await second.listen(first.socketPath)
  await until(async () => {
    const applied = await storage.sink.apply('w1', batch).catch(() => null)
    return applied !== null
  }, 'the database to be back')
  expect(await storage.calls.findMany('org_a', [batch[0]!.record.id])).toEqual([batch[0]!.record])
  await storage.close()
  await second.close()
}, 60_000)
