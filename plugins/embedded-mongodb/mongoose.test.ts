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

describe('mongoose 9 over the socket', () => {
  it('creates a model with its indexes, and inserts, finds and updates through it', async () => {
    const schema = new mongoose.Schema({ name: { type: String, unique: true }, organizationId: String, count: Number })
    schema.index({ organizationId: 1, _id: -1 })
    const Thing = connection.model('Thing', schema)
    await Thing.init()
    const one = await Thing.create({ name: 'one', organizationId: 'a', count: 1 })
    await Thing.insertMany([
      { name: 'two', organizationId: 'a', count: 2 },
      { name: 'three', organizationId: 'b', count: 3 },
    ])
    await Thing.updateOne({ _id: one._id }, { $inc: { count: 10 } })
    const found = await Thing.find({ organizationId: 'a' }).sort({ _id: -1 }).lean()
    expect(found.map(({ name, count }) => [name, count])).toEqual([
      ['two', 2],
      ['one', 11],
    ])
    await expect(Thing.create({ name: 'one' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { name: 1 },
      keyValue: { name: 'one' },
    })
    expect(await Thing.collection.indexes()).toMatchObject([
      { name: '_id_' },
      { name: 'name_1', unique: true },
      { name: 'organizationId_1__id_-1' },
    ])
  })
})
