import fs from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createJournal, type Journal } from '../../src/journal/journal.js'
import { aBody, aRecord, journalOptions, temporaryDirectory } from '../journal/builders.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

let opened: OpenedStorage
let journal: Journal
const directory = temporaryDirectory()

beforeAll(async () => {
  opened = await openStorage()
  journal = await createJournal(journalOptions({ directory, sink: opened.storage.sink }))
})

afterAll(async () => {
  await journal.close()
  await opened.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

describe('a call that was journalled', () => {
  it('is read back exactly, with its body', async () => {
    const record = aRecord({
      tags: ['a', 'b'],
      endUser: 'u1',
      cost: { totalNanos: 9_007_199_254_740_993n, currency: 'USD', priceVersion: 'p' },
    })
    await journal.start(record)
    journal.end({ record, body: aBody('grüße') })
    await journal.drain()
    expect(await opened.storage.calls.findMany('org_a', [record.id])).toEqual([record])
    expect(await opened.storage.callBodies.findMany('org_a', [record.id])).toEqual([aBody('grüße')])
  })
})
