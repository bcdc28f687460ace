import { createCallId } from '../../src/domain/call-id.js'
import { createJournal } from '../../src/journal/journal.js'
import { connectStorage } from '../../src/storage/connect-storage.js'
import { aBody, aRecord, journalOptions, WRITER } from '../journal/builders.js'

/** Journals calls until it is killed, and says what it was promised: `started id` and, once the entry must be in the file, `ended id`. */
const [uri = '', directory = '', generation = ''] = process.argv.slice(2)
const log = { info() {}, warn() {} }
const storage = await connectStorage({
  uri,
  log,
  callRetentionDays: 30_000,
  bodyRetentionDays: 30_000,
  responseRetentionDays: 30_000,
})
const journal = await createJournal(journalOptions({ directory, sink: storage.sink, drainDelayMs: 3, maxBytes: 8 * 1024 * 1024 }))

for (let sequence = 0; ; sequence++) {
  const id = createCallId({ timeMs: Date.now(), writer: WRITER, sequence, chance: Number(generation) })
  const record = aRecord({ id, startedAt: new Date(), endedAt: new Date(), tags: [`t${sequence % 3}`] })
  await journal.start(record)
  process.stdout.write(`started ${id}\n`)
  if (sequence % 7 === 6) continue
  journal.end({ record, body: aBody('b'.repeat(sequence % 500)) })
  await new Promise((resolve) => setImmediate(resolve)) // behind the one that writes; a timer may come before it
  process.stdout.write(`ended ${id}\n`)
}
