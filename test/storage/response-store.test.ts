import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredResponse } from '../../src/domain/stores.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

let opened: OpenedStorage
beforeAll(async () => {
  opened = await openStorage()
})
afterAll(() => opened.close())

function aResponse(id: string, changes: Partial<StoredResponse> = {}): StoredResponse {
  return {
    id,
    organizationId: 'org_a',
    keyId: 'key_1',
    createdAt: new Date('2026-03-01T10:00:00Z'),
    ancestors: ['call_0'],
    input: [{ role: 'user', parts: [{ type: 'text', text: 'Where is the weir?' }] }],
    output: [
      { type: 'reasoning', text: '', providerState: { provider: 'anthropic', value: { signature: 'c2ln' } } },
      { type: 'text', text: 'In the river, naïvely 🙂.' },
    ],
    wire: { response: { id: `resp_${id}`, status: 'completed' }, input: [] },
    ...changes,
  }
}

describe('responses', () => {
  it('come back as they were stored, in the order asked, null where there is none', async () => {
    const [one, two] = [aResponse('call_1'), aResponse('call_2', { ancestors: ['call_0', 'call_1'] })]
    await opened.storage.responses.insert(one)
    await opened.storage.responses.insert(two)
    expect(await opened.storage.responses.findMany('org_a', ['call_2', 'call_x', 'call_1'])).toEqual([two, null, one])
  })

  it('are deleted once', async () => {
    await opened.storage.responses.insert(aResponse('call_3'))
    expect(await opened.storage.responses.delete('org_a', 'call_3')).toBe(true)
    expect(await opened.storage.responses.delete('org_a', 'call_3')).toBe(false)
    expect(await opened.storage.responses.findMany('org_a', ['call_3'])).toEqual([null])
  })

  it('are neither found nor deleted by another organisation', async () => {
    const stored = aResponse('call_4')
    await opened.storage.responses.insert(stored)
    expect(await opened.storage.responses.findMany('org_b', ['call_4'])).toEqual([null])
    expect(await opened.storage.responses.delete('org_b', 'call_4')).toBe(false)
    expect(await opened.storage.responses.findMany('org_a', ['call_4'])).toEqual([stored])
  })

  it('that are too large for a document are refused with what to do', async () => {
    const data = 'A'.repeat(16 * 1024 * 1024)
    const large = aResponse('call_5', { input: [{ role: 'user', parts: [{ type: 'text', text: data }] }] })
    await expect(opened.storage.responses.insert(large)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
  })
})
