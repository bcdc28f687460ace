import { createSecretKey } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallRecord } from '../../src/domain/call-record.js'
import type { ChainedRecord } from '../../src/domain/journal-sink.js'
import { type ChainHead, digestOf, verifyChain } from '../../src/journal/chain.js'
import { isAuthentic, readAnchors, readHead, toHead } from '../../src/journal/head-file.js'
import { createJournal } from '../../src/journal/journal.js'
import { decodeRecord, encodeRecord } from '../../src/journal/record-codec.js'
import { aBody, aRecord, HMAC_KEY, journalOptions, MemorySink, temporaryDirectory, WRITER } from './builders.js'

const key = createSecretKey(HMAC_KEY)
const directory = temporaryDirectory()
const sink = new MemorySink()
let entries: readonly ChainedRecord[]
let genesis: ChainHead

beforeAll(async () => {
  const journal = await createJournal(journalOptions({ directory, sink }))
  for (let i = 0; i < 6; i++) journal.end({ record: aRecord(), ...(i % 2 === 0 && { body: aBody(`secret ${i}`) }) })
  await journal.drain()
  await journal.close()
  entries = sink.ordered.map(({ record, chain }) => ({ record, chain }))
  genesis = toHead(readAnchors(path.join(directory, WRITER), key)[0]!)
})

afterAll(() => fs.rmSync(directory, { recursive: true, force: true }))

function problemsOf(changed: readonly ChainedRecord[]): readonly string[] {
  return verifyChain(key, genesis, changed).problems.map(({ type, sequence }) => `${type} ${sequence - genesis.sequence}`)
}

function replace(at: number, entry: ChainedRecord): readonly ChainedRecord[] {
  return entries.map((old, i) => (i === at ? entry : old))
}

function tryDecode(bytes: Buffer): CallRecord | null {
  try {
    const record = decodeRecord(bytes)
    encodeRecord(record)
    return record
  } catch {
    return null
  }
}

describe('the chain', () => {
  it('verifies from its beginning to the anchored head', () => {
    const report = verifyChain(key, genesis, entries)
    expect(report).toMatchObject({ verified: 6, problems: [] })
    expect(report.head).toEqual(toHead(readHead(path.join(directory, WRITER), key)!))
  })

  it('verifies without the bodies: an erased body breaks nothing, a replaced one no longer fits its digest', () => {
    const { chain, body } = sink.ordered[0]!
    expect(verifyChain(key, genesis, entries).problems).toEqual([])
    expect(digestOf(Buffer.concat([body!.salt, body!.bytes])).equals(chain.bodyDigest!)).toBe(true)
    expect(digestOf(Buffer.concat([body!.salt, Buffer.from('{}')])).equals(chain.bodyDigest!)).toBe(false)
  })

  it('notices a change of any field of a record', () => {
    const { record, chain } = entries[2]!
    const changes = [
      { organizationId: 'org_b' },
      { keyId: 'key_2' },
      { requestedModel: 'slow' },
      { stream: true },
      { tags: ['x'] },
      { endUser: 'u' },
      { endedAt: new Date(record.endedAt.getTime() + 1) },
      { status: 'FAILED' as const },
      { model: null },
      { cost: { totalNanos: 1233n, currency: 'USD' as const, priceVersion: '2026-03-01' } },
      { unpriced: true },
      { usage: { ...record.usage, output: { ...record.usage.output, text: 8 } } },
      { timings: { ...record.timings, totalMs: 1 } },
      { attempts: [] },
      { writer: 'other00' },
      { configVersion: 'v2' },
    ]
    for (const change of changes) {
      expect(problemsOf(replace(2, { record: { ...record, ...change }, chain })), JSON.stringify(Object.keys(change))).toEqual([
        'TAMPERED 3',
      ])
    }
  })

  it('notices a change of any byte of what is authenticated, wherever a record can still be read', () => {
    const { record, chain } = entries[1]!
    const bytes = encodeRecord(record)
    let readable = 0
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i]! ^= 1
      const read = tryDecode(changed)
      if (!read) continue
      readable += 1
      expect(problemsOf(replace(1, { record: read, chain })), `byte ${i}`).toEqual(['TAMPERED 2'])
    }
    expect(readable).toBeGreaterThan(bytes.length / 2)
  })

  it('notices another digest and another code', () => {
    const { record, chain } = entries[0]!
    expect(problemsOf(replace(0, { record, chain: { ...chain, bodyDigest: null } }))).toEqual(['TAMPERED 1'])
    const forged = problemsOf(replace(0, { record, chain: { ...chain, mac: Buffer.alloc(32) } }))
    expect(forged).toEqual(['TAMPERED 1', 'TAMPERED 2'])
  })

  it('notices a deleted, a repeated and an exchanged record', () => {
    expect(problemsOf(entries.filter((_, i) => i !== 3))).toEqual(['MISSING 5'])
    expect(problemsOf([...entries.slice(0, 3), entries[2]!, ...entries.slice(3)])).toEqual(['OUT_OF_ORDER 3'])
    expect(problemsOf([entries[1]!, entries[0]!, ...entries.slice(2)])).toEqual(['MISSING 2', 'OUT_OF_ORDER 1'])
  })

  it('notices that the newest records are gone, by the anchored head', () => {
    const report = verifyChain(key, genesis, entries.slice(0, -1))
    expect(report.problems).toEqual([])
    expect(report.head.sequence).toBeLessThan(readHead(path.join(directory, WRITER), key)!.sequence)
  })

  it('goes on from a checkpoint when retention has deleted what was before it', () => {
    const { sequence, mac } = entries[2]!.chain
    const checkpoint = { sequence, mac: Buffer.from(mac) }
    expect(verifyChain(key, checkpoint, entries.slice(3))).toMatchObject({ verified: 3, problems: [] })
    expect(verifyChain(key, checkpoint, entries.slice(4)).problems).toEqual([{ type: 'MISSING', sequence: sequence + 2 }])
  })

  it('has anchors that cannot be made without the key', () => {
    const anchor = readHead(path.join(directory, WRITER), key)!
    expect(isAuthentic(key, anchor)).toBe(true)
    expect(isAuthentic(key, { ...anchor, sequence: anchor.sequence - 1 })).toBe(false)
    expect(isAuthentic(createSecretKey(Buffer.alloc(32, 8)), anchor)).toBe(false)
  })
})
