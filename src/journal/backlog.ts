import fs from 'node:fs'
import type { DrainedCall } from '../domain/journal-sink.js'
import { decodeEnded } from './ended-entry.js'
import { scanFrames } from './entry-frame.js'
import type { Segment, SegmentLog } from './segment-log.js'

interface Queued {
  readonly call: DrainedCall
  readonly bytes: number
}

/** A place in the files: everything before it has been queued. */
interface Cursor {
  segment: Segment
  offset: number
}

/**
 * Entries that wait to be drained, in order. They are kept in memory up to a limit; beyond it they are only in the files, and are read
 * again when their turn comes.
 */
export class Backlog {
  readonly #log: SegmentLog
  readonly #memoryBytes: number
  #queue: Queued[] = []
  #queuedBytes = 0
  #cursor: Cursor | null

  /** @param drainedSequence Entries up to this one are drained. What follows it in the files is the backlog. */
  constructor(log: SegmentLog, memoryBytes: number, drainedSequence: number) {
    this.#log = log
    this.#memoryBytes = memoryBytes
    this.#cursor = { segment: log.segments[0]!, offset: 0 }
    this.#drained = drainedSequence
  }

  #drained: number

  get drainedSequence(): number {
    return this.#drained
  }

  get oldest(): DrainedCall | null {
    return this.#queue[0]?.call ?? null
  }

  /** @param at Where the entry begins. */
  push(call: DrainedCall, bytes: number, at: Cursor): void {
    if (this.#cursor) return
    if (this.#queuedBytes + bytes > this.#memoryBytes) this.#cursor = at
    else this.#enqueue(call, bytes)
  }

  /** The next entries, at least one if there is any. They stay until `dropThrough`. */
  peek(maxEntries: number, maxBytes: number): readonly DrainedCall[] {
    if (this.#queue.length === 0 && this.#cursor) this.#refill()
    const calls: DrainedCall[] = []
    let bytes = 0
    for (const { call, bytes: size } of this.#queue) {
      bytes += size
      if (calls.length > 0 && (calls.length >= maxEntries || bytes > maxBytes)) break
      calls.push(call)
    }
    return calls
  }

  dropThrough(sequence: number): void {
    const kept = this.#queue.findIndex(({ call }) => call.chain.sequence > sequence)
    const dropped = this.#queue.splice(0, kept < 0 ? this.#queue.length : kept)
    for (const { bytes } of dropped) this.#queuedBytes -= bytes
    this.#drained = sequence
  }

  #enqueue(call: DrainedCall, bytes: number): void {
    this.#queue.push({ call, bytes })
    this.#queuedBytes += bytes
  }

  #refill(): void {
    while (this.#cursor && this.#queue.length === 0) this.#readFrom(this.#cursor)
  }

  #readFrom(cursor: Cursor): void {
    const { segment } = cursor
    const skipped = segment.lastSequence <= this.#drained
    if (!skipped) this.#queueEntries(cursor, readRest(segment, cursor.offset))
    if (skipped || cursor.offset >= segment.size) this.#cursor = this.#after(segment)
  }

  #queueEntries(cursor: Cursor, bytes: Buffer): void {
    const base = cursor.offset
    for (const { type, kind, payload, offset, next } of scanFrames(bytes)) {
      if (type === 'entry' && kind === 'ended') {
        if (this.#queue.length > 0 && this.#queuedBytes + next - offset > this.#memoryBytes) return
        const call = decodeEnded(payload)
        if (call.chain.sequence > this.#drained) this.#enqueue(call, next - offset)
      }
      cursor.offset = base + next
    }
  }

  /** The next file; at the end of the last one, memory has caught up. */
  #after(segment: Segment): Cursor | null {
    const { segments } = this.#log
    const next =
      segments[segments.indexOf(segment) + 1] ?? segments.find(({ firstSequence }) => firstSequence > segment.firstSequence)
    return next ? { segment: next, offset: 0 } : null
  }
}

function readRest(segment: Segment, offset: number): Buffer {
  const fd = fs.openSync(segment.path, 'r')
  try {
    const bytes = Buffer.allocUnsafeSlow(segment.size - offset)
    return bytes.subarray(0, fs.readSync(fd, bytes, 0, bytes.length, offset))
  } finally {
    fs.closeSync(fd)
  }
}
