import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiKey } from '../../src/domain/api-key.js'
import type { CallRecord } from '../../src/domain/call-record.js'
import { aBody, aRecord } from '../journal/builders.js'
import { drained } from './drained.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

let opened: OpenedStorage
const minute = (n: number) => new Date(Date.UTC(2026, 2, 1, 10, n))

const calls: readonly CallRecord[] = [
  aRecord({ startedAt: minute(0), keyId: 'key_1', tags: ['x'] }),
  aRecord({ startedAt: minute(1), keyId: 'key_2', model: null, provider: null, status: 'REFUSED', cost: null, unpriced: true }),
  aRecord({ startedAt: minute(2), keyId: 'key_1', model: 'groq/llama', provider: 'groq' }),
  aRecord({
    startedAt: minute(3),
    keyId: 'key_1',
    tags: ['x', 'y'],
    status: 'FAILED',
    error: { code: 'PROVIDER_ERROR', message: 'no' },
  }),
]
const foreign = aRecord({ organizationId: 'org_b', startedAt: minute(2) })

beforeAll(async () => {
  opened = await openStorage()
  await opened.storage.sink.apply('w1', drained(calls, 1, aBody()))
  await opened.storage.sink.apply('w2', drained([foreign], 1, aBody('secret')))
})

afterAll(() => opened.close())

const newestFirst = [...calls].reverse()

describe('calls', () => {
  it('are found by id in the order asked, null where there is none', async () => {
    const ids = [calls[2]!.id, 'call_none', calls[0]!.id]
    expect(await opened.storage.calls.findMany('org_a', ids)).toEqual([calls[2], null, calls[0]])
  })

  it('are listed newest first, in pages', async () => {
    const first = await opened.storage.calls.list('org_a', {}, { first: 3 })
    expect(first).toEqual({ items: newestFirst.slice(0, 3), hasNextPage: true })
    const second = await opened.storage.calls.list('org_a', {}, { first: 3, after: first.items.at(-1)!.id })
    expect(second).toEqual({ items: newestFirst.slice(3), hasNextPage: false })
  })

  it.each([
    ['key', { keyId: 'key_2' }, [1]],
    ['model', { model: 'groq/llama' }, [2]],
    ['provider', { provider: 'openai' }, [3, 0]],
    ['status', { status: 'FAILED' as const }, [3]],
    ['tag', { tag: 'x' }, [3, 0]],
    ['time', { from: minute(1), to: minute(3) }, [2, 1]],
    ['several at once', { from: minute(1), tag: 'x', keyId: 'key_1' }, [3]],
  ])('are filtered by %s', async (_name, filter, expected) => {
    const { items } = await opened.storage.calls.list('org_a', filter, { first: 10 })
    expect(items).toEqual(expected.map((at) => calls[at]))
  })

  it('of a page of no size are refused', async () => {
    await expect(opened.storage.calls.list('org_a', {}, { first: 0 })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path: 'first',
    })
  })

  it('take a filter for a value, never for an operator', async () => {
    const injected = { keyId: { $ne: 'nobody' } } as never
    await expect(opened.storage.calls.list('org_a', injected, { first: 10 })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })
})

describe('another organisation', () => {
  it('finds neither call nor body by their ids, nor by a cursor', async () => {
    expect(await opened.storage.calls.findMany('org_b', [calls[0]!.id])).toEqual([null])
    expect(await opened.storage.callBodies.findMany('org_b', [calls[0]!.id])).toEqual([null])
    expect(await opened.storage.callBodies.findMany('org_b', [foreign.id])).toEqual([aBody('secret')])
    const { items } = await opened.storage.calls.list('org_b', {}, { first: 10 })
    expect(items.map(({ id }) => id)).toEqual([foreign.id])
    expect((await opened.storage.calls.list('org_b', {}, { first: 10, after: calls[3]!.id })).items).toEqual([foreign])
  })

  it('has a usage of its own', async () => {
    const range = { from: minute(0), to: minute(10) }
    const [ours] = await opened.storage.usage.report('org_a', range)
    const [theirs] = await opened.storage.usage.report('org_b', range)
    expect([ours?.requests, theirs?.requests]).toEqual([4n, 1n])
    expect(await opened.storage.usage.report('org_c', range)).toEqual([])
  })
})

describe('API keys', () => {
  const aKey = (id: string, overrides: Partial<ApiKey> = {}): ApiKey => ({
    id,
    organizationId: 'org_a',
    name: id,
    prefix: 'wr_abc',
    secretHash: `hash-${id}`,
    scopes: ['inference'],
    models: null,
    createdAt: minute(0),
    createdBy: null,
    expiresAt: null,
    revokedAt: null,
    ...overrides,
  })

  async function loadActive(): Promise<readonly ApiKey[]> {
    const keys: ApiKey[] = []
    for await (const batch of opened.storage.apiKeys.loadActive()) keys.push(...batch)
    return keys
  }

  it('are kept, listed by organisation, revoked once, and told to other nodes', async () => {
    const { apiKeys } = opened.storage
    const [one, two] = [
      aKey('k1', { models: ['openai/*'], expiresAt: new Date('2999-01-01') }),
      aKey('k2', { organizationId: 'org_b' }),
    ]
    await apiKeys.insert('org_a', one)
    await apiKeys.insert('org_b', two)
    await apiKeys.insert('org_a', aKey('k3', { expiresAt: minute(1) }))
    expect(await apiKeys.list('org_b')).toEqual([two])
    expect(await loadActive()).toEqual([one, two])
    expect(await apiKeys.revoke('org_b', 'k1', minute(5))).toBeNull()
    expect(await apiKeys.revoke('org_a', 'k1', minute(5))).toEqual({ ...one, revokedAt: minute(5) })
    expect(await apiKeys.revoke('org_a', 'k1', minute(9))).toEqual({ ...one, revokedAt: minute(5) })
    expect(await loadActive()).toEqual([two])
    expect(await apiKeys.changedSince(minute(4))).toEqual([{ ...one, revokedAt: minute(5) }])
  })

  it('with a secret that exists are refused', async () => {
    await opened.storage.apiKeys.insert('org_a', aKey('k8'))
    const twin = aKey('k9', { secretHash: 'hash-k8' })
    await expect(opened.storage.apiKeys.insert('org_a', twin)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
