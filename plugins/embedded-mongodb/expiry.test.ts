import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Cursors } from './commands/cursors.js'
import { startTestServer, type TestServer } from './fixtures/test-server.js'
import { findInconsistencies } from './storage/check.js'

let running: TestServer
let client: MongoClient
let nowMs = Date.UTC(2026, 0, 1)

beforeAll(async () => {
  running = await startTestServer({ nowMs: () => nowMs })
  client = await MongoClient.connect(running.uri)
})

afterAll(async () => {
  await client?.close()
  await running?.stop()
})

it('removes documents when their time is over, and no others', async () => {
  const bodies = client.db('weir').collection<{ _id: string; at?: Date | string | Date[] }>('bodies')
  await bodies.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
  await bodies.insertMany([
    { _id: 'old', at: new Date(nowMs - 61_000) },
    { _id: 'young', at: new Date(nowMs - 59_000) },
    { _id: 'no date', at: 'long ago' },
    { _id: 'none' },
    { _id: 'one of two is old', at: [new Date(nowMs), new Date(0)] },
  ])
  expect(await running.server.sweepExpired()).toBe(2)
  expect((await bodies.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual(['no date', 'none', 'young'])
  nowMs += 2000
  expect(await running.server.sweepExpired()).toBe(1)
  expect(await running.server.sweepExpired()).toBe(0)
  expect(findInconsistencies(running.server.catalog)).toEqual([])
})

it('removes a bounded number at a time', async () => {
  const many = client.db('weir').collection('many')
  await many.createIndex({ at: -1 }, { expireAfterSeconds: 0 })
  await many.insertMany(Array.from({ length: 2500 }, () => ({ at: new Date(nowMs - 1) })))
  expect(await running.server.sweepExpired()).toBe(2000)
  expect(await running.server.sweepExpired()).toBe(500)
})

it('cursors that nobody reads are closed, and there are only so many', () => {
  let now = 0
  const cursors = new Cursors(() => now, 2, 1000)
  const documents = () => [1, 2, 3].map((n) => Buffer.from([n])).values()
  const first = cursors.open('db.c', documents(), 1)
  now = 600
  cursors.open('db.c', documents(), 1)
  expect(() => cursors.open('db.c', documents(), 1)).toThrow(/too many open cursors/)
  now = 1100
  cursors.expireIdle()
  expect(cursors.size).toBe(1)
  expect(() => cursors.more(first.cursorId, 'db.c')).toThrow(/not found/)
})
