import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { type RunningWeir, startWeir } from '../support/start-weir.js'
import { askDoor } from './ask-door.js'
import { DOORS } from './doors.js'
import { priceOf } from './price-of.js'
import { readRecord } from './run-cells.js'

let provider: ProviderServer
let weir: RunningWeir

beforeAll(async () => {
  provider = await startProviderServer()
  weir = await startWeir({
    config: {
      server: { workers: 1 },
      providers: [{ name: 'thinker', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-1' }],
      prices: { 'thinker/hidden': { input: '1', output: '2' } },
      routes: [{ name: 'thinking', targets: ['thinker/hidden'] }],
    },
  })
})
afterAll(async () => {
  await weir?.stop()
  await provider?.close()
})

/** Its tokens went into hidden reasoning until they were used up: no fault, and not free. */
describe.each(DOORS.map((door) => [door.name, door] as const))('%s', (_name, door) => {
  it.each(door.modes)('%s: an answer that was all hidden reasoning is booked as the provider counts it', async (mode) => {
    const { status, callId } = await askDoor(door, weir.url, weir.adminKey, 'thinking', mode)
    expect(status).toBe(200)
    const { usage, cost, ...record } = await readRecord(weir, callId)
    expect(record).toMatchObject({ status: 'COMPLETED', route: { attempts: [{ status: 'SUCCEEDED' }] } })
    expect([usage.source, cost?.total]).toEqual(['PROVIDER', priceOf(11, 30)])
  })
})
