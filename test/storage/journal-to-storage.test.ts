import { createSecretKey } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChainedRecord } from '../../src/domain/journal-sink.js'
import { verifyChain } from '../../src/journal/chain.js'
import { readAnchors, toHead } from '../../src/journal/head-file.js'
import { createJournal, type Journal } from '../../src/journal/journal.js'
import { aBody, aRecord, aStart, HMAC_KEY, journalOptions, temporaryDirectory, WRITER } from '../journal/builders.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

let opened: OpenedStorage
let journal: Journal
const directory = temporaryDirectory()

beforeAll(async () => {
  opened = await openStorage()
  journal = await createJournal(journalOptions({ directory, sink: opened.storage.sink, drainDelayMs: 60_000 }))
})

afterAll(async () => {
  await journal.close()
  await opened.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

describe('a call that was journalled', () => {
  it('is read back exactly, with its body, as soon as the journal was asked to drain', async () => {
    const cost = { totalNanos: 9_007_199_254_740_993n, currency: 'USD' as const, priceVersion: 'p' }
    const record = aRecord({
      tags: ['a', 'b'],
      endUser: 'u1',
      cost,
      warnings: [{ code: 'PROVIDER_WARNING', message: 'w' }],
      error: { code: 'PROVIDER_ERROR', message: 'no' },
    })
    await journal.start(record)
    journal.end({ record, body: aBody('grüße') })
    await journal.drain()
    expect(await opened.storage.calls.findMany('org_a', [record.id])).toEqual([record])
    expect(await opened.storage.callBodies.findMany('org_a', [record.id])).toEqual([aBody('grüße')])
  })

  it('has its place in a chain that verifies from the database, and no longer does when a document was changed', async () => {
    for (let i = 0; i < 20; i++) journal.end({ record: aRecord({ tags: i % 2 ? ['t'] : [] }), ...(i % 3 && { body: aBody() }) })
    await journal.start(aStart())
    await journal.drain()
    const key = createSecretKey(HMAC_KEY)
    const genesis = toHead(readAnchors(path.join(directory, WRITER), key)[0]!)
    const verify = async () => {
      const entries: ChainedRecord[] = []
      for await (const batch of opened.storage.readChain(WRITER, 0)) entries.push(...batch)
      return verifyChain(key, genesis, entries)
    }
    const report = await verify()
    expect(report).toMatchObject({ verified: 21, problems: [] })
    expect(report.head.mac.toString('hex')).toBe(journal.stats().head.mac)

    const database = await mongoose.createConnection(opened.uri).asPromise()
    const calls = database.collection('calls')
    await database.collection('call_bodies').deleteMany({})
    expect((await verify()).problems).toEqual([])
    const victim = await calls.findOne({ tags: ['t'] })
    await calls.updateOne({ _id: victim!._id }, { $set: { keyId: 'someone else' } })
    expect((await verify()).problems).toEqual([{ type: 'TAMPERED', sequence: Number(victim!['sequence']) }])
    await calls.deleteOne({ _id: victim!._id })
    expect((await verify()).problems).toMatchObject([{ type: 'MISSING' }])
    await database.close()
  })
})
