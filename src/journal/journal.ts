import type { CallEnd, CallJournal, CallStart } from '../domain/call-record.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { DrainedCall, RejectedCall } from '../domain/journal-sink.js'
import { abandonedRecord } from './abandoned-record.js'
import { Backlog } from './backlog.js'
import { Drainer } from './drainer.js'
import { GroupWriter } from './group-writer.js'
import { HeadKeeper } from './head-keeper.js'
import { Intake } from './intake.js'
import { type CompleteJournalOptions, type JournalOptions, withDefaults } from './journal-options.js'
import { type OpenedWriter, openWriter } from './open-writer.js'
import { setAside } from './rejected-file.js'

export interface JournalStats {
  readonly writer: string
  /** Of all files that are not wholly drained. */
  readonly bytes: number
  readonly openCalls: number
  readonly undrainedEntries: number
  readonly oldestUndrainedMs: number
  /** Ended calls that could not be kept, since the start. */
  readonly droppedRecords: number
  /** Ended calls that the database can never take; they are in `rejected.jsonl`. */
  readonly rejectedRecords: number
  /** Damaged stretches found at the start; they are in `quarantine/`. */
  readonly quarantined: number
  readonly sinkAvailable: boolean
  /** Whether new calls are put on record: there is room, and the last write succeeded. */
  readonly writable: boolean
  readonly head: { readonly sequence: number; readonly mac: string; readonly drainedSequence: number }
}

export interface Journal extends CallJournal {
  /**
   * Resolves when everything ended before the call is in the sink.
   * @throws {GatewayError} STORAGE_UNAVAILABLE, JOURNAL_UNAVAILABLE: it stays in the journal and is drained later.
   */
  drain(): Promise<void>
  stats(): JournalStats
  /** Drains within the limit, then closes the files. What is left is drained by the next owner. */
  close(): Promise<void>
}

/**
 * Opens the journal of a writer: damage is repaired, calls that a dead process left open are ended as ABANDONED, and what was not drained
 * begins to drain.
 * @throws {GatewayError} CONFIGURATION when a living process has this journal.
 */
export async function createJournal(options: JournalOptions): Promise<Journal> {
  const complete = withDefaults(options)
  return new FileJournal(complete, await openWriter(complete))
}

class FileJournal implements Journal {
  readonly #options: CompleteJournalOptions
  readonly #opened: OpenedWriter
  readonly #writer: GroupWriter
  readonly #intake: Intake
  readonly #backlog: Backlog
  readonly #drainer: Drainer
  readonly #heads: HeadKeeper
  readonly #syncTimer: NodeJS.Timeout
  #rejected = 0
  #state: 'open' | 'closing' | 'closed' = 'open'

  constructor(options: CompleteJournalOptions, opened: OpenedWriter) {
    this.#options = options
    this.#opened = opened
    this.#backlog = new Backlog(opened.log, options.memoryBytes, opened.drainedSequence)
    this.#writer = new GroupWriter({ ...options, ...opened, onWritten: (...entry) => this.#backlog.push(...entry) })
    this.#intake = new Intake({ ...opened, options, writer: this.#writer, onFlushed: () => this.#drainer.wake() })
    this.#heads = new HeadKeeper({ ...options, ...opened, log: options.log })
    this.#drainer = this.#createDrainer()
    this.#syncTimer = setInterval(() => this.#syncInBackground(), options.fsyncIntervalMs).unref()
    this.#recover()
  }

