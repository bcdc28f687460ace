import { createSecretKey } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../src/journal/chain.js'
import { readAnchors, toHead } from '../../src/journal/head-file.js'
import { createJournal, type Journal } from '../../src/journal/journal.js'
import type { JournalOptions } from '../../src/journal/journal-options.js'
import { aBody, aRecord, aStart, HMAC_KEY, journalOptions, MemorySink, temporaryDirectory, until, WRITER } from './builders.js'

let directory: string
let sink: MemorySink
let journal: Journal | undefined

beforeEach(() => {
  directory = temporaryDirectory()
  sink = new MemorySink()
})

afterEach(async () => {
  await journal?.close()
  journal = undefined
  fs.rmSync(directory, { recursive: true, force: true })
})

async function open(overrides: Partial<JournalOptions> = {}): Promise<Journal> {
  journal = await createJournal(journalOptions({ directory, sink, closeTimeoutMs: 200, ...overrides }))
  return journal
}

function endMany(target: Journal, count: number, text = 'x'): readonly string[] {
  return Array.from({ length: count }, () => {
    const record = aRecord()
    target.end({ record, body: aBody(text) })
    return record.id
  })
}

function drainedIds(): readonly string[] {
  return sink.ordered.map(({ record }) => record.id)
}

describe('while the sink is away', () => {
  it('ended calls wait and drain by themselves when it is back', async () => {
    const target = await open()
    sink.away = true
    const ids = endMany(target, 20)
    await expect(target.drain()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(target.stats()).toMatchObject({ sinkAvailable: false, undrainedEntries: 20 })
    sink.away = false
    await until(() => sink.calls.size === 20, 'all calls in the sink')
    expect(drainedIds()).toEqual(ids)
    await until(() => target.stats().sinkAvailable, 'the sink to be seen as available')
  })

  it('calls can still start', async () => {
    const target = await open()
    sink.away = true
    endMany(target, 1)
    await target.drain().catch(() => {})
    await expect(target.start(aStart())).resolves.toBeUndefined()
  })

  it('memory is bounded: what is beyond it is read from the files again, in order', async () => {
    const target = await open({ memoryBytes: 3_000 })
    sink.away = true
    const early = endMany(target, 30)
    await target.drain().catch(() => {})
    const late = endMany(target, 30)
    await target.drain().catch(() => {})
    sink.away = false
    await target.drain()
    const last = endMany(target, 3)
    await target.drain()
    expect(drainedIds()).toEqual([...early, ...late, ...last])
    expect(target.stats().undrainedEntries).toBe(0)
  })
})

describe('batches', () => {
  it('are bounded by entries', async () => {
    const target = await open({ maxBatchEntries: 7 })
    endMany(target, 20)
    await target.drain()
    expect(sink.batches).toEqual([7, 7, 6])
  })

  it('are bounded by bytes, but take one entry whatever its size', async () => {
    const target = await open({ maxBatchBytes: 5_000 })
    endMany(target, 4, 'y'.repeat(4_000))
    await target.drain()
    expect(sink.batches).toEqual([1, 1, 1, 1])
  })
})

describe('files', () => {
  it('are rotated, deleted once drained, and running calls survive their deletion', async () => {
    const target = await open({ maxBytes: 256 * 1024 })
    const running = aStart()
    await target.start(running)
    for (let i = 0; i < 20; i++) {
      endMany(target, 10, 'z'.repeat(2_000))
      await target.drain()
    }
    const folder = path.join(directory, WRITER)
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.wal'))).toHaveLength(1)
    expect(target.stats().bytes).toBeLessThan(128 * 1024)
    await target.close()
    const next = await open()
    await next.drain()
    expect(sink.calls.get(running.id)?.record.status).toBe('ABANDONED')
    const key = createSecretKey(HMAC_KEY)
    const genesis = toHead(readAnchors(folder, key)[0]!)
    expect(verifyChain(key, genesis, sink.ordered)).toMatchObject({ verified: 201, problems: [] })
  })
})

describe('anchors', () => {
  it('are kept once an hour in which something drained', async () => {
    let nowMs = Date.parse('2026-03-01T10:00:00Z')
    const target = await open({ now: () => new Date(nowMs) })
    for (const minutes of [0, 30, 61, 62, 130]) {
      nowMs = Date.parse('2026-03-01T10:00:00Z') + minutes * 60_000
      endMany(target, 1)
      await target.drain()
    }
    const times = readAnchors(path.join(directory, WRITER), createSecretKey(HMAC_KEY)).map(({ time }) => time.slice(11, 16))
    expect(times).toEqual(['10:00', '11:01', '12:10'])
  })
})

describe('a call that the sink can never take', () => {
  it('is set aside, counted, and the rest goes on', async () => {
    const target = await open()
    const poison = aRecord()
    sink.refuses = ({ record }) => record.id === poison.id
    const before = endMany(target, 2)
    target.end({ record: poison })
    const after = endMany(target, 2)
    await target.drain()
    expect(drainedIds()).toEqual([...before, ...after])
    expect(target.stats()).toMatchObject({ rejectedRecords: 1, undrainedEntries: 0 })
    expect(fs.readFileSync(path.join(directory, WRITER, 'rejected.jsonl'), 'utf8')).toContain(poison.id)
  })

  it('is found in its batch when the sink only throws', async () => {
    const poison = aRecord()
    const fussy: JournalOptions['sink'] = {
      async apply(writer, calls) {
        if (calls.some(({ record }) => record.id === poison.id)) throw new TypeError('cannot encode')
        return sink.apply(writer, calls)
      },
    }
    const target = await open({ sink: fussy })
    const before = endMany(target, 20)
    target.end({ record: poison })
    const after = endMany(target, 20)
    await target.drain()
    expect(drainedIds()).toEqual([...before, ...after])
    expect(target.stats().rejectedRecords).toBe(1)
  })
})

describe('a body that is too large', () => {
  it('is cut and says so', async () => {
    const target = await open({ maxBodyBytes: 50_000 })
    const record = aRecord()
    target.end({ record, body: aBody('w'.repeat(100_000)) })
    await target.drain()
    const bytes = sink.calls.get(record.id)!.body!.bytes
    expect(bytes.length).toBeLessThanOrEqual(50_000)
    expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ cut: true, messages: [{ role: 'user' }] })
  })
})

describe('text that UTF-8 cannot hold', () => {
  it('is kept as what it can be read back as', async () => {
    const target = await open()
    const record = aRecord({ endUser: 'half \ud800 pair', tags: ['literal \\ud800'] })
    target.end({ record })
    await target.drain()
    expect(sink.calls.get(record.id)?.record).toEqual({ ...record, endUser: 'half \ufffd pair' })
  })
})
