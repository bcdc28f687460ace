import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallRecord } from '../../src/domain/call-record.js'
import { inputTokens, outputTokens } from '../../src/domain/usage.js'
import { createJournal } from '../../src/journal/journal.js'
import { journalOptions, temporaryDirectory } from '../journal/builders.js'
import { compileSources } from './compile-sources.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

const KILLS = [1, 3, 8, 20, 40, 60, 90, 120, 160, 200, 260, 333]

const directory = temporaryDirectory()
let opened: OpenedStorage
let compiled: ReturnType<typeof compileSources>
const started = new Set<string>()
const ended = new Set<string>()

beforeAll(async () => {
  opened = await openStorage()
  const tests = ['test/journal/builders.ts', 'test/storage/writer-process.ts']
  compiled = compileSources(['src/domain', 'src/journal', 'src/storage', ...tests])
})

afterAll(async () => {
  await opened.close()
  compiled.remove()
  fs.rmSync(directory, { recursive: true, force: true })
})

/** Runs a writer until it has said that many lines, then kills it; what it had said by then was promised. */
async function runAndKill(lines: number, generation: number): Promise<void> {
  const script = path.join(compiled.folder, 'test/storage/writer-process.js')
  const child = spawn(process.execPath, [script, opened.uri, directory, String(generation)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  let seen = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, id = ''] = line.split(' ')
    if (what === 'ended') ended.add(id)
    else started.add(id)
    seen += 1
    if (seen === lines) child.kill('SIGKILL')
  }
  await exited
  expect(seen).toBeGreaterThanOrEqual(lines)
}

async function storedCalls(): Promise<readonly CallRecord[]> {
  const calls: CallRecord[] = []
  for (;;) {
    const page = await opened.storage.calls.list('org_a', {}, { first: 500, after: calls.at(-1)?.id })
    calls.push(...page.items)
    if (!page.hasNextPage) return calls
  }
}

it('after SIGKILLs of a writer nothing promised is missing, nothing is there twice, and the roll-ups are the sum of the calls', async () => {
  for (const [generation, lines] of KILLS.entries()) await runAndKill(lines, generation)
  const journal = await createJournal(journalOptions({ directory, sink: opened.storage.sink }))
  await journal.drain()
  await journal.close()
  const calls = await storedCalls()
  const statuses = new Map(calls.map(({ id, status }) => [id, status]))
  expect(statuses.size).toBe(calls.length)
  expect([...ended].filter((id) => statuses.get(id) !== 'COMPLETED')).toEqual([])
  expect([...started].filter((id) => !statuses.has(id))).toEqual([])
  expect(calls.filter(({ status }) => status === 'ABANDONED').length).toBeGreaterThan(KILLS.length)

  const range = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 86_400_000) }
  for (const groupBy of [undefined, 'key', 'model', 'provider'] as const) {
    const buckets = await opened.storage.usage.report('org_a', { ...range, groupBy })
    const sum = (pick: (bucket: (typeof buckets)[number]) => bigint) =>
      buckets.reduce((total, bucket) => total + pick(bucket), 0n)
    expect(sum(({ requests }) => requests)).toBe(BigInt(calls.length))
    expect(sum(({ costNanos }) => costNanos)).toBe(calls.reduce((total, { cost }) => total + (cost?.totalNanos ?? 0n), 0n))
    expect(sum(({ unpricedRequests }) => unpricedRequests)).toBe(BigInt(calls.filter(({ unpriced }) => unpriced).length))
    expect(sum(({ usage }) => usage.input.text + usage.input.cacheRead)).toBe(
      BigInt(calls.reduce((n, { usage }) => n + inputTokens(usage), 0)),
    )
    expect(sum(({ usage }) => usage.output.text)).toBe(BigInt(calls.reduce((n, { usage }) => n + outputTokens(usage), 0)))
  }
  const tagged = await opened.storage.usage.report('org_a', { ...range, groupBy: 'tag' })
  expect(tagged.map(({ group, requests }) => [group, requests])).toEqual(
    ['t0', 't1', 't2'].map((tag) => [tag, BigInt(calls.filter(({ tags }) => tags.includes(tag)).length)]),
  )
}, 120_000)
