import fs from 'node:fs'
import path from 'node:path'
import type { CallStart } from '../domain/call-record.js'
import { type ChainHead, MAC_BYTES } from './chain.js'
import { decodeEnded } from './ended-entry.js'
import { encodeJsonFrame, type ScannedFrame, scanFrames } from './entry-frame.js'
import { SEGMENT_SUFFIX, type Segment } from './segment-log.js'
import { decodeStart } from './started-entry.js'

/** What a directory holds when it is opened. */
export interface LoadedSegments {
  /** Oldest first. */
  readonly segments: Segment[]
  /** The end of the chain; null without any readable entry. */
  readonly head: ChainHead | null
  /** Calls that started and have no end. */
  readonly openCalls: Map<string, CallStart>
  /** Stretches that were no entries, kept aside as files. */
  readonly quarantined: readonly string[]
}

/** The first entry of each segment: where its chain goes on from. */
export function segmentFrame(writer: string, head: ChainHead): Buffer {
  return encodeJsonFrame('segment', { writer, sequence: head.sequence, mac: head.mac.toString('hex') })
}

/** Reads every segment of a directory, cuts a torn tail off and sets damaged stretches aside. */
export function loadSegments(directory: string): LoadedSegments {
  const loading = new Loading(directory)
  const names = fs.readdirSync(directory).filter((name) => name.endsWith(SEGMENT_SUFFIX))
  for (const name of names.sort()) loading.read(path.join(directory, name))
  return loading
}

class Loading implements LoadedSegments {
  readonly segments: Segment[] = []
  readonly openCalls = new Map<string, CallStart>()
  readonly quarantined: string[] = []
  head: ChainHead | null = null
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  read(file: string): void {
    const bytes = fs.readFileSync(file)
    const firstSequence = Number(path.basename(file, SEGMENT_SUFFIX))
    const segment: Segment = { path: file, firstSequence, lastSequence: firstSequence - 1, size: bytes.length }
    let entries = 0
    for (const frame of scanFrames(bytes)) {
      if (frame.type === 'entry') this.#take(segment, frame)
      else this.#setAside(segment, frame, bytes.length)
      if (frame.type === 'entry') entries += 1
    }
    if (entries > 0) this.segments.push(segment)
    else fs.rmSync(file)
  }

  #take(segment: Segment, { kind, payload }: ScannedFrame): void {
    if (kind === 'segment') {
      const head = parseSegmentHead(payload)
      if (!this.head || head.sequence > this.head.sequence) this.head = head
    } else if (kind === 'started') {
      const call = decodeStart(payload)
      this.openCalls.set(call.id, call)
    } else {
      const { record, chain } = decodeEnded(payload)
      this.openCalls.delete(record.id)
      this.head = { sequence: chain.sequence, mac: Buffer.from(chain.mac) }
      segment.lastSequence = chain.sequence
    }
  }

  /** Damage at the end of a file is cut off, so that entries appended later follow entries. */
  #setAside(segment: Segment, { type, offset, next, payload }: ScannedFrame, length: number): void {
    if (type === 'corrupt') this.#quarantine(segment, offset, payload)
    if (next < length) return
    fs.truncateSync(segment.path, offset)
    segment.size = offset
  }

  #quarantine(segment: Segment, offset: number, bytes: Buffer): void {
    const folder = path.join(this.#directory, 'quarantine')
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = path.join(folder, `${path.basename(segment.path, SEGMENT_SUFFIX)}-${offset}.bin`)
    fs.writeFileSync(file, bytes, { mode: 0o600 })
    this.quarantined.push(file)
  }
}

function parseSegmentHead(payload: Buffer): ChainHead {
  const { sequence, mac } = JSON.parse(payload.toString()) as { sequence: number; mac: string }
  return { sequence, mac: Buffer.from(mac, 'hex').subarray(0, MAC_BYTES) }
}
