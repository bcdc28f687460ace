import { randomBytes } from 'node:crypto'
import { CommandError } from '../errors.js'

const maxBatchBytes = 16 * 1024 * 1024
const defaultFirstBatch = 101

interface Cursor {
  namespace: string
  documents: Iterator<Buffer>
  /** Read ahead to learn whether there is more, or because it did not fit the last batch. */
  next: Buffer | undefined
  usedAtMs: number
}

export interface Batch {
  documents: Buffer[]
  /** 0 when there is no more. */
  cursorId: bigint
}

/** Open cursors. Each holds no lock and no snapshot, only the place where it goes on. */
export class Cursors {
  readonly #cursors = new Map<bigint, Cursor>()

  constructor(
    readonly nowMs: () => number,
    readonly maxOpen = 1000,
    readonly idleMs = 10 * 60_000,
  ) {}

  get size(): number {
    return this.#cursors.size
  }

  open(namespace: string, documents: Iterator<Buffer>, batchSize = defaultFirstBatch, singleBatch = false): Batch {
    const cursor = { namespace, documents, next: undefined, usedAtMs: this.nowMs() }
    const batch = fill(cursor, batchSize)
    if (!batch.more || singleBatch) {
      documents.return?.()
      return { documents: batch.documents, cursorId: 0n }
    }
    if (this.#cursors.size >= this.maxOpen) throw new CommandError(2, `too many open cursors: at most ${this.maxOpen}`)
    const cursorId = toCursorId()
    this.#cursors.set(cursorId, cursor)
    return { documents: batch.documents, cursorId }
  }

  /** @throws CommandError CursorNotFound */
  more(id: bigint, namespace: string, batchSize?: number): Batch {
    const cursor = this.#cursors.get(id)
    if (cursor === undefined || cursor.namespace !== namespace) throw new CommandError(43, `cursor id ${id} not found`)
    cursor.usedAtMs = this.nowMs()
    // A failing query ends its cursor.
    this.#cursors.delete(id)
    const { documents, more } = fill(cursor, batchSize || Infinity)
    if (more) this.#cursors.set(id, cursor)
    return { documents, cursorId: more ? id : 0n }
  }

  kill(id: bigint, namespace: string): boolean {
    const cursor = this.#cursors.get(id)
    if (cursor === undefined || cursor.namespace !== namespace) return false
    cursor.documents.return?.()
    return this.#cursors.delete(id)
  }

  expireIdle(): void {
    const before = this.nowMs() - this.idleMs
    for (const [id, cursor] of this.#cursors) if (cursor.usedAtMs < before) this.kill(id, cursor.namespace)
  }
}

/** Random, so that no client meets another's by chance, and past 2^53, so that no client takes it for a double. */
function toCursorId(): bigint {
  return (randomBytes(8).readBigUInt64LE() >> 2n) | (1n << 61n)
}

function fill(cursor: Cursor, batchSize: number): { documents: Buffer[]; more: boolean } {
  const documents: Buffer[] = []
  let bytes = 0
  for (;;) {
    if (batchSize === 0) return { documents, more: true }
    const document = cursor.next ?? nextOf(cursor.documents)
    cursor.next = document
    if (document === undefined) return { documents, more: false }
    bytes += document.length
    if (documents.length >= batchSize || (bytes > maxBatchBytes && documents.length > 0)) return { documents, more: true }
    documents.push(document)
    cursor.next = undefined
  }
}

function nextOf(iterator: Iterator<Buffer>): Buffer | undefined {
  const { done, value } = iterator.next()
  return done ? undefined : value
}
