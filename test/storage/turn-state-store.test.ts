import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContentPart } from '../../src/domain/content.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

const NOW = new Date('2999-03-01T10:00:00Z')
let opened: OpenedStorage
beforeAll(async () => {
  opened = await openStorage(() => NOW)
})
afterAll(() => opened.close())

function turnWith(signature: string, text = ''): ContentPart[] {
  return [
    { type: 'reasoning', text, providerState: { provider: 'gemini', value: { thoughtSignature: signature } } },
    { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' },
  ]
}

describe('the state of a turn', () => {
  it('is found by each of its tool calls, and what is not there is left out', async () => {
    const { turnStates } = opened.storage
    const turn = turnWith('one')
    await turnStates.insert('org_a', [
      { toolCallId: 'a', parts: turn },
      { toolCallId: 'b', parts: turn },
    ])
    const found = await turnStates.findMany('org_a', ['b', 'none', 'a'])
    expect(found.toSorted((x, y) => x.toolCallId.localeCompare(y.toolCallId))).toEqual([
      { toolCallId: 'a', parts: turn },
      { toolCallId: 'b', parts: turn },
    ])
  })

  it('is the latest of a tool-call id that came again', async () => {
    const { turnStates } = opened.storage
    await turnStates.insert('org_a', [{ toolCallId: 'call_0', parts: turnWith('old') }])
    await turnStates.insert('org_a', [{ toolCallId: 'call_0', parts: turnWith('new') }])
    expect(await turnStates.findMany('org_a', ['call_0'])).toEqual([{ toolCallId: 'call_0', parts: turnWith('new') }])
  })

  it('is of one organisation, whatever the ids are made of', async () => {
    const { turnStates } = opened.storage
    await turnStates.insert('org_a', [{ toolCallId: 'mine', parts: turnWith('secret') }])
    expect(await turnStates.findMany('org_b', ['mine'])).toEqual([])
    expect(await turnStates.findMany('org', ['_a\nmine', 'a\nmine'])).toEqual([])
  })

  it('is not kept when it is too large, and hinders no other', async () => {
    const { turnStates } = opened.storage
    await turnStates.insert('org_a', [
      { toolCallId: 'large', parts: turnWith('x', 'A'.repeat(1024 * 1024)) },
      { toolCallId: 'L'.repeat(513), parts: turnWith('x') },
      { toolCallId: 'small', parts: turnWith('x') },
    ])
    const found = await turnStates.findMany('org_a', ['large', 'small', 'L'.repeat(513)])
    expect(found.map(({ toolCallId }) => toolCallId)).toEqual(['small'])
  })

  it('goes a day after it came, responses after their retention', async () => {
    const { turnStates, responses } = opened.storage
    await turnStates.insert('org_a', [{ toolCallId: 'dated', parts: [] }])
    await responses.insert({
      id: 'call_dated',
      organizationId: 'org_a',
      keyId: 'key_1',
      createdAt: NOW,
      ancestors: [],
      input: [],
      output: [],
      wire: {},
    })
    const client = await mongoose.mongo.MongoClient.connect(opened.uri)
    const expiries = async (collection: string, filter: object) =>
      (await client.db('weir').collection(collection).find(filter).toArray()).map(({ expiresAt }) => expiresAt)
    const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)
    try {
      expect(await expiries('turn_states', { toolCallId: 'dated' })).toEqual([days(1)])
      expect(await expiries('responses', { keyId: 'key_1' })).toEqual([days(30_000)])
    } finally {
      await client.close()
    }
  })
})
