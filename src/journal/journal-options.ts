import type { JournalSink } from '../domain/journal-sink.js'

export interface JournalLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface JournalOptions {
  /** Holds a directory for each writer. */
  readonly directory: string
  /** See `createWriter`. */
  readonly writer: string
  /** Of the chain and its anchors; 32 bytes. */
  readonly hmacKey: Uint8Array
  /** What all undrained files may take. New calls stop at three quarters of it: the rest is for calls that run. */
  readonly maxBytes: number
  readonly whenFull: 'REFUSE' | 'DROP_RECORDS'
  readonly fsyncIntervalMs: number
  readonly sink: JournalSink
  readonly log: JournalLog
  readonly now?: () => Date
  /** Told of each record that could not be kept. */
  readonly onDropped?: (count: number) => void
  /** How long an ended call may wait for others to be drained with it. */
  readonly drainDelayMs?: number
  readonly maxBatchEntries?: number
  readonly maxBatchBytes?: number
  /** Undrained entries kept in memory; the others are read from the files again. */
  readonly memoryBytes?: number
  readonly maxBodyBytes?: number
  /** Time that a process which is ending gets to let go of the files. */
  readonly lockTimeoutMs?: number
  /** Time that `close` gives the sink. */
  readonly closeTimeoutMs?: number
}

const MIB = 1024 * 1024

export function withDefaults(options: JournalOptions) {
  return {
    now: () => new Date(),
    onDropped: () => {},
    drainDelayMs: 150,
    maxBatchEntries: 500,
    maxBatchBytes: 4 * MIB,
    memoryBytes: 32 * MIB,
    maxBodyBytes: 8 * MIB,
    lockTimeoutMs: 5_000,
    closeTimeoutMs: 5_000,
    ...options,
    segmentBytes: Math.min(16 * MIB, Math.ceil(options.maxBytes / 8)),
  }
}

export type CompleteJournalOptions = ReturnType<typeof withDefaults>
