import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const fdatasync = promisify(fs.fdatasync)

/** One file of a journal. Its entries are numbered from `firstSequence` to `lastSequence`; it has none when that is the smaller. */
export interface Segment {
  readonly path: string
  readonly firstSequence: number
  lastSequence: number
  size: number
}

export const SEGMENT_SUFFIX = '.wal'

export function segmentPath(directory: string, firstSequence: number): string {
  return path.join(directory, `${String(firstSequence).padStart(16, '0')}${SEGMENT_SUFFIX}`)
}

/** The files of one writer: appended to at the end, released from the beginning. */
export class SegmentLog {
  readonly #directory: string
  readonly #segments: Segment[]
  #fd: number
  #unsynced: number[] = []
  #dirty = true
  #syncing: Promise<void> | null = null

  private constructor(directory: string, segments: Segment[], fd: number) {
    this.#directory = directory
    this.#segments = segments
    this.#fd = fd
  }

  /** @param segments What was found in the directory, oldest first; the last is appended to. */
  static open(directory: string, segments: Segment[]): SegmentLog {
    return new SegmentLog(directory, segments, fs.openSync(segments.at(-1)!.path, 'r+'))
  }

  static create(directory: string, firstSequence: number, first: Buffer): SegmentLog {
    const { segment, fd } = createSegment(directory, firstSequence, [first])
    return new SegmentLog(directory, [segment], fd)
  }

  get segments(): readonly Segment[] {
    return this.#segments
  }

  get current(): Segment {
    return this.#segments.at(-1)!
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0)
  }

  /**
   * Appends with one synchronous write: an asynchronous one costs nine times its processor time. When it throws nothing was appended:
   * the next write begins at the same place, and what a crash leaves there is a torn tail.
   */
  append(frames: readonly Buffer[], lastSequence: number): void {
    const { current } = this
    current.size += writeWhole(this.#fd, frames, current.size)
    current.lastSequence = lastSequence
    this.#dirty = true
  }

  /** Goes on in a new file, which begins with the given frames. */
  rotate(firstSequence: number, frames: readonly Buffer[]): void {
    const { segment, fd } = createSegment(this.#directory, firstSequence, frames)
    this.#unsynced.push(this.#fd)
    this.#fd = fd
    this.#segments.push(segment)
    this.#dirty = true
  }

  /** Everything appended before the call is on the disk when it resolves. */
  async sync(): Promise<void> {
    while (this.#syncing) await this.#syncing
    if (!this.#dirty) return
    this.#syncing = this.#syncFiles().finally(() => {
      this.#syncing = null
    })
    await this.#syncing
  }

  async #syncFiles(): Promise<void> {
    this.#dirty = false
    const old = this.#unsynced
    this.#unsynced = []
    try {
      await Promise.all([...old, this.#fd].map((fd) => fdatasync(fd)))
      if (old.length > 0) syncDirectory(this.#directory)
    } catch (error) {
      this.#dirty = true
      throw error
    } finally {
      for (const fd of old) fs.closeSync(fd)
    }
  }

  /** Deletes the files whose entries are all drained. */
  releaseThrough(sequence: number): void {
    while (this.#segments.length > 1 && this.#segments[0]!.lastSequence <= sequence) {
      fs.rmSync(this.#segments[0]!.path, { force: true })
      this.#segments.shift()
    }
  }

  async close(): Promise<void> {
    try {
      await this.sync()
    } finally {
      fs.closeSync(this.#fd)
    }
  }
}

function createSegment(directory: string, firstSequence: number, frames: readonly Buffer[]): { segment: Segment; fd: number } {
  const file = segmentPath(directory, firstSequence)
  const fd = fs.openSync(file, 'w', 0o600)
  try {
    const size = writeWhole(fd, frames, 0)
    return { segment: { path: file, firstSequence, lastSequence: firstSequence - 1, size }, fd }
  } catch (error) {
    fs.closeSync(fd)
    fs.rmSync(file, { force: true })
    throw error
  }
}

function writeWhole(fd: number, frames: readonly Buffer[], position: number): number {
  const total = frames.reduce((sum, frame) => sum + frame.length, 0)
  const written = frames.length === 1 ? fs.writeSync(fd, frames[0]!, 0, total, position) : writeMany(fd, frames, position)
  if (written < total) writeRest(fd, Buffer.concat(frames), written, position)
  return total
}

/** The operating system takes no more than this many buffers at a time. */
const MAX_BUFFERS = 1024

function writeMany(fd: number, frames: readonly Buffer[], position: number): number {
  return frames.length > MAX_BUFFERS ? 0 : fs.writevSync(fd, frames, position)
}

function writeRest(fd: number, bytes: Buffer, from: number, position: number): void {
  let at = from
  while (at < bytes.length) at += fs.writeSync(fd, bytes, at, bytes.length - at, position + at)
}

function syncDirectory(directory: string): void {
  const fd = fs.openSync(directory, 'r')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}
