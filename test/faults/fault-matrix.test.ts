import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { until } from '../support/provider-process/until.js'
import { type RunningWeir, startWeir } from '../support/start-weir.js'
import { LONGEST_MS } from './ask-door.js'
import { CELLS, type Cell } from './cells.js'
import { HEALTHY, HEALTHY_COST, toConfiguration } from './configuration.js'
import { expectationOf } from './expectation.js'
import { FAULTS } from './faults.js'
import { readTables, writeTables } from './guide.js'
import { priceOf } from './price-of.js'
import { readHealth } from './read-health.js'
import { type Outcome, runCells } from './run-cells.js'
import { toTables } from './to-table.js'
import { startUntrustedServer, type UntrustedServer } from './untrusted-server.js'

/** Nothing listens there. */
const REFUSED = 'http://127.0.0.1:1/v1'

let provider: ProviderServer
let untrusted: UntrustedServer
let weir: RunningWeir
let outcomes: ReadonlyMap<Cell, Outcome>

beforeAll(async () => {
  provider = await startProviderServer()
  untrusted = await startUntrustedServer()
  const addresses = { scenarios: provider.url, refused: REFUSED, untrusted: untrusted.url }
  weir = await startWeir({ config: toConfiguration(CELLS, addresses) })
  const startedAt = performance.now()
  outcomes = new Map((await runCells(weir, CELLS)).map((outcome) => [outcome.cell, outcome]))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${CELLS.length} cells in ${seconds} s\n\n${toTables([...outcomes.values()], true)}`)
}, 180_000)

afterAll(async () => {
  await weir?.stop()
  await untrusted?.close()
  await provider?.close()
})

const cellsOf = (fault: (typeof FAULTS)[number]) =>
  CELLS.filter((cell) => cell.fault === fault).map((cell) => [`${cell.door.name}, ${cell.mode}, ${cell.shape}`, cell] as const)

describe.each(FAULTS)('$name', (fault) => {
  it.each(cellsOf(fault))('%s', (_name, cell) => {
    const { seen, record } = outcomes.get(cell)!
    const { end, status, error, attempts, billed, recorded } = expectationOf(cell)
    expect({ end: seen.end, status: seen.status, error: seen.error }, seen.raw).toEqual({ end, status, error })
    expect(toLines(record.route.attempts)).toEqual(attempts)
    expect([record.status, record.usage.source]).toEqual([recorded, billed])
    expect(record.cost?.total ?? null).toBe(billOf(cell, record))
    expect(seen.ms).toBeLessThan(LONGEST_MS)
  })
})

it.each(
  CELLS.filter(({ door, manner }) => door.name === 'GraphQL' && manner.afterContent).map((cell) => [cell.id, cell] as const),
)('the last event of a subscription that broke has the partial answer: %s', (_id, cell) => {
  const { text, raw } = outcomes.get(cell)!.seen
  expect(text).not.toBe('')
  expect(raw).toContain(`"partial":{"text":${JSON.stringify(text)}}`)
})

describe('all of it', () => {
  it('is in the guide as it is', () => {
    const tables = toTables([...outcomes.values()], false)
    if (process.env['WEIR_WRITE_GUIDE']) writeTables(tables)
    expect(readTables()).toBe(tables)
  })

  it('asked the provider as often as the records say, and trusted nobody', () => {
    const attempts = [...outcomes.values()].flatMap(({ cell, record }) =>
      cell.fault.place === 'scenarios' ? record.route.attempts : record.route.attempts.filter(({ error }) => !error),
    )
    expect(provider.ledger).toHaveLength(attempts.length)
    expect(untrusted.requests()).toBe(0)
  })

  it('left the circuit of the healthy target closed', async () => {
    expect(await readHealth(weir, HEALTHY)).toMatchObject([{ deployment: HEALTHY, circuit: 'CLOSED', coolingForMs: null }])
  })

  it('left no request open at the provider', async () => {
    await until(() => provider.ledger.every(({ endedAt }) => endedAt !== null))
  })
})

function toLines(attempts: Outcome['record']['route']['attempts']): string[] {
  return attempts.map(({ role, deployment, error }) => `${role} ${deployment} ${error?.code ?? 'OK'}`)
}

/** By the tokens on record, beside those of the healthy target, which are known. */
function billOf(cell: Cell, { usage }: Outcome['record']): string | null {
  if (usage.source === 'NONE') return null
  return expectationOf(cell).end === 'whole' ? HEALTHY_COST : priceOf(usage.inputTokens, usage.outputTokens)
}
