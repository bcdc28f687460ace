import { join } from 'node:path'
import type { Config } from '../config.js'
import type { JournalSink } from '../domain/journal-sink.js'
import { type Adoption, adoptOrphans } from '../journal/adopt-orphans.js'
import { createJournal, type Journal } from '../journal/journal.js'
import type { JournalLog } from '../journal/journal-options.js'
import type { JournalState } from '../telemetry/metrics.js'

export interface JournalSetting {
  readonly config: Config
  readonly writer: string
  readonly writers: readonly string[]
  readonly sink: JournalSink
  readonly hmacKey: Uint8Array
  readonly log: JournalLog
}

export interface OpenedJournals {
  readonly journal: Journal
  /** Journals of processes that this machine no longer has; only the first process takes them over. */
  readonly adoption: Adoption | undefined
}

export async function openJournals({ config, writer, writers, sink, hmacKey, log }: JournalSetting): Promise<OpenedJournals> {
  const { maxBytes, whenFull, fsyncIntervalMs } = config.journal
  const directory = join(config.dataDir, 'journal')
  const shared = { directory, hmacKey, whenFull, fsyncIntervalMs, sink, log, maxBytes: Math.floor(maxBytes / writers.length) }
  const journal = await createJournal({ ...shared, writer })
  const adoption = writer === writers[0] ? await adoptOrphans({ ...shared, ownWriters: writers }) : undefined
  return { journal, adoption }
}

export function toJournalState(journal: Journal): JournalState {
  const { bytes, undrainedEntries, droppedRecords } = journal.stats()
  return { bytes, pendingEntries: undrainedEntries, droppedRecords }
}

export function checkJournal(journal: Journal): { ok: boolean; message?: string } {
  const { writable, droppedRecords } = journal.stats()
  if (!writable)
    return {
      ok: false,
      message: 'The journal is full or cannot be written. Make room in the data folder, or bring the database back.',
    }
  return droppedRecords === 0 ? { ok: true } : { ok: false, message: `${droppedRecords} records were dropped since the start.` }
}
