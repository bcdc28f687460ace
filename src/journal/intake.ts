import type { CallEnd, CallStart } from '../domain/call-record.js'
import { GatewayError } from '../domain/gateway-error.js'
import { createUnwrittenEnd, endedFrameBytes, type UnwrittenEnd, withoutBody } from './ended-entry.js'
import type { GroupWriter } from './group-writer.js'
import type { CompleteJournalOptions } from './journal-options.js'
import { packBody } from './pack-body.js'
import { canonicalize } from './record-codec.js'
import type { SegmentLog } from './segment-log.js'

export interface IntakeOptions {
  readonly options: CompleteJournalOptions
  readonly writer: GroupWriter
  readonly log: SegmentLog
  readonly openCalls: ReadonlyMap<string, CallStart>
  readonly onFlushed: () => void
}

interface Group {
  readonly written: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const RETRY_MS = 250
const MAX_UNWRITTEN_BYTES = 16 * 1024 * 1024
const NEW_CALLS_SHARE = 0.75

/** What is let into the journal, and what happens when it is full or cannot be written. It recovers by itself. */
export class Intake {
  readonly #parts: IntakeOptions
  #group: Group | null = null
  #immediate: NodeJS.Immediate | null = null
  #retry: NodeJS.Timeout | null = null
  #failure: unknown = null
  #dropped = 0
  #unloggedDrops = 0
  #lastDropLogMs = Number.NEGATIVE_INFINITY

  constructor(parts: IntakeOptions) {
    this.#parts = parts
  }

  get dropped(): number {
    return this.#dropped
  }

  /** Whether new calls are put on record: there is room, and the last write succeeded. */
  get writable(): boolean {
    return this.#failure === null && this.#bytes < this.#parts.options.maxBytes * NEW_CALLS_SHARE
  }

  start(call: CallStart): Promise<void> {
    const { whenFull } = this.#parts.options
    if (!this.writable) return whenFull === 'REFUSE' ? Promise.reject(this.unavailable()) : Promise.resolve()
    this.#parts.writer.addStart(call)
    this.#group ??= createGroup()
    this.#flushSoon()
    return this.#group.written
  }

  end({ record, body }: CallEnd): void {
    try {
      const packed = body ? packBody(body, this.#parts.options.maxBodyBytes) : null
      const { record: canonical, metadata } = canonicalize(record)
      this.#add(createUnwrittenEnd({ record: canonical, metadata, body: packed }))
    } catch (error) {
      this.#parts.options.log.error({ err: error, callId: record.id }, 'A call record could not be encoded')
      this.#drop(record.id)
    }
  }

  /** Writes what waits, now. */
  flush(): void {
    this.#clearImmediate()
    const group = this.#group
    this.#group = null
    try {
      this.#parts.writer.flush()
      this.#failure = null
      group?.resolve()
      this.#parts.onFlushed()
    } catch (error) {
      this.#fail(error, group)
    }
  }

  close(): void {
    this.#clearImmediate()
    if (this.#retry) clearTimeout(this.#retry)
    const lost = this.#parts.writer.unwrittenEnds
    if (lost > 0) this.#countDropped(lost)
    this.#group?.reject(new GatewayError('SHUTTING_DOWN', 'The gateway is stopping. Send the request again.'))
  }

  unavailable(): GatewayError {
    const { maxBytes } = this.#parts.options
    const reason = this.#failure
      ? `cannot be written (${(this.#failure as NodeJS.ErrnoException).code ?? 'unknown error'}): check the disk of the data folder`
      : `has reached its limit of ${maxBytes} bytes (journal.maxBytes): check that MongoDB is reachable, so that it can drain`
    const message = `No call can be put on record: the journal ${reason}.`
    return new GatewayError('JOURNAL_UNAVAILABLE', message, { retryAfterMs: 1_000, cause: this.#failure ?? undefined })
  }

  get #bytes(): number {
    return this.#parts.log.bytes + this.#parts.writer.unwrittenBytes
  }

  /** A record goes without its body before it is dropped. */
  #add(end: UnwrittenEnd): void {
    if (this.#hasRoom(end)) this.#parts.writer.addEnd(end)
    else if (this.#hasRoom(withoutBody(end))) this.#parts.writer.addEnd(withoutBody(end))
    else this.#drop(end.record.id)
    if (this.#failure === null) this.#flushSoon()
  }

  /** A call that is on record as started may use what new calls may not. */
  #hasRoom(end: UnwrittenEnd): boolean {
    const { options, writer, openCalls } = this.#parts
    const share = openCalls.has(end.record.id) ? 1 : NEW_CALLS_SHARE
    const bytes = endedFrameBytes(end)
    if (this.#failure !== null && writer.unwrittenBytes + bytes > MAX_UNWRITTEN_BYTES) return false
    return this.#bytes + bytes <= options.maxBytes * share
  }

  #flushSoon(): void {
    this.#immediate ??= setImmediate(() => this.flush())
  }

  #clearImmediate(): void {
    if (this.#immediate) clearImmediate(this.#immediate)
    this.#immediate = null
  }

  #fail(error: unknown, group: Group | null): void {
    if (this.#failure === null) this.#parts.options.log.error({ err: error }, 'The journal cannot be written; it is tried again')
    this.#failure = error
    if (this.#parts.options.whenFull === 'REFUSE') group?.reject(this.unavailable())
    else group?.resolve()
    this.#retry ??= setTimeout(() => this.#tryAgain(), RETRY_MS).unref()
  }

  /** With nothing to write the next call is the one that tries. */
  #tryAgain(): void {
    this.#retry = null
    this.flush()
  }

  #drop(id: string): void {
    this.#parts.writer.forget(id)
    this.#countDropped(1)
  }

  #countDropped(count: number): void {
    const { options } = this.#parts
    this.#dropped += count
    this.#unloggedDrops += count
    options.onDropped(count)
    const nowMs = performance.now()
    if (nowMs - this.#lastDropLogMs < 1_000) return
    options.log.error({ dropped: this.#unloggedDrops, total: this.#dropped }, 'Call records were dropped: the journal is full')
    this.#lastDropLogMs = nowMs
    this.#unloggedDrops = 0
  }
}

function createGroup(): Group {
  let settle: Pick<Group, 'resolve' | 'reject'> | undefined
  const written = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return { written, ...settle! }
}
