import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatNanos } from '../../src/domain/cost.js'
import { type ClientLedger, startLoad } from '../support/load.js'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { readRollUp, readSettledCalls, reconcile } from '../support/reconcile.js'
import { freePort, startWeir } from '../support/start-weir.js'

const KILLS = 20
/** Every fourth kill comes while the gateway drains on SIGTERM. */
const DRAINING = 4

let provider: ProviderServer
let folder: string

beforeAll(async () => {
  provider = await startProviderServer({ keep: 100_000, keepBodies: 10 })
  folder = await mkdtemp(join(tmpdir(), 'weir-kill-'))
})
afterAll(async () => {
  await provider.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Repeatable, and different each time: the moments of the kills. */
function* moments(seed: number): Generator<number> {
  let state = seed
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state / 2 ** 31
  }
}

it(`loses nothing and counts nothing twice over ${KILLS} SIGKILLs of the whole gateway under load`, async () => {
  const setting = {
    dataDir: join(folder, 'data'),
    port: await freePort(),
    workers: 2,
    config: {
      providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-mock' }],
      prices: { 'mock/tokens-8': { input: '1', output: '2' } },
    },
  }
  const ledger: ClientLedger = { answered: [], failed: [] }
  const killedAt: number[] = []
  const chance = moments(7)
  for (let round = 0; round < KILLS; round++) {
    const weir = await startWeir(setting)
    const stopLoad = startLoad(weir, { model: 'mock/tokens-8', concurrency: 6, prefix: `r${round}`, limit: 2_000, ledger })
    await new Promise((resolve) => setTimeout(resolve, 300 + 700 * chance.next().value))
    if (round % DRAINING === DRAINING - 1) {
      weir.process.kill('SIGTERM')
      await new Promise((resolve) => setTimeout(resolve, 200 * chance.next().value))
    }
    killedAt.push(Date.now())
    await weir.kill()
    await stopLoad()
  }
  const weir = await startWeir(setting)
  const calls = await readSettledCalls(weir)
  const found = reconcile(calls, ledger, provider.ledger, (mark) => killedAt[Number(/^r(\d+)/.exec(mark)?.[1])] ?? 0)
  console.log(
    `${KILLS} kills: ${ledger.answered.length} answered, ${provider.ledger.length} served, ${calls.length} on record, ` +
      `${calls.filter((call) => call.status === 'ABANDONED').length} abandoned`,
  )
  expect(ledger.answered.length).toBeGreaterThan(KILLS * 10)
  expect(found).toEqual({ servedButMissing: [], answeredButMissing: [], twice: [] })
  const cost = calls.reduce((sum, call) => sum + (call.costNanos ?? 0n), 0n)
  expect(cost).toBeGreaterThan(0n)
  expect(await readRollUp(weir)).toEqual({ requests: calls.length, cost: formatNanos(cost) })
  expect(await weir.stop()).toBe(0)
}, 400_000)
