import fs from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createJournal, type Journal } from '../../src/journal/journal.js'
import type { JournalOptions } from '../../src/journal/journal-options.js'
import { aBody, aRecord, aStart, journalOptions, MemorySink, temporaryDirectory, until } from './builders.js'

const LIMIT = 64 * 1024

let directory: string
let sink: MemorySink
let journal: Journal | undefined

beforeEach(() => {
  directory = temporaryDirectory()
  sink = new MemorySink()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await journal?.close()
  journal = undefined
  fs.rmSync(directory, { recursive: true, force: true })
})

async function open(overrides: Partial<JournalOptions> = {}): Promise<Journal> {
  journal = await createJournal(journalOptions({ directory, sink, maxBytes: LIMIT, closeTimeoutMs: 100, ...overrides }))
  return journal
}

/** Ends and then starts calls until new ones have no room. */
async function fill(target: Journal): Promise<void> {
  sink.away = true
  while (target.stats().droppedRecords === 0) {
    target.end({ record: aRecord(), body: aBody('f'.repeat(500)) })
    await target.drain().catch(() => {})
  }
  while (target.stats().bytes < LIMIT * 0.75) await target.start(aStart())
}

function diskIsFull(): void {
  const full = () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  vi.spyOn(fs, 'writeSync').mockImplementation(full)
  vi.spyOn(fs, 'writevSync').mockImplementation(full)
}

describe('a journal at its limit', () => {
  it('refuses new calls, and takes them again once it has drained', async () => {
    const target = await open({ whenFull: 'REFUSE' })
    await fill(target)
    await expect(target.start(aStart())).rejects.toMatchObject({ code: 'JOURNAL_UNAVAILABLE', status: 503 })
    expect(target.stats().writable).toBe(false)
    sink.away = false
    await target.drain()
    await expect(target.start(aStart())).resolves.toBeUndefined()
  })

  it('still takes the end of a call that runs', async () => {
    const target = await open({ whenFull: 'REFUSE' })
    const record = aRecord()
    await target.start(record)
    await fill(target)
    const { droppedRecords } = target.stats()
    target.end({ record, body: aBody() })
    sink.away = false
    await target.drain()
    expect(sink.calls.has(record.id)).toBe(true)
    expect(target.stats().droppedRecords).toBe(droppedRecords)
  })

  it('never grows beyond the limit, but for the calls that run and are carried into a new file', async () => {
    const target = await open({ whenFull: 'REFUSE' })
    const running = Array.from({ length: 40 }, () => aRecord())
    await Promise.all(running.map((record) => target.start(record)))
    await fill(target)
    for (let i = 0; i < 20; i++) for (const record of running) target.end({ record, body: aBody('f'.repeat(2_000)) })
    await target.drain().catch(() => {})
    expect(target.stats().bytes).toBeLessThanOrEqual(LIMIT + running.length * 400)
  })

  it('drops records, counts them and lets the call through when that is the policy', async () => {
    const onDropped = vi.fn()
    const target = await open({ whenFull: 'DROP_RECORDS', onDropped })
    await fill(target)
    onDropped.mockClear()
    const { droppedRecords } = target.stats()
    const record = aRecord()
    await target.start(record)
    target.end({ record })
    expect(target.stats().droppedRecords).toBe(droppedRecords + 1)
    expect(onDropped).toHaveBeenCalledExactlyOnceWith(1)
    sink.away = false
    await target.drain()
    const kept = aRecord()
    await target.start(kept)
    target.end({ record: kept })
    await target.drain()
    expect(sink.calls.has(record.id)).toBe(false)
    expect(sink.calls.has(kept.id)).toBe(true)
  })
})

describe('a full disk', () => {
  it('refuses new calls, keeps what ended, and recovers by itself', async () => {
    const target = await open({ whenFull: 'REFUSE' })
    const record = aRecord()
    await target.start(record)
    diskIsFull()
    await expect(target.start(aStart())).rejects.toMatchObject({ code: 'JOURNAL_UNAVAILABLE' })
    target.end({ record })
    await expect(target.drain()).rejects.toMatchObject({ code: 'JOURNAL_UNAVAILABLE' })
    expect(target.stats().writable).toBe(false)
    vi.restoreAllMocks()
    await until(() => sink.calls.has(record.id), 'the end that waited')
    expect(target.stats()).toMatchObject({ writable: true, droppedRecords: 0 })
    await expect(target.start(aStart())).resolves.toBeUndefined()
  })

  it('lets calls through when records may be dropped', async () => {
    const target = await open({ whenFull: 'DROP_RECORDS' })
    diskIsFull()
    await expect(target.start(aStart())).resolves.toBeUndefined()
    await expect(target.start(aStart())).resolves.toBeUndefined()
  })

  it('leaves the chain whole: what failed to be written was never numbered', async () => {
    const target = await open()
    target.end({ record: aRecord() })
    await target.drain()
    diskIsFull()
    target.end({ record: aRecord() })
    await target.drain().catch(() => {})
    vi.restoreAllMocks()
    await target.drain()
    const [first, second] = sink.ordered
    expect(second!.chain.sequence).toBe(first!.chain.sequence + 1)
  })
})
