import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './fixtures/test-server.js'

let running: TestServer
let connection: mongoose.Connection

beforeAll(async () => {
  running = await startTestServer()
  connection = await mongoose.createConnection(running.uri, { serverSelectionTimeoutMS: 3000 }).asPromise()
})

afterAll(async () => {
  await connection?.close()
  await running?.stop()
})

const callSchema = new mongoose.Schema(
  {
    _id: String,
    organizationId: { type: String, required: true },
    keyId: String,
    costNanos: BigInt,
    body: Buffer,
    startedAt: Date,
    expiresAt: Date,
    tags: [String],
    attempts: [{ _id: false, target: String, ms: Number }],
    schemaVersion: { type: Number, default: 1 },
  },
  { versionKey: false },
)
callSchema.index({ organizationId: 1, _id: -1 })
callSchema.index({ organizationId: 1, keyId: 1, _id: -1 })
callSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 3600 })

describe('mongoose 9 over the socket', () => {
  it('creates a model with its indexes, more than once', async () => {
    const Call = connection.model('Call', callSchema)
    await Call.init()
    await Call.createCollection()
    await Call.syncIndexes()
    expect((await Call.collection.indexes()).map(({ name }) => name)).toEqual([
      '_id_',
      'organizationId_1__id_-1',
      'organizationId_1_keyId_1__id_-1',
      'expiresAt_1',
    ])
  })

  it('keeps Longs past 2^53, bytes and dates exact', async () => {
    const Call = connection.model('Call', callSchema)
    const call = {
      _id: 'exact',
      organizationId: 'o',
      costNanos: 9_007_199_254_740_993n,
      body: Buffer.from([0, 1, 254, 255]),
      startedAt: new Date('2026-01-02T03:04:05.678Z'),
      attempts: [{ target: 'openai', ms: 1.5 }],
    }
    await Call.create(call)
    const found = await Call.findById('exact').lean({ useBigInt64: true }).setOptions({ useBigInt64: true })
    expect(found).toMatchObject({
      costNanos: call.costNanos,
      startedAt: call.startedAt,
      attempts: call.attempts,
      schemaVersion: 1,
    })
    expect(Buffer.from((found as unknown as { body: { buffer: Uint8Array } }).body.buffer)).toEqual(call.body)
  })

  it('pages by organisation, newest first', async () => {
    const Call = connection.model('Call', callSchema)
    const names = Array.from({ length: 30 }, (_, n) => `page_${String(n).padStart(3, '0')}`)
    await Call.insertMany(names.map((_id, n) => ({ _id, organizationId: n % 3 === 0 ? 'other' : 'mine', keyId: `key ${n % 2}` })))
    const page = (filter: object) =>
      Call.find({ organizationId: 'mine', ...filter })
        .sort({ _id: -1 })
        .limit(4)
        .select('keyId')
        .lean()
    const first = await page({})
    expect(first.map(({ _id }) => _id)).toEqual(['page_029', 'page_028', 'page_026', 'page_025'])
    const next = await page({ _id: { $lt: first.at(-1)!._id }, keyId: 'key 1' })
    expect(next).toEqual(['page_023', 'page_019', 'page_017', 'page_013'].map((_id) => ({ _id, keyId: 'key 1' })))
    expect(await Call.countDocuments({ organizationId: 'mine' })).toBe(20)
    expect(await Call.distinct('keyId', { organizationId: 'mine' })).toEqual(['key 0', 'key 1'])
  })

  it('saves a changed document by what changed', async () => {
    const Call = connection.model('Call', callSchema)
    const call = await Call.create({ _id: 'saved', organizationId: 'o', tags: ['a'] })
    call.tags.push('b')
    call.keyId = 'k'
    call.attempts.push({ target: 'groq', ms: 2 })
    await call.save()
    expect(await Call.findById('saved').lean()).toMatchObject({
      tags: ['a', 'b'],
      keyId: 'k',
      attempts: [{ target: 'groq', ms: 2 }],
    })
    await call.deleteOne()
    expect(await Call.exists({ _id: 'saved' })).toBeNull()
  })

  it('applies the shards of a roll-up once, and sums them exactly', async () => {
    const shardSchema = new mongoose.Schema(
      { _id: String, lastSeq: Number, hour: Date, costNanos: BigInt },
      { versionKey: false },
    )
    const Shard = connection.model('Shard', shardSchema)
    const hour = new Date('2026-01-01T00:00:00Z')
    const apply = (writer: string, lastSeq: number) => ({
      updateOne: {
        filter: { _id: writer, lastSeq: { $lt: lastSeq } },
        update: { $inc: { costNanos: 4_611_686_018_427_387_904n / 2n + 1n }, $set: { lastSeq }, $setOnInsert: { hour } },
        upsert: true,
      },
    })
    const first = await Shard.bulkWrite([apply('w1', 1), apply('w2', 1)], { ordered: false })
    expect(first.upsertedCount).toBe(2)
    const again = await Shard.bulkWrite([apply('w1', 1), apply('w2', 2)], { ordered: false }).catch((error) => error)
    expect(again).toMatchObject({ code: 11000, writeErrors: [{ index: 0 }], result: { modifiedCount: 1 } })
    const [total] = await Shard.aggregate([{ $group: { _id: '$hour', costNanos: { $sum: '$costNanos' } } }]).option({
      useBigInt64: true,
    })
    expect(total).toEqual({ _id: hour, costNanos: 6_917_529_027_641_081_859n })
  })

  it('finds and updates in one step, and reports duplicates', async () => {
    const keySchema = new mongoose.Schema(
      { hash: { type: String, unique: true }, uses: Number, revokedAt: Date },
      { versionKey: false },
    )
    const ApiKey = connection.model('ApiKey', keySchema)
    await ApiKey.init()
    await ApiKey.create({ hash: 'h1', uses: 0 })
    await expect(ApiKey.create({ hash: 'h1' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { hash: 1 },
      keyValue: { hash: 'h1' },
    })
    const used = await ApiKey.findOneAndUpdate({ hash: 'h1' }, { $inc: { uses: 1 } }, { returnDocument: 'after' }).lean()
    expect(used).toMatchObject({ uses: 1 })
    const made = await ApiKey.findOneAndUpdate({ hash: 'h2' }, { $set: { uses: 5 } }, { upsert: true, returnDocument: 'after' })
    expect(made).toMatchObject({ hash: 'h2', uses: 5 })
  })
})
