import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EMPTY_CONTENT, type StoredConfig } from '../../src/domain/control-plane.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

let opened: OpenedStorage
beforeAll(async () => {
  opened = await openStorage()
})
afterAll(() => opened.close())

const at = new Date('2026-11-23T10:00:00Z')

function aConfig(organizationId: string, version: number): StoredConfig {
  const spec = { id: 'acme/large-4.1', aliases: ['$big'], quality: 0.5 }
  const entry = { spec, version, createdAt: at, updatedAt: at, updatedBy: 'key_1' }
  return {
    organizationId,
    version,
    createdAt: at,
    createdBy: 'key_1',
    summary: `version ${version}`,
    content: { ...EMPTY_CONTENT, MODEL: { [spec.id]: entry } },
  }
}

async function append(organizationId: string, versions: readonly number[]): Promise<void> {
  for (const version of versions) await opened.storage.configs.append(aConfig(organizationId, version))
}

describe('versions of a configuration', () => {
  it('are none at first', async () => {
    const { configs } = opened.storage
    expect([
      await configs.latest('org_none'),
      await configs.latestVersion('org_none'),
      await configs.find('org_none', 1),
    ]).toEqual([null, 0, null])
  })

  it('come back as they were stored, names with dots and dates included, the last one by itself', async () => {
    await append('org_a', [1, 2, 10])
    const { configs } = opened.storage
    expect(await configs.latest('org_a')).toEqual(aConfig('org_a', 10))
    expect(await configs.latestVersion('org_a')).toBe(10)
    expect(await configs.find('org_a', 2)).toEqual(aConfig('org_a', 2))
  })

  it('are refused where there is one already, and are each organisation’s own', async () => {
    await append('org_b', [1])
    await expect(opened.storage.configs.append(aConfig('org_b', 1))).rejects.toMatchObject({ code: 'CONFLICT' })
    await append('org_c', [1])
    expect(await opened.storage.configs.latestVersion('org_c')).toBe(1)
  })

  it('are won by one of many who append at the same time', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () => opened.storage.configs.append(aConfig('org_race', 1))),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('are listed newest first, in pages, without their content', async () => {
    await append('org_d', [1, 2, 3, 4])
    const first = await opened.storage.configs.list('org_d', { first: 3 })
    expect(first.items.map(({ version }) => version)).toEqual([4, 3, 2])
    expect(first.items[0]).toEqual({
      organizationId: 'org_d',
      version: 4,
      createdAt: at,
      createdBy: 'key_1',
      summary: 'version 4',
    })
    const rest = await opened.storage.configs.list('org_d', { first: 3, before: 2 })
    expect([first.hasNextPage, rest.items.map(({ version }) => version), rest.hasNextPage]).toEqual([true, [1], false])
    await expect(opened.storage.configs.list('org_d', { first: 0 })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  it('are pruned to the newest', async () => {
    await append('org_e', [1, 2, 3, 4, 5])
    await append('org_f', [1, 2, 3])
    await opened.storage.configs.prune('org_e', 2)
    const { items } = await opened.storage.configs.list('org_e', { first: 10 })
    expect(items.map(({ version }) => version)).toEqual([5, 4])
    expect((await opened.storage.configs.list('org_f', { first: 10 })).items).toHaveLength(3)
  })
})

describe('credentials', () => {
  const aCredential = (id: string, organizationId = 'org_a') => ({
    id,
    organizationId,
    dataKeyId: 'dk_1',
    sealed: `sealed ${id}`,
    lastFour: 'abcd',
    createdAt: at,
  })

  it('are found and deleted by their organisation alone, and sealed anew by the first to do so, without change of the rest', async () => {
    const { credentials } = opened.storage
    await credentials.insert(aCredential('cred_1'))
    await credentials.insert(aCredential('cred_2'))
    await credentials.insert(aCredential('cred_3', 'org_b'))
    expect(await credentials.findMany('org_a', ['cred_1', 'cred_3', 'none'])).toEqual([aCredential('cred_1')])
    await credentials.replace({ ...aCredential('cred_1'), sealed: 'anew', dataKeyId: 'dk_2' }, 'dk_1')
    await credentials.replace({ ...aCredential('cred_1'), sealed: 'late', dataKeyId: 'dk_3' }, 'dk_1')
    await credentials.deleteMany('org_a', ['cred_2', 'cred_3'])
    expect(await credentials.all('org_a')).toEqual([{ ...aCredential('cred_1'), sealed: 'anew', dataKeyId: 'dk_2' }])
    expect(await credentials.all('org_b')).toEqual([aCredential('cred_3', 'org_b')])
  })

  it('are not brought back by sealing what was deleted', async () => {
    await opened.storage.credentials.replace(aCredential('cred_gone', 'org_x'), 'dk_1')
    expect(await opened.storage.credentials.all('org_x')).toEqual([])
  })

  it('cannot be inserted twice', async () => {
    await opened.storage.credentials.insert(aCredential('cred_twice'))
    await expect(opened.storage.credentials.insert(aCredential('cred_twice'))).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('have data keys, put once or anew', async () => {
    const { credentials } = opened.storage
    const key = { id: 'dk_1', organizationId: 'org_a', wrapped: 'w1', createdAt: at }
    await credentials.putDataKey(key)
    await credentials.putDataKey({ ...key, wrapped: 'w2' })
    await credentials.putDataKey({ ...key, id: 'dk_2', organizationId: 'org_b' })
    expect(await credentials.dataKeys('org_a')).toEqual([{ ...key, wrapped: 'w2' }])
    await credentials.deleteDataKeys('org_a', ['dk_1', 'dk_2'])
    expect([await credentials.dataKeys('org_a'), (await credentials.dataKeys('org_b')).length]).toEqual([[], 1])
  })
})

it('the attributes of an API key come back, and are absent where it has none', async () => {
  const { apiKeys } = opened.storage
  const key = {
    id: 'key_attr',
    organizationId: 'org_a',
    name: 'n',
    prefix: 'weir_',
    secretHash: 'h1',
    scopes: ['inference' as const],
    models: null,
  }
  const dates = { createdAt: at, createdBy: null, expiresAt: null, revokedAt: null }
  const attributes = { team: 'core', tier: 'free', tags: ['a', 'b'] }
  await apiKeys.insert('org_a', { ...key, ...dates, attributes })
  await apiKeys.insert('org_a', { ...key, ...dates, id: 'key_plain', secretHash: 'h2' })
  const [first, second] = await apiKeys.list('org_a')
  expect([first, second && 'attributes' in second]).toEqual([{ ...key, ...dates, attributes }, false])
})
