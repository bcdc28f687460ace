import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type Document, deserialize, serialize, setInternalBufferSize } from 'bson'
import { Long, MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './fixtures/test-server.js'

let running: TestServer
let client: MongoClient
const sockets: Socket[] = []

beforeAll(async () => {
  running = await startTestServer({ maxConnections: 20 })
  client = await MongoClient.connect(running.uri)
})

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

afterAll(async () => {
  await client?.close()
  await running?.stop()
})

async function open(): Promise<Socket> {
  const socket = connect(running.socketPath)
  sockets.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

function header(length: number, opCode: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeInt32LE(length, 0)
  bytes.writeInt32LE(77, 4)
  bytes.writeInt32LE(opCode, 12)
  return bytes
}

interface Section {
  name: string
  documents: Document[]
}

function opMsg(body: Document, { flags = 0, sequences = [] as Section[], tail = Buffer.alloc(0) } = {}): Buffer {
  const flagBytes = Buffer.alloc(4)
  flagBytes.writeUInt32LE(flags)
  const sections = sequences.map(({ name, documents }) => {
    const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((document) => serialize(document))])
    const size = Buffer.alloc(5, 1)
    size.writeInt32LE(content.length + 4, 1)
    return Buffer.concat([size, content])
  })
  const rest = Buffer.concat([flagBytes, ...sections, Buffer.from([0]), serialize(body), tail])
  return Buffer.concat([header(16 + rest.length, 2013), rest])
}

/** The body of the next answer, of either form. */
async function answer(socket: Socket): Promise<Document> {
  let bytes = Buffer.alloc(0)
  while (bytes.length < 4 || bytes.length < bytes.readInt32LE(0))
    bytes = Buffer.concat([bytes, ((await once(socket, 'data')) as [Buffer])[0]])
  expect(bytes.readInt32LE(8)).toBe(77)
  return deserialize(bytes.subarray(bytes.readInt32LE(12) === 1 ? 36 : 21))
}

async function ask(message: Buffer): Promise<Document> {
  const socket = await open()
  socket.write(message)
  return answer(socket)
}

describe('messages', () => {
  it('answers a legacy hello', async () => {
    const name = Buffer.from('\0\0\0\0admin.$cmd\0\0\0\0\0\xff\xff\xff\xff', 'latin1')
    const body = serialize({ ismaster: 1, helloOk: true })
    const reply = await ask(Buffer.concat([header(16 + name.length + body.length, 2004), name, body]))
    expect(reply).toMatchObject({ ok: 1, ismaster: true, helloOk: true, maxWireVersion: 21, maxBsonObjectSize: 16777216 })
    expect(reply).not.toHaveProperty('logicalSessionTimeoutMinutes')
  })

  it('takes documents as a section of their own, and a checksum', async () => {
    const sequences = [{ name: 'documents', documents: [{ _id: 1 }, { _id: 2 }] }]
    expect(await ask(opMsg({ insert: 'wire', $db: 'weir' }, { sequences }))).toMatchObject({ ok: 1, n: 2 })
    expect(await ask(opMsg({ ping: 1, $db: 'weir' }, { flags: 1, tail: randomBytes(4) }))).toEqual({ ok: 1 })
  })

  it('sends no answer when more is to come', async () => {
    const socket = await open()
    socket.write(opMsg({ insert: 'wire', documents: [{ _id: 3 }], writeConcern: { w: 0 }, $db: 'weir' }, { flags: 2 }))
    socket.write(opMsg({ count: 'wire', $db: 'weir' }))
    expect(await answer(socket)).toMatchObject({ n: 3 })
  })

  it('answers several messages that came in one piece, and one that came byte by byte', async () => {
    const socket = await open()
    const ping = opMsg({ ping: 1, $db: 'admin' })
    for (const byte of ping) socket.write(Buffer.from([byte]))
    expect(await answer(socket)).toEqual({ ok: 1 })
    const received: Buffer[] = []
    socket.on('data', (chunk) => received.push(chunk))
    socket.write(Buffer.concat([ping, ping, ping]))
    await expect.poll(() => Buffer.concat(received).length).toBe(3 * (16 + 5 + serialize({ ok: 1.5 }).length))
  })
})

