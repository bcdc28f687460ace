import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatNanos } from '../../src/domain/cost.js'
import { type ClientLedger, startLoad } from '../support/load.js'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { readRollUp, readSettledCalls, reconcile } from '../support/reconcile.js'
import { eventually, type RunningWeir, startWeir } from '../support/start-weir.js'

let provider: ProviderServer
let weir: RunningWeir

beforeAll(async () => {
  provider = await startProviderServer({ keep: 100_000, keepBodies: 10 })
  weir = await startWeir({
    workers: 2,
    config: {
      providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-mock' }],
      prices: { 'mock/tokens-8': { input: '1', output: '2' } },
    },
  })
})
afterAll(async () => {
  await weir.stop()
  await provider.close()
})

/** The database is a child of the primary. */
function databasePid(): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => {
      try {
        const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]
        return Number(parent) === weir.process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('embedded-mongodb')
      } catch {
        return false // it ended while we looked
      }
    })
  if (!found) throw new Error('The database process was not found')
  return Number(found)
}

const status = async () => ((await (await fetch(`${weir.url}/readyz`)).json()) as { status: string }).status

it.each([
  ['hangs for three seconds', 'SIGSTOP'],
  ['is killed and comes back', 'SIGKILL'],
] as const)(
  'no request fails and no record is lost while the database %s',
  async (_, signal) => {
    const ledger: ClientLedger = { answered: [], failed: [] }
    const prefix = signal.toLowerCase()
    const stopLoad = startLoad(weir, { model: 'mock/tokens-8', concurrency: 4, prefix, limit: 5_000, ledger })
    const pid = databasePid()
    await new Promise((resolve) => setTimeout(resolve, 500))
    process.kill(pid, signal)
    if (signal === 'SIGSTOP') {
      await eventually(status, (now) => now === 'degraded', 10_000)
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      process.kill(pid, 'SIGCONT')
    } else {
      await new Promise((resolve) => setTimeout(resolve, 2_000))
    }
    await eventually(status, (now) => now === 'ready', 15_000)
    await stopLoad()
    expect(ledger.failed).toEqual([])
    const calls = await readSettledCalls(weir)
    const own = provider.ledger.filter((entry) => entry.user?.startsWith(prefix))
    expect(own.length).toBe(ledger.answered.length)
    expect(reconcile(calls, ledger, own, () => Number.POSITIVE_INFINITY)).toEqual({
      servedButMissing: [],
      answeredButMissing: [],
      twice: [],
    })
    const cost = calls.reduce((sum, call) => sum + (call.costNanos ?? 0n), 0n)
    expect(await readRollUp(weir)).toEqual({ requests: calls.length, cost: formatNanos(cost) })
  },
  90_000,
)
