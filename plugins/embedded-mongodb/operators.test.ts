import { Binary, Decimal128, type Document, Double, Int32, Long, MongoClient, ObjectId, Timestamp, UUID } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './fixtures/test-server.js'

let running: TestServer
let client: MongoClient
const things = () => client.db('weir').collection<Document>('things')
const ids = async (filter: Document) => (await things().find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id)
const one = async () => {
  const { _id, ...rest } = (await things().findOne({}, { promoteValues: false }))!
  return rest
}

beforeAll(async () => {
  running = await startTestServer()
  client = await MongoClient.connect(running.uri)
})

afterAll(async () => {
  await client?.close()
  await running?.stop()
})

beforeEach(async () => {
  await things().drop()
})

const id = (value: unknown) => value as ObjectId

describe('filters', () => {
  beforeEach(async () => {
    await things().insertMany([
      {
        _id: id(1),
        n: 1,
        s: 'one',
        tags: ['a', 'b'],
        items: [
          { k: 1, v: 1 },
          { k: 2, v: 5 },
        ],
        o: { x: 1, y: 2 },
      },
      { _id: id(2), n: 2.5, s: 'two\n', tags: ['b'], items: [{ k: 1, v: 5 }], o: { y: 2, x: 1 } },
      { _id: id(3), n: Long.fromNumber(3), s: null, tags: [], nested: [[1, 2], 3] },
      { _id: id(4), n: '4', s: 'Three', tags: 'a', o: null },
      { _id: id(5), n: Number.NaN, items: [] },
    ])
  })

  it.each<[string, Document, number[]]>([
    ['$nin', { n: { $nin: [1, 3] } }, [2, 4, 5]],
    ['$nin of null is for fields that are there', { s: { $nin: [null] } }, [1, 2, 4]],
    ['$in across number types', { n: { $in: [new Double(1), Long.fromNumber(3), 'x'] } }, [1, 3]],
    ['$in of null finds missing fields', { s: { $in: [null, 'one'] } }, [1, 3, 5]],
    ['$in of a regular expression', { s: { $in: [/^t/i] } }, [2, 4]],
    ['$not of a range also finds other types', { n: { $not: { $gt: 2 } } }, [1, 4, 5]],
    ['$not of a regular expression', { s: { $not: /^t/ } }, [1, 3, 4, 5]],
    ['ranges compare numbers only with numbers, and NaN with nothing', { n: { $gte: 1, $lt: 100 } }, [1, 2, 3]],
    ['NaN equals NaN', { n: Number.NaN }, [5]],
    ['$and', { $and: [{ tags: 'b' }, { n: 1 }] }, [1]],
    ['$elemMatch wants one element that fulfils all', { items: { $elemMatch: { k: 1, v: 5 } } }, [2]],
    ['without $elemMatch two elements may share the work', { 'items.k': 1, 'items.v': 5 }, [1, 2]],
    ['$elemMatch of operators', { tags: { $elemMatch: { $gt: 'a' } } }, [1, 2]],
    ['$all', { tags: { $all: ['b', 'a'] } }, [1]],
    ['$all of one scalar', { tags: { $all: ['a'] } }, [1, 4]],
    ['$size', { tags: { $size: 2 } }, [1]],
    ['$type by several names', { n: { $type: ['string', 'long'] } }, [3, 4]],
    ['$type array', { tags: { $type: 'array' } }, [1, 2, 3]],
    ['$exists false', { o: { $exists: false } }, [3, 5]],
    ['a document equals one with the same fields in the same order', { o: { x: 1, y: 2 } }, [1]],
    ['an array inside an array is found whole', { nested: [1, 2] }, [3]],
    ['the end of a pattern is also before a last newline', { s: /^two$/ }, [2]],
    ['a dot is no newline', { s: /^two.$/ }, []],
    ['a dot is a newline with the option s', { s: { $regex: '^two.$', $options: 's' } }, [2]],
    ['an empty array has no element to compare with null', { 'items.k': null }, [3, 4]],
    ['$ne through an array wants no element', { 'items.v': { $ne: 5 } }, [3, 4, 5]],
  ])('%s', async (_, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })

  it.each<[string, Document]>([
    ['$where', { $where: 'true' }],
    ['$text', { $text: { $search: 'x' } }],
    ['$mod', { n: { $mod: [2, 0] } }],
    ['lookbehind', { s: /(?<=o)ne/ }],
    ['the option m', { s: { $regex: '^t', $options: 'm' } }],
    ['$jsonSchema', { $jsonSchema: {} }],
  ])('refuses %s by name', async (_, filter) => {
    await expect(things().find(filter).toArray()).rejects.toThrow(/not supported by the embedded database.*MONGODB_URI/)
  })
})

