import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallRecord } from '../../src/domain/call-record.js'
import { aBody, aRecord } from '../journal/builders.js'
import { drained } from './drained.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

let opened: OpenedStorage
let database: Connection
let organizations = 0

beforeAll(async () => {
  opened = await openStorage()
  database = await mongoose.createConnection(opened.uri).asPromise()
})

afterAll(async () => {
  await database.close()
  await opened.close()
})

/** An organisation and a writer of its own for each test. */
function aTenant() {
  organizations += 1
  const organizationId = `org_${organizations}`
  const writer = `writer${organizations}`
  const records = (count: number, overrides: Partial<CallRecord> = {}) =>
    Array.from({ length: count }, (_, i) => aRecord({ organizationId, writer, tags: [`t${i % 2}`], ...overrides }))
  const report = (groupBy?: 'key' | 'model' | 'provider' | 'tag') =>
    opened.storage.usage.report(organizationId, { from: new Date('2026-03-01'), to: new Date('2026-03-02'), groupBy })
  const requests = async () => (await report())[0]?.requests ?? 0n
  return { organizationId, writer, records, report, requests }
}

describe('applying a batch', () => {
  it('again changes nothing', async () => {
    const { writer, records, report, requests } = aTenant()
    const batch = drained(records(10), 1, aBody())
    await opened.storage.sink.apply(writer, batch)
    const before = await report('tag')
    await opened.storage.sink.apply(writer, batch)
    expect(await report('tag')).toEqual(before)
    expect(await requests()).toBe(10n)
  })

  it('cut differently counts only what is new', async () => {
    const { writer, records, requests, report } = aTenant()
    const calls = drained(records(12))
    await opened.storage.sink.apply(writer, calls.slice(0, 5))
    await opened.storage.sink.apply(writer, calls.slice(2, 9))
    await opened.storage.sink.apply(writer, calls)
    expect(await requests()).toBe(12n)
    expect((await report('tag')).map(({ requests: count }) => count)).toEqual([6n, 6n])
  })

  it('completes one that was applied in part, whichever shards were reached', async () => {
    const { organizationId, writer, records, report } = aTenant()
    const batch = drained(records(8), 1, aBody())
    await opened.storage.sink.apply(writer, batch)
    const whole = await report('tag')
    const shards = database.collection<{ _id: string }>('usage_shards')
    const ids = (await shards.find({ organizationId }).toArray()).map(({ _id }) => _id)
    expect(ids).toHaveLength(18)
    for (const half of [0, 1]) {
      await shards.deleteMany({ _id: { $in: ids.filter((_, i) => i % 2 === half) } })
      await opened.storage.sink.apply(writer, batch)
      expect(await report('tag')).toEqual(whole)
    }
    await database.collection('call_bodies').deleteMany({ organizationId })
    await opened.storage.sink.apply(writer, batch)
    const [body] = await opened.storage.callBodies.findMany(organizationId, [batch[0]!.record.id])
    expect(body).toEqual(aBody())
  })

  it('sets another call under a known id aside, and counts it nowhere', async () => {
    const { writer, records, requests } = aTenant()
    const [first, second] = records(2)
    await opened.storage.sink.apply(writer, drained([first!]))
    const rejected = await opened.storage.sink.apply(writer, drained([{ ...second!, id: first!.id }], 2))
    expect(rejected).toEqual([{ sequence: 2, reason: 'Another call has the same id' }])
    expect(await requests()).toBe(1n)
  })

  it('throws what is no failure of the database as it is, so that the journal can find the call', async () => {
    const { writer, records } = aTenant()
    const broken = drained([{ ...records(1)[0]!, tags: [`${'x'.repeat(17 * 1024 * 1024)}`] }])
    const result = await opened.storage.sink.apply(writer, broken).then(
      (rejected) => ({ rejected: rejected.length }),
      (error: { code?: string }) => ({ code: error.code }),
    )
    expect(result).not.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(result).not.toEqual({ rejected: 0 })
  })

  it('of another writer is counted beside', async () => {
    const { writer, records, requests } = aTenant()
    await opened.storage.sink.apply(writer, drained(records(3)))
    await opened.storage.sink.apply(`${writer}b`, drained(records(4)))
    expect(await requests()).toBe(7n)
  })
})

describe('values beyond the cap of their hour', () => {
  it('are counted as other, and again so when they are applied again by a new process', async () => {
    const { writer, records, report } = aTenant()
    const calls = drained(records(210).map((record, i) => ({ ...record, tags: [`tag-${i}`] })))
    await opened.storage.sink.apply(writer, calls)
    const before = await report('tag')
    expect(before).toHaveLength(201)
    expect(before.find(({ group }) => group === 'other')?.requests).toBe(10n)
    const { connectStorage } = await import('../../src/storage/connect-storage.js')
    const again = await connectStorage({
      uri: opened.uri,
      log: { info() {}, warn() {} },
      callRetentionDays: 30_000,
      bodyRetentionDays: 1,
      responseRetentionDays: 1,
    })
    await again.sink.apply(writer, calls)
    await again.close()
    expect(await report('tag')).toEqual(before)
  })

  it('are counted once for a call with several of them', async () => {
    const { writer, records, report } = aTenant()
    const long = ['a', 'b'].map((letter) => letter.repeat(300))
    await opened.storage.sink.apply(writer, drained(records(1, { tags: long })))
    expect((await report('tag')).map(({ group, requests }) => [group, requests])).toEqual([['other', 1n]])
  })
})
