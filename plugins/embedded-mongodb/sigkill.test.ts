import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyBulkWriteOperation, type Collection, type Document, Long, MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compilePlugin } from './fixtures/compiled-server.js'
import { Catalog } from './storage/catalog.js'
import { findInconsistencies } from './storage/check.js'
import { Store } from './storage/store.js'

const rounds = 24
const batch = 20

let compiled: Awaited<ReturnType<typeof compilePlugin>>
let root: string

beforeAll(async () => {
  compiled = await compilePlugin()
  root = mkdtempSync(join(tmpdir(), 'weir-kill-'))
})

afterAll(() => {
  compiled.remove()
  rmSync(root, { recursive: true, force: true })
})

/** What the client was told is done, and what it asked for last without an answer. */
class Ledger {
  acknowledged = 0
  /** The sequence numbers whose increments were acknowledged. */
  readonly counted: number[] = []
  nextDocument = 0
  nextSequence = 1
}

function toDocument(number: number): Document {
  return {
    _id: number as unknown as Document['_id'],
    unique: `key ${number}`,
    group: number % 7,
    tags: [number % 3, 'all'],
    padding: 'x'.repeat(300),
  }
}

async function insertUntilKilled(calls: Collection<Document>, ledger: Ledger, onProgress: () => void): Promise<void> {
  for (;;) {
    const documents = Array.from({ length: batch }, () => toDocument(ledger.nextDocument++))
    await calls.insertMany(documents)
    ledger.acknowledged += batch
    onProgress()
  }
}

/** As the roll-ups do it: an increment and the sequence number that makes it happen once, in one update. */
async function countUntilKilled(shards: Collection<Document>, ledger: Ledger): Promise<void> {
  for (;;) {
    const sequence = ledger.nextSequence++
    const operations = Array.from({ length: 5 }, (_, shard) => toIncrement(shard, sequence))
    await shards.bulkWrite(operations, { ordered: false })
    ledger.counted.push(sequence)
  }
}

function toIncrement(shard: number, sequence: number): AnyBulkWriteOperation<Document> {
  const filter = { _id: `shard ${shard}` as unknown as Document['_id'], lastSequence: { $lt: sequence } }
  const update = {
    $inc: { 'totals.count': Long.fromNumber(1), 'totals.sum': Long.fromNumber(sequence) },
    $set: { lastSequence: sequence },
  }
  return { updateOne: { filter, update, upsert: true } }
}

/** Runs clients against a server, kills it after some progress and some more microseconds, and returns when all is over. */
async function runAndKill(dataDir: string, ledger: Ledger, round: number): Promise<void> {
  const running = await compiled.plugin.startEmbeddedMongodb({ dataDir })
  const client = await MongoClient.connect(running.uri, { serverSelectionTimeoutMS: 5000 })
  const calls = client.db('weir').collection('calls')
  const shards = client.db('weir').collection('shards')
  await calls.createIndex({ unique: 1 }, { unique: true })
  await calls.createIndexes([{ key: { group: 1, _id: -1 } }, { key: { tags: 1 } }])
  const killAt = ledger.acknowledged + batch * (1 + (round % 5))
  let due = false
  const onProgress = () => {
    if (ledger.acknowledged >= killAt && !due) setTimeout(() => process.kill(running.pid, 'SIGKILL'), round % 4)
    due ||= ledger.acknowledged >= killAt
  }
  await Promise.allSettled([insertUntilKilled(calls, ledger, onProgress), countUntilKilled(shards, ledger)])
  await client.close()
  await running.stop()
}

async function checkStore(dataDir: string, ledger: Ledger): Promise<void> {
  const store = new Store(dataDir)
  const catalog = new Catalog(store)
  expect(findInconsistencies(catalog)).toEqual([])
  const stored = catalog.find('weir.calls')!.countDocuments()
  // The batch that was under way may be there too, whole, and nothing else.
  expect([ledger.acknowledged, ledger.acknowledged + batch]).toContain(stored)
  ledger.acknowledged = stored
  ledger.nextDocument = stored
  await store.close()
}

async function checkShards(dataDir: string, ledger: Ledger): Promise<void> {
  const running = await compiled.plugin.startEmbeddedMongodb({ dataDir })
  const client = await MongoClient.connect(running.uri)
  const shards = await client.db('weir').collection('shards').find({}, { promoteLongs: false }).toArray()
  const [first] = shards
  // The increments of one command are one transaction: the shards never differ.
  for (const shard of shards) expect({ ...shard, _id: first!._id }).toEqual(first)
  expect(shards).toHaveLength(5)
  const { count, sum } = first!['totals'] as { count: Long; sum: Long }
  const acknowledged = ledger.counted.length
  expect(count.toNumber()).toBeGreaterThanOrEqual(acknowledged)
  // At each kill one command may have been under way, and be there or not.
  expect(count.toNumber()).toBeLessThanOrEqual(acknowledged + rounds)
  const sumOfAcknowledged = ledger.counted.reduce((total, sequence) => total + sequence, 0)
  expect(count.toNumber() === acknowledged).toBe(sum.toNumber() === sumOfAcknowledged)
  expect(sum.toNumber()).toBeGreaterThanOrEqual(sumOfAcknowledged)
  await client.close()
  await running.stop()
}

it(`loses nothing it acknowledged and keeps its indexes consistent over ${rounds} kills`, { timeout: 60_000 }, async () => {
  const dataDir = join(root, 'data')
  const ledger = new Ledger()
  for (let round = 0; round < rounds; round++) {
    await runAndKill(dataDir, ledger, round)
    await checkStore(dataDir, ledger)
  }
  await checkShards(dataDir, ledger)
  expect(ledger.acknowledged).toBeGreaterThanOrEqual(rounds * batch)
})