describe('the same answers with an index as without', () => {
  const values = [
    null,
    1,
    2.5,
    Long.fromNumber(7),
    -3,
    'a',
    'b',
    '',
    new Date(5),
    new ObjectId(),
    [1, 'a'],
    [],
    { x: 1 },
    true,
    false,
  ]
  const filters: Document[] = [
    ...values.filter((value) => !Array.isArray(value)).map((value) => ({ f: value })),
    ...[1, 'a', new Date(5), -3].flatMap((value) =>
      ['$gt', '$gte', '$lt', '$lte'].map((operator) => ({ f: { [operator]: value } })),
    ),
    { f: { $in: [1, 'a', null] } },
    { f: { $gt: 0, $lt: 2 } },
    { f: { $gte: -3, $lte: 7 }, g: 1 },
    { f: 1, g: { $gte: 0 } },
    { f: { $exists: true } },
    { f: { $ne: 1 } },
    { f: [1, 'a'] },
    { $or: [{ f: 1 }, { g: 2 }] },
  ]

  it.each<Record<string, 1 | -1>>([{ f: 1 }, { f: -1 }, { f: 1, g: -1 }, { g: 1, f: -1 }])('%j', async (key) => {
    await things().insertMany(values.map((f, index) => ({ _id: id(index), f, g: index % 3 })))
    await things().insertOne({ _id: id(99), g: 1 })
    const sorts: Document[] = [
      { _id: 1 },
      { g: 1, _id: 1 },
      { g: -1, _id: -1 },
      { f: 1, _id: 1 },
      { f: -1, _id: -1 },
      { g: 1, f: -1, _id: 1 },
    ]
    const answers = () =>
      Promise.all(filters.flatMap((filter) => sorts.map((sort) => things().find(filter).sort(sort).toArray())))
    const before = await answers()
    await things().createIndex(key)
    expect(await answers()).toEqual(before)
    await things().dropIndexes()
    await things().createIndex(key, { sparse: true })
    expect(await answers()).toEqual(before)
  })

  it('also for strings that are too long to be a key', async () => {
    const long = (end: string) => 'x'.repeat(3000) + end
    await things().insertMany(['c', 'a', 'b'].map((end) => ({ _id: id(long(end)), f: long(end) })))
    await things().createIndex({ f: 1 }, { unique: true })
    expect(await things().countDocuments({ f: long('a') })).toBe(1)
    expect(await things().countDocuments({ _id: id(long('a')) })).toBe(1)
    expect(await things().countDocuments({ f: { $gt: long('a') } })).toBe(2)
    const sorted = await things().find().sort({ f: -1 }).toArray()
    expect(sorted.map(({ f }) => f.at(-1))).toEqual(['c', 'b', 'a'])
    const byId = await things().find().sort({ _id: 1 }).toArray()
    expect(byId.map(({ f }) => f.at(-1))).toEqual(['a', 'b', 'c'])
    await expect(things().insertOne({ f: long('a') })).rejects.toMatchObject({ code: 11000 })
    await expect(things().insertOne({ _id: id(long('a')) })).rejects.toMatchObject({ code: 11000 })
  })
})

