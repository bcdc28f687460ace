import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createJournal, type Journal } from '../../src/journal/journal.js'
import type { JournalOptions } from '../../src/journal/journal-options.js'
import { aBody, aRecord, aStart, journalOptions, MemorySink, temporaryDirectory, until, WRITER } from './builders.js'

const opened: Journal[] = []
const directories: string[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((journal) => journal.close()))
  for (const directory of directories.splice(0)) fs.rmSync(directory, { recursive: true, force: true })
})

function newDirectory(): string {
  const directory = temporaryDirectory()
  directories.push(directory)
  return directory
}

async function open(overrides: Partial<JournalOptions> & Pick<JournalOptions, 'sink'>): Promise<Journal> {
  const journal = await createJournal(journalOptions({ directory: newDirectory(), closeTimeoutMs: 500, ...overrides }))
  opened.push(journal)
  return journal
}

describe('a call', () => {
  it('is in the sink with its body after drain, and exactly as it ended', async () => {
    const sink = new MemorySink()
    const journal = await open({ sink, drainDelayMs: 60_000 })
    const record = aRecord({ tags: ['a', 'b'], endUser: 'u1' })
    await journal.start(record)
    journal.end({ record, body: aBody() })
    await journal.drain()
    const drained = sink.calls.get(record.id)
    expect(drained?.record).toEqual(record)
    expect(JSON.parse(Buffer.from(drained!.body!.bytes).toString())).toEqual(aBody())
    expect(journal.stats()).toMatchObject({ undrainedEntries: 0, openCalls: 0, sinkAvailable: true })
  })

  it('drains by itself after the delay', async () => {
    const sink = new MemorySink()
    const journal = await open({ sink })
    const record = aRecord()
    journal.end({ record })
    await until(() => sink.calls.has(record.id), 'the call in the sink')
  })

  it('is in the file once start has resolved', async () => {
    const directory = newDirectory()
    const journal = await open({ sink: new MemorySink(), directory })
    const call = aStart()
    await journal.start(call)
    const folder = path.join(directory, WRITER)
    const segment = fs.readdirSync(folder).find((name) => name.endsWith('.wal'))!
    expect(fs.readFileSync(path.join(folder, segment)).includes(call.id)).toBe(true)
  })
})

describe('opening again', () => {
  it('drains what was left and goes on with the sequence', async () => {
    const directory = newDirectory()
    const sink = new MemorySink()
    sink.away = true
    const first = await open({ sink, directory, closeTimeoutMs: 20 })
    const records = [aRecord(), aRecord(), aRecord()]
    for (const record of records) first.end({ record })
    await first.close()
    sink.away = false
    const second = await open({ sink, directory })
    const late = aRecord()
    second.end({ record: late })
    await second.drain()
    expect(sink.ordered.map(({ record }) => record.id)).toEqual([...records, late].map(({ id }) => id))
    const sequences = sink.ordered.map(({ chain }) => chain.sequence)
    expect(sequences).toEqual(sequences.map((_, i) => sequences[0]! + i))
  })

  it('ends calls that were running as abandoned, once', async () => {
    const directory = newDirectory()
    const sink = new MemorySink()
    const first = await open({ sink, directory })
    const call = aStart()
    await first.start(call)
    await first.close()
    const second = await open({ sink, directory })
    await second.drain()
    await second.close()
    const third = await open({ sink, directory })
    await third.drain()
    expect(sink.ordered).toHaveLength(1)
    expect(sink.ordered[0]?.record).toMatchObject({
      ...call,
      status: 'ABANDONED',
      usageSource: 'ESTIMATED',
      cost: null,
      unpriced: true,
    })
  })
})