describe('refusals', () => {
  it.each<[string, Document]>([
    ['an unknown command', { mapReduce: 'x' }],
    ['an unknown field', { find: 'x', filter: {}, surprise: 1 }],
    ['a hint', { find: 'x', hint: 'a_1' }],
    ['a collation', { find: 'x', collation: { locale: 'fr' } }],
    ['a transaction', { insert: 'x', documents: [{}], txnNumber: Long.fromNumber(1), autocommit: false, startTransaction: true }],
    ['a snapshot', { find: 'x', readConcern: { level: 'snapshot' } }],
    ['array filters', { update: 'x', updates: [{ q: {}, u: { $set: { a: 1 } }, arrayFilters: [{ b: 1 }] }] }],
    ['a partial index', { createIndexes: 'x', indexes: [{ key: { a: 1 }, name: 'a', partialFilterExpression: { a: 1 } }] }],
    ['a text index', { createIndexes: 'x', indexes: [{ key: { a: 'text' }, name: 'a' }] }],
    ['a capped collection', { create: 'x', capped: true, size: 100 }],
    ['a collection with a validator', { create: 'x', validator: { a: 1 } }],
  ])('%s by name, with the way out', async (_, command) => {
    const reply = await ask(opMsg({ ...command, $db: 'weir' }))
    const [error] = reply['writeErrors'] ?? [reply]
    expect(error).toMatchObject({
      code: 238,
      errmsg: expect.stringMatching(/not supported by the embedded database\. Set MONGODB_URI/),
    })
  })

  it('a transaction of the driver fails clearly', async () => {
    const session = client.startSession()
    session.startTransaction()
    await expect(client.db('weir').collection('x').insertOne({}, { session })).rejects.toThrow(/session|transaction/i)
    await session.endSession()
  })
})

describe('malformed messages', () => {
  const body = (hex: string) => Buffer.concat([header(16 + 5 + hex.length / 2, 2013), Buffer.alloc(5), Buffer.from(hex, 'hex')])

  it.each<[string, Buffer]>([
    ['garbage', randomBytes(500).fill(0xee, 0, 4)],
    ['a negative length', header(-5, 2013)],
    ['a length shorter than a header', header(3, 2013)],
    ['a huge length', header(0x7fffffff, 2013)],
  ])('%s closes the connection', async (_, bytes) => {
    const socket = await open()
    const closed = once(socket, 'close')
    socket.write(bytes)
    await closed
  })

  it.each<[string, Buffer]>([
    ['an unknown type of message', header(16, 9999)],
    ['no section', header(16, 2013)],
    ['unknown flags', opMsg({ ping: 1, $db: 'x' }, { flags: 8 })],
    ['a document longer than its message', body('ff00000000')],
    ['a document without an end', body('0500000001')],
    ['a string longer than its document', body('0e00000002610064000000620000')],
    ['a document of negative length', body('fbffffff00')],
    ['an unknown type', body('080000005561000000')],
    ['a nested document longer than the outer', body('0d00000003610099000000000000')],
    ['two bodies', opMsg({ ping: 1 }, { tail: Buffer.concat([Buffer.from([0]), serialize({ ping: 1 })]) })],
    ['a truncated section', opMsg({ insert: 'x' }, { tail: Buffer.from([1, 200, 0, 0, 0, 97]) })],
    ['a legacy query that is too short', header(16, 2004)],
    ['a document nested 1000 deep', deep(1000)],
  ])('%s is answered with an error', async (_, bytes) => {
    expect(await ask(bytes)).toMatchObject({ ok: 0, code: expect.any(Number) })
  })

  function deep(levels: number): Buffer {
    let inner: Document = {}
    for (let level = 0; level < levels; level++) inner = { a: inner }
    return opMsg({ insert: 'x', documents: [inner], $db: 'weir' })
  }

  it('random bytes in a frame of the right length never take the server down', async () => {
    for (let round = 0; round < 200; round++) {
      const socket = await open()
      const valid = opMsg({ find: 'x', filter: { a: { $gt: 5 } }, $db: 'weir' })
      for (let flips = 0; flips < 5; flips++)
        valid[16 + Math.floor(Math.random() * (valid.length - 16))] = Math.floor(Math.random() * 256)
      socket.write(valid)
      await Promise.race([once(socket, 'data'), once(socket, 'close')])
      socket.destroy()
    }
    expect(await client.db('weir').command({ ping: 1 })).toEqual({ ok: 1 })
  })
})

describe('cursors', () => {
  const big = () => client.db('weir').collection('cursors')

  beforeAll(async () => {
    await big().insertMany(Array.from({ length: 1000 }, (_, n) => ({ n, pad: 'x'.repeat(100) })))
  })

  it('go on over many batches, also when what they have read is deleted meanwhile', async () => {
    const cursor = big().find().sort({ _id: 1 }).batchSize(10)
    const seen: number[] = []
    for await (const { _id, n } of cursor) {
      seen.push(n)
      if (n === 400) await big().deleteMany({ _id: { $lte: _id } })
    }
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, n) => n))
    await big().insertMany(Array.from({ length: 401 }, (_, n) => ({ n })))
  })

  it('end when they are killed, read to their end, or their limit is reached', async () => {
    const database = client.db('weir')
    const { cursor } = await database.command({ find: 'cursors', batchSize: 2 })
    expect(cursor.firstBatch).toHaveLength(2)
    const killed = await database.command({ killCursors: 'cursors', cursors: [cursor.id] })
    expect(killed['cursorsKilled']).toHaveLength(1)
    await expect(database.command({ getMore: cursor.id, collection: 'cursors' })).rejects.toMatchObject({ code: 43 })
    const limited = await database.command({ find: 'cursors', limit: 2 })
    expect(Number(limited['cursor'].id)).toBe(0)
  })

  it('fail when their collection or index is dropped, rather than end early', async () => {
    const gone = client.db('weir').collection<{ _id: number; a: number }>('gone')
    const openOne = async (filter: object) => {
      const cursor = gone.find(filter).batchSize(2)
      await cursor.next()
      return cursor
    }
    await gone.createIndex({ a: 1 })
    await gone.insertMany(Array.from({ length: 100 }, (_, n) => ({ _id: n, a: n })))
    const byIndex = await openOne({ a: { $gte: 0 } })
    const byId = await openOne({})
    await gone.dropIndex('a_1')
    await expect(byIndex.toArray()).rejects.toMatchObject({ codeName: 'QueryPlanKilled' })
    await gone.drop()
    await expect(byId.toArray()).rejects.toMatchObject({ codeName: 'QueryPlanKilled' })
  })

  it('batches end at 16 MiB', async () => {
    const large = client.db('weir').collection('large')
    for (let n = 0; n < 5; n++) await large.insertOne({ n, pad: 'x'.repeat(5 * 1024 * 1024) })
    const { cursor } = await client.db('weir').command({ find: 'large' })
    expect(cursor.firstBatch).toHaveLength(3)
    expect((await large.find().toArray()).map(({ n, pad }) => [n, pad.length])).toEqual(
      [0, 1, 2, 3, 4].map((n) => [n, 5 * 1024 * 1024]),
    )
    await large.drop()
  })
})