it('finds the one of many long values that all but fill a key', async () => {
  const value = (length: number, end: string) => 'x'.repeat(length) + end
  const valuesOf = (lengths: number[]) => lengths.flatMap((length) => ['', 'a', 'b'].map((end) => value(length, end)))
  // The first fit a key, so that only the others tell the index that values are cut.
  const fitting = valuesOf([500, 505, 1240, 1250, 1270])
  const values = [...fitting, ...valuesOf([1276, 1280, 1290])]
  const insert = (some: string[]) => things().insertMany(some.map((f) => ({ _id: id(f), f })))
  const counts = () => Promise.all(values.map(async (f) => (await things().find({ f }).toArray()).length))
  await things().createIndex({ f: 1 })
  await insert(fitting)
  expect(await counts()).toEqual(values.map((f) => (fitting.includes(f) ? 1 : 0)))
  await insert(values.slice(fitting.length))
  expect(await counts()).toEqual(values.map(() => 1))
  for (const wanted of values)
    expect(
      await things()
        .find({ _id: { $in: [id(wanted)] } })
        .toArray(),
    ).toHaveLength(1)
  expect((await things().find().sort({ f: 1 }).toArray()).map(({ f }) => f)).toEqual([...values].sort())
})

describe('updates', () => {
  it.each<[string, Document, Document, Document]>([
    ['$inc keeps the wider type', { a: new Int32(1) }, { $inc: { a: Long.fromNumber(2) } }, { a: Long.fromNumber(3) }],
    [
      'an int that overflows becomes a long',
      { a: new Int32(2147483647) },
      { $inc: { a: 1 } },
      { a: Long.fromString('2147483648') },
    ],
    ['$inc of a double', { a: new Int32(1) }, { $inc: { a: new Double(0.5) } }, { a: new Double(1.5) }],
    [
      '$inc of a long past 2^53',
      { a: Long.fromString('9007199254740993') },
      { $inc: { a: 2 } },
      { a: Long.fromString('9007199254740995') },
    ],
    ['$min compares across types', { a: 'x' }, { $min: { a: 5 } }, { a: new Int32(5) }],
    ['$max sets what is missing', {}, { $max: { a: 5 } }, { a: new Int32(5) }],
    [
      '$push with $each and $slice',
      { a: [1, 2] },
      { $push: { a: { $each: [3, 4], $slice: -3 } } },
      { a: [new Int32(2), new Int32(3), new Int32(4)] },
    ],
    ['$push to what is missing', {}, { $push: { a: 'x' } }, { a: ['x'] }],
    ['$pull of a value', { a: ['x', 'y', 'x'] }, { $pull: { a: 'x' } }, { a: ['y'] }],
    ['$pull by $in', { a: ['x', 'y', 'z'] }, { $pull: { a: { $in: ['x', 'z'] } } }, { a: ['y'] }],
    ['$addToSet of what is there', { a: ['x'] }, { $addToSet: { a: 'x' } }, { a: ['x'] }],
    ['$addToSet knows equal numbers', { a: [new Int32(1)] }, { $addToSet: { a: new Double(1) } }, { a: [new Int32(1)] }],
    [
      'new fields come in the order of their names',
      { z: 'z' },
      { $set: { c: 'c', a: 'a' }, $inc: { b: 1 } },
      { z: 'z', a: 'a', b: new Int32(1), c: 'c' },
    ],
    ['documents are made on the way', {}, { $set: { 'a.b.c': 'x' } }, { a: { b: { c: 'x' } } }],
    ['$unset', { a: 'a', b: 'b' }, { $unset: { a: '' } }, { b: 'b' }],
    ['$unset in an array leaves null', { a: ['x', 'y'] }, { $unset: { 'a.0': '' } }, { a: [null, 'y'] }],
    ['an element of an array by its place', { a: [{ b: 'x' }] }, { $set: { 'a.0.b': 'y' } }, { a: [{ b: 'y' }] }],
    ['$setOnInsert does nothing to what is there', { a: 'a' }, { $setOnInsert: { a: 'b' } }, { a: 'a' }],
  ])('%s', async (_, before, update, after) => {
    await things().insertOne({ ...before })
    await things().updateOne({}, update)
    const stored = await one()
    expect(stored).toEqual(after)
    expect(Object.keys(stored)).toEqual(Object.keys(after))
  })

  it.each<[string, Document, Document, number]>([
    ['two operators on one path', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a path and one inside it', { a: {} }, { $set: { a: 1, 'a.b': 1 } }, 40],
    ['a long that overflows', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
    ['$inc by a string', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['a field inside null', { a: null }, { $set: { 'a.b': 1 } }, 28],
    ['a name inside an array', { a: [] }, { $set: { 'a.b': 1 } }, 28],
    ['$pull from a string', { a: 'x' }, { $pull: { a: 'x' } }, 2],
  ])('fails on %s', async (_, before, update, code) => {
    await things().insertOne({ ...before })
    await expect(things().updateOne({}, update)).rejects.toMatchObject({ code })
    const { _id, ...after } = (await things().findOne({}, { promoteLongs: false }))!
    expect(after).toEqual(before)
  })

  it.each<[string, Document]>([
    ['$rename', { $rename: { a: 'b' } }],
    ['$pop', { $pop: { a: 1 } }],
    ['$push with $position', { $push: { a: { $each: [1], $position: 0 } } }],
    ['a positional path', { $set: { 'a.$[]': 1 } }],
  ])('refuses %s by name', async (_, update) => {
    await expect(things().updateOne({}, update)).rejects.toThrow(/MONGODB_URI/)
  })

  it('says which documents matched and which changed', async () => {
    await things().insertMany([{ a: 1 }, { a: 1 }, { a: 2 }])
    expect(await things().updateMany({ a: { $gte: 1 } }, { $set: { a: 2 } })).toMatchObject({ matchedCount: 3, modifiedCount: 2 })
  })

  it('changes each document once, though the change moves it along the index that finds it', async () => {
    await things().createIndex({ a: 1 })
    await things().insertMany(Array.from({ length: 50 }, (_, a) => ({ a })))
    await things().updateMany({ a: { $gte: 0 } }, { $inc: { a: 100 } })
    expect((await things().find().sort({ a: 1 }).toArray()).map(({ a }) => a)).toEqual(
      Array.from({ length: 50 }, (_, a) => a + 100),
    )
  })

  it('replaces a document and keeps its _id', async () => {
    await things().insertOne({ _id: id(1), a: 1 })
    await things().replaceOne({ _id: id(1) }, { b: 2 })
    expect(await things().findOne()).toEqual({ _id: 1, b: 2 })
    await expect(things().replaceOne({ _id: id(1) }, { _id: id(2), b: 2 })).rejects.toMatchObject({ code: 66 })
  })

  it('sets the current date by the clock of the server', async () => {
    await things().insertOne({})
    await things().updateOne({}, { $currentDate: { at: true } })
    expect(Math.abs((await things().findOne())!['at'] - Date.now())).toBeLessThan(5000)
  })
})

describe('upserts', () => {
  it('start from the equalities of the filter, then apply the update and $setOnInsert', async () => {
    const filter = { _id: id('k'), kind: { $eq: 'x' }, n: { $gt: 5 }, $and: [{ 'o.p': 1 }] }
    await things().updateOne(filter, { $inc: { n: 1 }, $setOnInsert: { born: 1 } }, { upsert: true })
    expect(await things().findOne()).toEqual({ _id: 'k', kind: 'x', o: { p: 1 }, born: 1, n: 1 })
  })

  it('of a batch already applied are duplicates, as the roll-up shards expect', async () => {
    const apply = (lastSeq: number) =>
      things().bulkWrite(
        ['a', 'b'].map((shard) => ({
          updateOne: {
            filter: { _id: id(shard), lastSeq: { $lt: lastSeq } },
            update: { $inc: { 'totals.requests': Long.fromNumber(2) }, $set: { lastSeq } },
            upsert: true,
          },
        })),
        { ordered: false },
      )
    await apply(1)
    await apply(2)
    const again = await apply(2).catch((error) => error)
    expect(again).toMatchObject({ code: 11000 })
    expect(again.writeErrors).toHaveLength(2)
    expect(again.writeErrors[1]).toMatchObject({ index: 1, code: 11000 })
    expect(again.writeErrors[0].errmsg).toBe(
      'E11000 duplicate key error collection: weir.things index: _id_ dup key: { _id: "a" }',
    )
    expect(await things().find({}, { promoteLongs: false }).toArray()).toEqual(
      ['a', 'b'].map((shard) => ({ _id: shard, lastSeq: 2, totals: { requests: Long.fromNumber(4) } })),
    )
  })

  it('tell the _id that was made up', async () => {
    const { upsertedId, upsertedCount } = await things().updateOne({ a: 1 }, { $set: { b: 2 } }, { upsert: true })
    expect(upsertedCount).toBe(1)
    expect(await things().findOne()).toEqual({ _id: upsertedId, a: 1, b: 2 })
  })
})

describe('find and modify', () => {
  beforeEach(async () => {
    await things().insertMany([
      { _id: id(1), n: 3, at: 1 },
      { _id: id(2), n: 3, at: 2 },
    ])
  })

  it('answers the document as it was, or as it is with returnDocument after', async () => {
    expect(await things().findOneAndUpdate({ n: 3 }, { $inc: { n: 1 } }, { sort: { at: -1 } })).toEqual({ _id: 2, n: 3, at: 2 })
    const options = { returnDocument: 'after', projection: { _id: 0, n: 1 } } as const
    expect(await things().findOneAndUpdate({ _id: id(2) }, { $inc: { n: 1 } }, options)).toEqual({ n: 5 })
  })

  it('upserts, and answers null for what was not there', async () => {
    expect(await things().findOneAndUpdate({ _id: id(9) }, { $set: { n: 1 } }, { upsert: true })).toBeNull()
    expect(
      await things().findOneAndUpdate({ _id: id(10) }, { $set: { n: 1 } }, { upsert: true, returnDocument: 'after' }),
    ).toEqual({ _id: 10, n: 1 })
  })

  it('deletes', async () => {
    expect(await things().findOneAndDelete({ n: 3 }, { sort: { at: -1 } })).toEqual({ _id: 2, n: 3, at: 2 })
    expect(await ids({})).toEqual([1])
    expect(await things().findOneAndReplace({ _id: id(1) }, { x: 1 }, { returnDocument: 'after' })).toEqual({ _id: 1, x: 1 })
  })
})

describe('projections', () => {
  beforeEach(() => things().insertOne({ _id: id(1), b: 1, a: { x: 1, y: 2 }, l: [{ x: 1, y: 2 }, 5, { y: 3 }] }))

  it.each<[Document, Document]>([
    [{ a: 1 }, { _id: 1, a: { x: 1, y: 2 } }],
    [{ 'a.x': 1, _id: 0 }, { a: { x: 1 } }],
    [{ 'l.x': 1, _id: 0 }, { l: [{ x: 1 }, {}] }],
    [
      { 'l.x': 0, a: 0, _id: 0 },
      { b: 1, l: [{ y: 2 }, 5, { y: 3 }] },
    ],
    [{ a: { y: 1 }, _id: 0 }, { a: { y: 2 } }],
    [{ _id: 0 }, { b: 1, a: { x: 1, y: 2 }, l: [{ x: 1, y: 2 }, 5, { y: 3 }] }],
    [{ _id: 1 }, { _id: 1 }],
    [{ missing: 1, _id: 0 }, {}],
  ])('%j', async (projection, expected) => {
    expect(await things().findOne({}, { projection })).toEqual(expected)
  })
})

describe('aggregation', () => {
  it('sums each type exactly', async () => {
    const big = Long.fromString('9007199254740993')
    await things().insertMany([
      { k: 'long', v: big },
      { k: 'long', v: big },
      { k: 'long', v: new Int32(1) },
      { k: 'int', v: new Int32(2_000_000_000) },
      { k: 'int', v: new Int32(2_000_000_000) },
      { k: 'double', v: new Double(0.1) },
      { k: 'double', v: new Double(0.2) },
      { k: 'double', v: new Double(0.3) },
      { k: 'mixed', v: new Double(0.5) },
      { k: 'mixed', v: Long.fromNumber(2) },
      { k: 'none', v: 'text' },
      { k: 'decimal', v: Decimal128.fromString('0.1') },
      { k: 'decimal', v: Long.fromNumber(2) },
      { k: 'over', v: Long.MAX_VALUE },
      { k: 'over', v: Long.fromNumber(1) },
    ])
    const sums = await things()
      .aggregate([{ $group: { _id: '$k', sum: { $sum: '$v' }, count: { $sum: 1 } } }], { promoteValues: false })
      .toArray()
    expect(Object.fromEntries(sums.map(({ _id, sum }) => [_id, sum]))).toEqual({
      long: Long.fromString('18014398509481987'),
      int: Long.fromString('4000000000'),
      double: new Double(0.6),
      mixed: new Double(2.5),
      none: new Int32(0),
      decimal: Decimal128.fromString('2.1'),
      over: new Double(2 ** 63),
    })
    expect(sums[0]!['count']).toEqual(new Int32(3))
  })

  it('runs its stages in order', async () => {
    await things().insertMany(Array.from({ length: 20 }, (_, n) => ({ _id: id(n), n, parity: n % 2, o: { deep: n } })))
    const pipeline = [
      { $match: { n: { $gte: 4 } } },
      { $sort: { n: -1 } },
      { $skip: 1 },
      { $limit: 10 },
      { $addFields: { 'o.double': { $multiply: ['$n', 2] }, even: { $eq: ['$parity', 0] } } },
      {
        $group: {
          _id: '$even',
          all: { $push: '$o.double' },
          first: { $first: '$n' },
          last: { $last: '$n' },
          average: { $avg: '$n' },
        },
      },
      { $sort: { _id: 1 } },
      { $project: { _id: 0, even: '$_id', all: 1, first: 1, last: 1, average: 1 } },
    ]
    expect(await things().aggregate(pipeline).toArray()).toEqual([
      { all: [34, 30, 26, 22, 18], first: 17, last: 9, average: 13, even: false },
      { all: [36, 32, 28, 24, 20], first: 18, last: 10, average: 14, even: true },
    ])
  })

  it('replaces roots, removes fields and counts', async () => {
    await things().insertMany([{ o: { a: 1, b: 2 } }, { o: { a: 3, b: 4 } }])
    expect(
      await things()
        .aggregate([{ $sort: { _id: 1 } }, { $replaceRoot: { newRoot: '$o' } }, { $unset: 'b' }])
        .toArray(),
    ).toEqual([{ a: 1 }, { a: 3 }])
    expect(
      await things()
        .aggregate([{ $replaceWith: '$o' }, { $match: { a: { $gt: 1 } } }, { $count: 'n' }])
        .toArray(),
    ).toEqual([{ n: 1 }])
    expect(await things().countDocuments({ 'o.a': 3 })).toBe(1)
    expect(await things().estimatedDocumentCount()).toBe(2)
  })

  it('tells a double from the Decimal128 that only looks like it', async () => {
    await things().insertMany([
      { v: new Double(0.1) },
      { v: Decimal128.fromString('0.1') },
      { v: new Double(0.5) },
      { v: Decimal128.fromString('0.50') },
    ])
    const groups = await things()
      .aggregate([{ $group: { _id: '$v', n: { $sum: 1 } } }])
      .toArray()
    expect(groups.map(({ n }) => n).sort()).toEqual([1, 1, 2])
  })

  it.each<[string, Document[]]>([
    ['$lookup', [{ $lookup: { from: 'x', localField: 'a', foreignField: 'b', as: 'c' } }]],
    ['$out', [{ $out: 'x' }]],
    ['$merge', [{ $merge: 'x' }]],
    ['an unknown expression', [{ $project: { a: { $toUpper: '$a' } } }]],
    ['an unknown accumulator', [{ $group: { _id: null, a: { $stdDevPop: '$a' } } }]],
    ['a time zone', [{ $project: { a: { $dateTrunc: { date: '$a', unit: 'day', timezone: 'Europe/Paris' } } } }]],
  ])('refuses %s by name, also when there is no document', async (_, pipeline) => {
    await expect(things().aggregate(pipeline).toArray()).rejects.toThrow(/MONGODB_URI/)
  })
})

it('gives every type back as it came, in its place', async () => {
  const document = {
    _id: id(new UUID('00112233-4455-6677-8899-aabbccddeeff')),
    double: new Double(5),
    int: new Int32(5),
    long: Long.MIN_VALUE,
    decimal: Decimal128.fromString('1.10'),
    binary: new Binary(Buffer.from([0, 255, 1]), 128),
    date: new Date(-1),
    far: new Date(8.64e15),
    timestamp: new Timestamp({ t: 1, i: 2 }),
    object: new ObjectId(),
    '2': 'b',
    '1': 'a',
    text: 'a\0é😀',
    regex: /a/i,
    nothing: null,
    list: [[], {}, [null]],
  }
  await things().insertOne(document)
  await things().updateOne({}, { $set: { more: 1 } })
  const found = (await things().findOne({}, { promoteValues: false }))!
  expect(found['_id']).toEqual(document._id)
  for (const [name, value] of Object.entries(document))
    if (!['_id', 'regex'].includes(name)) expect([name, found[name]]).toEqual([name, value])
  expect(await things().findOne({ binary: document.binary, date: document.date, text: document.text })).not.toBeNull()
})

it('shapes a duplicate key as MongoDB does, in a statement and in a command', async () => {
  const duplicate = {
    code: 11000,
    keyPattern: { a: 1, b: 1 },
    keyValue: { a: 'x', b: null },
    errmsg: 'E11000 duplicate key error collection: weir.things index: a_1_b_1 dup key: { a: "x", b: null }',
  }
  await things().createIndex({ a: 1, b: 1 }, { unique: true })
  await things().insertMany([
    { _id: id(1), a: 'x' },
    { _id: id(2), a: 'y' },
  ])
  const database = client.db('weir')
  const inserted = await database.command({ insert: 'things', documents: [{ a: 'z' }, { a: 'x' }, { a: 'w' }], ordered: false })
  expect(inserted).toMatchObject({ ok: 1, n: 2, writeErrors: [{ index: 1, ...duplicate }] })
  const ordered = await database.command({ insert: 'things', documents: [{ a: 'v' }, { a: 'x' }, { a: 'u' }] })
  expect(ordered).toMatchObject({ ok: 1, n: 1, writeErrors: [{ index: 1, ...duplicate }] })
  const updated = await database.command({ update: 'things', updates: [{ q: { _id: 2 }, u: { $set: { a: 'x' } } }] })
  expect(updated).toMatchObject({ n: 0, writeErrors: [{ index: 0, ...duplicate }] })
  const modified = database.command({ findAndModify: 'things', query: { _id: 2 }, update: { $set: { a: 'x' } } })
  await expect(modified).rejects.toMatchObject({ code: 11000, keyPattern: duplicate.keyPattern, keyValue: duplicate.keyValue })
  expect(await things().countDocuments()).toBe(5)
})

it('distinct values are those of arrays too, each once', async () => {
  await things().insertMany([{ a: [1, 2] }, { a: 2 }, { a: new Double(1) }, {}, { a: null }])
  expect(await things().distinct('a')).toEqual([null, 1, 2])
})
