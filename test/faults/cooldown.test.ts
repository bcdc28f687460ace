import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { type RunningWeir, startWeir } from '../support/start-weir.js'
import { askDoor } from './ask-door.js'
import { DOORS } from './doors.js'
import { readHealth } from './read-health.js'
import { readRecord } from './run-cells.js'

/** More in a row than open a circuit. */
const MANY = 20

let provider: ProviderServer
let weir: RunningWeir

beforeAll(async () => {
  provider = await startProviderServer()
  weir = await startWeir({
    config: {
      server: { workers: 1 },
      providers: DOORS.map((_, index) => ({
        name: `p${index}`,
        kind: 'openai-compatible',
        baseUrl: provider.url,
        apiKey: `sk-${index}`,
      })),
      routes: DOORS.flatMap((_, index) =>
        ['buffered', 'streamed'].map((mode) => ({ name: `r${index}-${mode}`, targets: [`p${index}/m-${index}-${mode}`] })),
      ),
    },
  })
})
afterAll(async () => {
  await weir?.stop()
  await provider?.close()
})

describe.each(DOORS.map((door, index) => [door.name, door, index] as const))('%s', (_name, door, index) => {
  it.each(door.modes)('%s: what a request is refused for cools nothing down', async (mode) => {
    provider.setScenario(`m-${index}-${mode}`, 'fault-400', MANY)
    const ask = () => askDoor(door, weir.url, weir.adminKey, `r${index}-${mode}`, mode)
    for (let call = 0; call < MANY; call++) expect((await ask()).end).toBe('refused')
    expect(await readHealth(weir, `r${index}-${mode}`)).toMatchObject([{ circuit: 'CLOSED', coolingForMs: null }])
    const seen = await ask()
    expect(seen.end, seen.raw).toBe('whole')
    expect((await readRecord(weir, seen.callId)).route.attempts).toMatchObject([{ status: 'SUCCEEDED' }])
  })
})
