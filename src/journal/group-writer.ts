import type { KeyObject } from 'node:crypto'
import type { CallStart } from '../domain/call-record.js'
import type { DrainedCall } from '../domain/journal-sink.js'
import type { ChainHead } from './chain.js'
import { decodeEnded, encodeEnded, endedFrameBytes, type UnwrittenEnd } from './ended-entry.js'
import { payloadOf } from './entry-frame.js'
import { segmentFrame } from './load-segments.js'
import type { Segment, SegmentLog } from './segment-log.js'
import { encodeStart } from './started-entry.js'

/** Told of each ended entry once it is in the file. */
export type OnWritten = (call: DrainedCall, bytes: number, at: { segment: Segment; offset: number }) => void

export interface GroupWriterOptions {
  readonly writer: string
  readonly key: KeyObject
  readonly segmentBytes: number
  readonly log: SegmentLog
  readonly head: ChainHead
  readonly openCalls: Map<string, CallStart>
  readonly onWritten: OnWritten
}

/** Group commit: what is added during one turn of the event loop is written with one write, and linked to the chain in that order. */
export class GroupWriter {
  readonly #options: GroupWriterOptions
  #head: ChainHead
  #starts: CallStart[] = []
  #ends: UnwrittenEnd[] = []
  #unwrittenBytes = 0

  constructor(options: GroupWriterOptions) {
    this.#options = options
    this.#head = options.head
  }

  get head(): ChainHead {
    return this.#head
  }

  /** Of ended calls that are not in the file. */
  get unwrittenBytes(): number {
    return this.#unwrittenBytes
  }

  get unwrittenEnds(): number {
    return this.#ends.length
  }

  addStart(call: CallStart): void {
    this.#options.openCalls.set(call.id, call)
    this.#starts.push(call)
  }

  addEnd(end: UnwrittenEnd): void {
    this.#ends.push(end)
    this.#unwrittenBytes += endedFrameBytes(end)
  }

  /** A call whose end cannot be kept. */
  forget(id: string): void {
    this.#options.openCalls.delete(id)
  }

  /** Writes what was added. When it throws, the starts are forgotten and the ends go on waiting; the chain is as it was. */
  flush(): void {
    const starts = this.#starts
    this.#starts = []
    if (starts.length === 0 && this.#ends.length === 0) return
    try {
      this.#write(starts)
    } catch (error) {
      for (const { id } of starts) this.#options.openCalls.delete(id)
      throw error
    }
  }

  #write(starts: readonly CallStart[]): void {
    const { key, log, openCalls } = this.#options
    this.#rotateWhenLarge()
    const frames = starts.map((call) => encodeStart(call))
    let head = this.#head
    for (const end of this.#ends) {
      const sealed = encodeEnded(key, head, end)
      frames.push(sealed.frame)
      head = sealed.head
    }
    const at = log.current.size
    log.append(frames, head.sequence)
    this.#head = head
    const ends = this.#ends
    this.#ends = []
    this.#unwrittenBytes = 0
    for (const { record } of ends) openCalls.delete(record.id)
    this.#announce(frames, starts.length, ends, at)
  }

  #announce(frames: readonly Buffer[], starts: number, ends: readonly UnwrittenEnd[], at: number): void {
    const segment = this.#options.log.current
    let offset = at
    frames.forEach((frame, i) => {
      const end = ends[i - starts]
      if (end) this.#options.onWritten(decodeEnded(payloadOf(frame), end.record), frame.length, { segment, offset })
      offset += frame.length
    })
  }

  /** A new file begins with the calls that still run, so that the old one holds nothing but what can be drained. */
  #rotateWhenLarge(): void {
    const { log, segmentBytes, writer, openCalls } = this.#options
    const { sequence } = this.#head
    if (log.current.size < segmentBytes || sequence < log.current.firstSequence) return
    const carried = [...openCalls.values()].map((call) => encodeStart(call))
    log.rotate(sequence + 1, [segmentFrame(writer, this.#head), ...carried])
  }
}
