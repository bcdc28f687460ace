import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWriter } from '../../src/domain/call-id.js'
import { adoptOrphans } from '../../src/journal/adopt-orphans.js'
import { createJournal, type Journal } from '../../src/journal/journal.js'
import { aBody, aRecord, aStart, journalOptions, MemorySink, temporaryDirectory, WRITER } from './builders.js'

let directory: string
let sink: MemorySink

beforeEach(() => {
  directory = temporaryDirectory()
  sink = new MemorySink()
})

afterEach(() => fs.rmSync(directory, { recursive: true, force: true }))

function open(writer = WRITER): Promise<Journal> {
  return createJournal(journalOptions({ directory, sink, writer, closeTimeoutMs: 50 }))
}

function segmentFile(writer = WRITER): string {
  const folder = path.join(directory, writer)
  return path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.wal'))!)
}

/** A journal with undrained ends and nobody who holds it; the offsets are where its last entry begins and ends. */
async function leaveUndrained(count: number): Promise<{ ids: string[]; lastFrom: number; lastTo: number; bytes: Buffer }> {
  sink.away = true
  const journal = await open()
  const ids: string[] = []
  let lastFrom = 0
  for (let i = 0; i < count; i++) {
    const record = aRecord()
    ids.push(record.id)
    lastFrom = journal.stats().bytes
    journal.end({ record, body: aBody('x') })
    await journal.drain().catch(() => {})
  }
  const lastTo = journal.stats().bytes
  await journal.close()
  sink.away = false
  return { ids, lastFrom, lastTo, bytes: fs.readFileSync(segmentFile()) }
}

async function drainedIds(): Promise<readonly string[]> {
  sink.calls.clear()
  const journal = await open()
  await journal.drain()
  await journal.close()
  return sink.ordered.map(({ record }) => record.id)
}

describe('a torn tail', () => {
  it('costs only the last entry, at every length of it, and what is written afterwards is whole', async () => {
    const { ids, lastFrom, lastTo, bytes } = await leaveUndrained(2)
    const file = segmentFile()
    const folder = path.join(directory, WRITER)
    for (let length = lastFrom; length < lastTo; length += 1) {
      fs.rmSync(path.join(folder, 'head.json'), { force: true })
      fs.writeFileSync(file, bytes.subarray(0, length))
      sink.calls.clear()
      const journal = await open()
      const late = aRecord()
      journal.end({ record: late })
      await journal.drain()
      await journal.close()
      expect(
        sink.ordered.map(({ record }) => record.id),
        `cut at ${length}`,
      ).toEqual([ids[0], late.id])
      expect(journal.stats().quarantined).toBe(0)
    }
  }, 60_000)
})

describe('damage in the middle', () => {
  it('is set aside and reported, and the other entries are drained', async () => {
    const { ids, lastFrom, bytes } = await leaveUndrained(3)
    const damaged = Buffer.from(bytes)
    damaged[lastFrom - 5]! ^= 0xff
    fs.writeFileSync(segmentFile(), damaged)
    const journal = await open()
    await journal.drain()
    expect(journal.stats().quarantined).toBe(1)
    await journal.close()
    expect(sink.ordered.map(({ record }) => record.id)).toEqual([ids[0], ids[2]])
    expect(fs.readdirSync(path.join(directory, WRITER, 'quarantine'))).toHaveLength(1)
  })

  it('of a length is survived as well', async () => {
    const { ids, bytes } = await leaveUndrained(3)
    const damaged = Buffer.from(bytes)
    const second = damaged.indexOf('WE\x03', damaged.indexOf('WE\x03') + 3)
    damaged.writeUInt32BE(0x00ffffff, second + 4)
    fs.writeFileSync(segmentFile(), damaged)
    expect(await drainedIds()).toEqual([ids[0], ids[2]])
  })

  it('at the very end is set aside as well', async () => {
    const { ids, bytes } = await leaveUndrained(2)
    const damaged = Buffer.from(bytes)
    damaged[damaged.length - 1]! ^= 0xff
    fs.writeFileSync(segmentFile(), damaged)
    expect(await drainedIds()).toEqual([ids[0]])
    expect(fs.readdirSync(path.join(directory, WRITER, 'quarantine'))).toHaveLength(1)
  })
})

describe('the head file', () => {
  it('may be lost: then entries are drained again', async () => {
    const { ids } = await leaveUndrained(2)
    fs.rmSync(path.join(directory, WRITER, 'head.json'), { force: true })
    expect(await drainedIds()).toEqual(ids)
  })

  it('is not believed when its signature is wrong', async () => {
    const { ids } = await leaveUndrained(2)
    const forged = { writer: WRITER, sequence: Number.MAX_SAFE_INTEGER, mac: '00', time: '', signature: '00' }
    fs.writeFileSync(path.join(directory, WRITER, 'head.json'), JSON.stringify(forged))
    expect(await drainedIds()).toEqual(ids)
  })

  it('keeps the sequence when all segments are gone', async () => {
    const first = await open()
    first.end({ record: aRecord() })
    await first.drain()
    const { sequence } = first.stats().head
    await first.close()
    fs.rmSync(segmentFile())
    const second = await open()
    second.end({ record: aRecord() })
    await second.drain()
    expect(second.stats().head.sequence).toBe(sequence + 1)
    await second.close()
  })
})

describe('ownership', () => {
  it('is refused while a living process has the journal', async () => {
    const journal = await open()
    await expect(open()).rejects.toMatchObject({ code: 'CONFIGURATION' })
    await journal.close()
  })

  it('is waited for while its owner is closing', async () => {
    const first = await open()
    const second = createJournal(journalOptions({ directory, sink, lockTimeoutMs: 10_000 }))
    await first.close()
    await (await second).close()
  })

  it('is taken over from a dead process', async () => {
    await (await open()).close()
    fs.writeFileSync(path.join(directory, WRITER, 'owner'), '999999999 1')
    await (await open()).close()
  })
})

describe('adoption', () => {
  it('drains and abandons for writers without a slot, and leaves the others alone', async () => {
    const orphan = createWriter('test0', 5)
    const call = aStart({ shadowOf: 'call_other' })
    sink.away = true
    const dead = await open(orphan)
    const record = aRecord({ writer: orphan })
    dead.end({ record })
    await dead.start(call)
    await dead.close()
    const own = await open()
    sink.away = false
    const { writer: _writer, ...options } = journalOptions({ directory, sink })
    const adoption = await adoptOrphans({ ...options, ownWriters: [WRITER] })
    await adoption.done
    expect(adoption.writers).toEqual([orphan])
    expect(sink.ordered.map(({ record: { id, status, writer } }) => [id, status, writer])).toEqual([
      [record.id, 'COMPLETED', orphan],
      [call.id, 'ABANDONED', orphan],
    ])
    expect(sink.ordered[1]?.record.shadowOf).toBe('call_other')
    await own.close()
  })

  it('goes on trying while the sink is away', async () => {
    const orphan = createWriter('test0', 6)
    sink.away = true
    const dead = await open(orphan)
    const record = aRecord({ writer: orphan })
    dead.end({ record })
    await dead.close()
    const { writer: _writer, ...options } = journalOptions({ directory, sink })
    const adoption = await adoptOrphans({ ...options, ownWriters: [], retryMs: 5 })
    sink.away = false
    await adoption.done
    expect(sink.calls.has(record.id)).toBe(true)
  })
})
