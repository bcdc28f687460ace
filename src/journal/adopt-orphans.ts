import fs from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { isCallId } from '../domain/call-id.js'
import { GatewayError } from '../domain/gateway-error.js'
import { createJournal, type Journal } from './journal.js'
import type { JournalOptions } from './journal-options.js'

export interface AdoptOptions extends Omit<JournalOptions, 'writer'> {
  /** Writers whose processes run, or will: theirs are left alone. */
  readonly ownWriters: readonly string[]
  readonly retryMs?: number
}

export interface Adoption {
  readonly writers: readonly string[]
  /** Resolves when all of them are drained and closed; goes on trying while the sink is away. */
  readonly done: Promise<void>
  close(): Promise<void>
}

/** Takes over the journals of writers that no process serves any more: their open calls end as ABANDONED and everything drains. */
export async function adoptOrphans(options: AdoptOptions): Promise<Adoption> {
  const own = new Set(options.ownWriters)
  const stop = new AbortController()
  const journals: Journal[] = []
  for (const writer of listWriters(options.directory)) {
    const journal = own.has(writer) ? null : await openOrphan(options, writer)
    if (journal) journals.push(journal)
  }
  return {
    writers: journals.map((journal) => journal.stats().writer),
    done: Promise.all(journals.map((journal) => drainAndClose(journal, options.retryMs ?? 1_000, stop.signal))).then(() => {}),
    async close() {
      stop.abort()
      await Promise.all(journals.map((journal) => journal.close()))
    },
  }
}

function listWriters(directory: string): readonly string[] {
  if (!fs.existsSync(directory)) return []
  const entries = fs.readdirSync(directory, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory() && isWriter(entry.name)).map(({ name }) => name)
}

/** Whether a call id could name it. */
function isWriter(name: string): boolean {
  return isCallId(`call_${'0'.repeat(10)}${name}${'0'.repeat(6)}`)
}

/** null when it has a living owner after all. */
async function openOrphan({ ownWriters: _ownWriters, ...options }: AdoptOptions, writer: string): Promise<Journal | null> {
  try {
    return await createJournal({ ...options, writer })
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    options.log.warn({ err: error, writer }, 'A journal without a slot of its own was not taken over')
    return null
  }
}

async function drainAndClose(journal: Journal, retryMs: number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const drained = await journal.drain().then(
      () => true,
      () => false,
    )
    if (drained) return journal.close()
    await pause(retryMs, undefined, { signal: stop, ref: false }).catch(() => {})
  }
}
