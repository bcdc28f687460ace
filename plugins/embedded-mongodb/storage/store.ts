import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'

export interface Entry {
  key: Buffer
  value: Buffer
}

const firstChunk = 8
const largestChunk = 512
const chunkBytes = 512 * 1024

/**
 * One ordered map of bytes in lmdb. Its keys begin with the number of a space: the catalog is space 0, each collection and each index has
 * one of its own, so that a document and its index entries are written by one transaction of one tree.
 */
export class Store {
  readonly #database: RootDatabase<Buffer, Buffer>
  #writing = false

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    // Without overlappingSync a commit returns when it is on disk, at half the cost of lmdb's overlapping two-step flush.
    const options = { keyEncoding: 'binary', encoding: 'binary', overlappingSync: false, maxReaders: 126 } as const
    this.#database = open<Buffer, Buffer>(join(dataDir, 'weir.mdb'), options)
  }

  /** Runs `work` in one synchronous transaction that is on disk when this returns. When `work` throws, nothing of it is kept. */
  transact<T>(work: () => T): T {
    if (this.#writing) throw new Error('a transaction is already running')
    this.#writing = true
    try {
      return this.#database.transactionSync(work)
    } finally {
      this.#writing = false
    }
  }

  get(key: Buffer): Buffer | undefined {
    return this.#database.get(key)
  }

  has(key: Buffer): boolean {
    return this.#database.doesExist(key)
  }

  put(key: Buffer, value: Buffer): void {
    this.#database.putSync(key, value)
  }

  remove(key: Buffer): void {
    this.#database.removeSync(key)
  }

  count(start: Buffer, end: Buffer): number {
    return this.#database.getKeysCount({ start, end })
  }

  /**
   * The entries with `start <= key < end`, read in chunks that are positioned anew: no lmdb cursor or snapshot stays open while the caller
   * pauses, however long, and what it writes meanwhile is seen.
   */
  *scan(start: Buffer, end: Buffer, reverse = false): Generator<Entry, void> {
    let from = reverse ? end : start
    let exclusiveStart = reverse
    for (let size = firstChunk; ; size = Math.min(size * 4, largestChunk)) {
      const chunk = this.#chunk({ start: from, end: reverse ? start : end, reverse, exclusiveStart, inclusiveEnd: reverse }, size)
      yield* chunk.entries
      if (!chunk.more) return
      from = chunk.entries.at(-1)!.key
      exclusiveStart = true
    }
  }

  #chunk(range: object, size: number): { entries: Entry[]; more: boolean } {
    const entries: Entry[] = []
    let bytes = 0
    for (const { key, value } of this.#database.getRange({ ...range, limit: size })) {
      entries.push({ key, value })
      bytes += value.length
      if (bytes > chunkBytes) return { entries, more: true }
    }
    return { entries, more: entries.length === size }
  }

  async close(): Promise<void> {
    await this.#database.close()
  }
}