  start(call: CallStart): Promise<void> {
    if (this.#state === 'open') return this.#intake.start(call)
    return Promise.reject(new GatewayError('SHUTTING_DOWN', 'The gateway is stopping. Send the request again.'))
  }

  end(end: CallEnd): void {
    if (this.#state !== 'closed') this.#intake.end(end)
    else
      this.#options.log.error({ callId: end.record.id }, 'A call ended after its journal was closed; it is recorded as abandoned')
  }

  async drain(): Promise<void> {
    this.#intake.flush()
    if (this.#writer.unwrittenEnds > 0) throw this.#intake.unavailable()
    await this.#drainer.drainThrough(this.#writer.head.sequence)
  }

  stats(): JournalStats {
    const { head } = this.#writer
    const { drainedSequence, oldest } = this.#backlog
    return {
      writer: this.#options.writer,
      bytes: this.#opened.log.bytes,
      openCalls: this.#opened.openCalls.size,
      undrainedEntries: head.sequence - drainedSequence + this.#writer.unwrittenEnds,
      oldestUndrainedMs: oldest ? Math.max(0, this.#options.now().getTime() - oldest.record.endedAt.getTime()) : 0,
      droppedRecords: this.#intake.dropped,
      rejectedRecords: this.#rejected,
      quarantined: this.#opened.quarantined.length,
      sinkAvailable: this.#drainer.available,
      writable: this.#intake.writable,
      head: { sequence: head.sequence, mac: head.mac.toString('hex'), drainedSequence },
    }
  }

  async close(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'closing'
    clearInterval(this.#syncTimer)
    const { closeTimeoutMs, log } = this.#options
    await within(closeTimeoutMs, this.drain()).catch((error) =>
      log.warn({ err: error, ...this.stats() }, 'The journal is not drained'),
    )
    await within(closeTimeoutMs, this.#drainer.close()).catch(() => {})
    this.#state = 'closed'
    this.#intake.close()
    this.#heads.close()
    await this.#opened.log.close().catch((error) => log.error({ err: error }, 'The journal could not be synced'))
    this.#opened.unlock()
  }

  #recover(): void {
    const { openCalls, quarantined } = this.#opened
    const { log, writer, now } = this.#options
    if (quarantined.length > 0) log.error({ files: quarantined }, 'The journal was damaged; the damaged stretches are set aside')
    if (openCalls.size > 0) log.warn({ calls: openCalls.size }, 'Calls were running when the gateway stopped; they are abandoned')
    for (const call of [...openCalls.values()]) this.#intake.end({ record: abandonedRecord(call, writer, now()) })
    this.#intake.flush()
  }

  #createDrainer(): Drainer {
    const { writer, sink, drainDelayMs, maxBatchEntries, maxBatchBytes, log } = this.#options
    return new Drainer({
      writer,
      sink,
      backlog: this.#backlog,
      delayMs: drainDelayMs,
      maxEntries: maxBatchEntries,
      maxBytes: maxBatchBytes,
      lastSequence: () => this.#writer.head.sequence,
      sync: () => this.#opened.log.sync(),
      onApplied: (calls) => this.#release(calls),
      onRejected: (calls, rejected) => this.#reject(calls, rejected),
      onUnavailable: (error, attempt) => {
        if (attempt === 1) log.warn({ err: error }, 'The journal cannot drain; ended calls wait in their files')
      },
    })
  }

  #release(calls: readonly DrainedCall[]): void {
    if (this.#state === 'closed') return // the next owner may have the files
    const { sequence, mac } = calls.at(-1)!.chain
    this.#heads.keep({ sequence, mac: Buffer.from(mac) })
    this.#opened.log.releaseThrough(sequence)
  }

  #reject(calls: readonly DrainedCall[], rejected: readonly RejectedCall[]): void {
    this.#rejected += rejected.length
    this.#options.log.error(
      { calls: rejected.length, reason: rejected[0]?.reason },
      'The database refused call records; they are set aside',
    )
    try {
      setAside(this.#opened.directory, calls, rejected)
    } catch (error) {
      this.#options.log.error({ err: error }, 'Refused call records could not be set aside')
    }
  }

  #syncInBackground(): void {
    this.#opened.log.sync().catch((error) => this.#options.log.error({ err: error }, 'The journal could not be synced'))
  }
}

async function within<Value>(limitMs: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new GatewayError('STORAGE_UNAVAILABLE', 'MongoDB took too long.')), limitMs)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}
