import { createSecretKey, type KeyObject } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { CallStart } from '../domain/call-record.js'
import { type ChainHead, genesis } from './chain.js'
import { appendAnchor, createAnchor, pruneAnchors, readHead, toHead } from './head-file.js'
import type { CompleteJournalOptions } from './journal-options.js'
import { loadSegments, segmentFrame } from './load-segments.js'
import { SegmentLog } from './segment-log.js'
import { lockWriter } from './writer-lock.js'

/** The files of a writer, repaired and ready to be appended to. */
export interface OpenedWriter {
  readonly directory: string
  readonly key: KeyObject
  readonly log: SegmentLog
  readonly head: ChainHead
  readonly drainedSequence: number
  readonly openCalls: Map<string, CallStart>
  readonly quarantined: readonly string[]
  readonly unlock: () => void
}

/** @throws {GatewayError} CONFIGURATION when another process has the directory. */
export async function openWriter(options: CompleteJournalOptions): Promise<OpenedWriter> {
  const directory = path.join(options.directory, options.writer)
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = await lockWriter(directory, options.lockTimeoutMs)
  try {
    return { ...openFiles(directory, options), unlock }
  } catch (error) {
    unlock()
    throw error
  }
}

function openFiles(directory: string, { writer, hmacKey, now }: CompleteJournalOptions): Omit<OpenedWriter, 'unlock'> {
  const key = createSecretKey(hmacKey)
  const loaded = loadSegments(directory)
  const anchor = readHead(directory, key)
  const drained = anchor && toHead(anchor)
  const head = latest(loaded.head, drained) ?? begin(directory, key, writer, now())
  pruneAnchors(directory)
  return {
    directory,
    key,
    log: openLog(directory, loaded.segments, head, segmentFrame(writer, head)),
    head,
    drainedSequence: drained?.sequence ?? (loaded.segments[0]?.firstSequence ?? head.sequence + 1) - 1,
    openCalls: loaded.openCalls,
    quarantined: loaded.quarantined,
  }
}

function latest(a: ChainHead | null, b: ChainHead | null): ChainHead | null {
  return a && b ? (b.sequence > a.sequence ? b : a) : (a ?? b)
}

/**
 * A first sequence that no earlier life of this writer can have reached, should its files have been deleted: the roll-ups remember the
 * last sequence of each writer and would take lower ones for applied. A writer ends fewer than a thousand calls a second on average.
 */
function begin(directory: string, key: KeyObject, writer: string, now: Date): ChainHead {
  const head = genesis(now.getTime())
  appendAnchor(directory, createAnchor(key, writer, head, now))
  return head
}

function openLog(directory: string, segments: LoadedSegmentList, head: ChainHead, first: Buffer): SegmentLog {
  const last = segments.at(-1)
  if (!last) return SegmentLog.create(directory, head.sequence + 1, first)
  const log = SegmentLog.open(directory, segments)
  if (Math.max(last.lastSequence, last.firstSequence - 1) < head.sequence) log.rotate(head.sequence + 1, [first])
  return log
}

type LoadedSegmentList = ReturnType<typeof loadSegments>['segments']