describe('limits', () => {
  it('a document has at most 16 MiB', async () => {
    setInternalBufferSize(20 * 1024 * 1024)
    const documents = [{ _id: 1, pad: 'x'.repeat(17 * 1024 * 1024) }]
    const reply = await ask(opMsg({ insert: 'limits', documents, $db: 'weir' }))
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ code: 10334 }] })
  })

  it('connections past the limit are closed at once', async () => {
    const many = await Promise.all(Array.from({ length: 30 }, () => open()))
    await expect.poll(() => many.filter((socket) => socket.closed).length).toBeGreaterThanOrEqual(10)
    expect(await client.db('weir').command({ ping: 1 })).toEqual({ ok: 1 })
  })

  it('several clients write at once and none of it is lost', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => MongoClient.connect(running.uri, { maxPoolSize: 3 })))
    const counters = clients.map((each) => each.db('weir').collection<{ _id: string; n: number }>('counters'))
    const increments = counters.flatMap((counter) =>
      Array.from({ length: 25 }, () => counter.updateOne({ _id: 'c' }, { $inc: { n: 1 } }, { upsert: true })),
    )
    await Promise.all(increments)
    expect(await counters[0]!.findOne()).toEqual({ _id: 'c', n: 100 })
    await Promise.all(clients.map((each) => each.close()))
  })
})

describe('the catalog', () => {
  it('lists databases, collections and indexes, and forgets what is dropped', async () => {
    const database = client.db('other')
    await database.createCollection('a')
    await expect(database.createCollection('a')).rejects.toMatchObject({ codeName: 'NamespaceExists' })
    await database.collection('b').createIndexes([
      { key: { x: 1 }, name: 'x' },
      { key: { y: -1 }, unique: true, sparse: true },
    ])
    await database.collection('b').createIndex({ x: 1 }, { name: 'x' })
    await expect(database.collection('b').createIndex({ z: 1 }, { name: 'x' })).rejects.toMatchObject({ code: 86 })
    await expect(database.collection('b').createIndex({ x: 1 }, { unique: true })).rejects.toMatchObject({ code: 85 })
    expect((await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort()).toEqual(['a', 'b'])
    expect(await database.collection('b').indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { x: 1 }, name: 'x' },
      { v: 2, key: { y: -1 }, name: 'y_-1', unique: true, sparse: true },
    ])
    await database.collection('b').dropIndex('x')
    expect(await database.collection('b').indexes()).toHaveLength(2)
    expect((await client.db().admin().listDatabases()).databases.map(({ name }) => name)).toContain('other')
    await database.dropDatabase()
    expect(await database.listCollections().toArray()).toEqual([])
  })

  it('builds no unique index over duplicates, and leaves nothing of the attempt', async () => {
    const twice = client.db('weir').collection('twice')
    await twice.insertMany([{ a: 1 }, { a: 1 }])
    await expect(twice.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 })
    expect(await twice.indexes()).toHaveLength(1)
    await twice.insertOne({ a: 1 })
  })
})

describe('mongosh', () => {
  it.each<Document>([
    { hello: 1 },
    { buildInfo: 1 },
    { getParameter: 1, featureCompatibilityVersion: 1 },
    { getLog: 'startupWarnings' },
    { connectionStatus: 1, showPrivileges: true },
    { serverStatus: 1 },
    { getCmdLineOpts: 1 },
    { listDatabases: 1, nameOnly: true },
    { endSessions: [] },
  ])('may ask %j at its start', async (command) => {
    expect(await client.db('admin').command(command)).toMatchObject({ ok: 1 })
  })

  it('is told that this is no hosted server', async () => {
    await expect(client.db('admin').command({ atlasVersion: 1 })).rejects.toMatchObject({ codeName: 'CommandNotFound' })
  })
})
