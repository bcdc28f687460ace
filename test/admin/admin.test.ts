import { beforeEach, describe, expect, it, vi } from 'vitest'
import { compileCondition } from '../../plugins/conditions/index.js'
import type { AdminOptions } from '../../src/admin/admin-options.js'
import { createAdmin } from '../../src/admin/create-admin.js'
import { ensureAdminKey } from '../../src/admin/ensure-admin-key.js'
import type { ApiKey } from '../../src/domain/api-key.js'
import { createCallId } from '../../src/domain/call-id.js'
import type { CallRecord } from '../../src/domain/call-record.js'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { buildCatalog, buildSnapshot } from '../../src/routing/build-snapshot.js'
import { compileRoute } from '../../src/routing/compile-route.js'
import { apiKeyWith, PRICE, principalWith } from '../support/pipeline-builder.js'
import { openControlPlane } from './control-plane/open-control-plane.js'

const NOW = 1_796_000_000_000
const admin = principalWith({ scopes: ['admin'] })
const input = { name: ' app ', scopes: ['inference' as const], models: null, expiresAt: null }

let keys: ApiKey[]
let options: AdminOptions
let published: unknown[]

beforeEach(() => {
  keys = []
  published = []
  options = {
    apiKeys: {
      async *loadActive() {
        yield keys
      },
      changedSince: async () => keys,
      list: async () => keys,
      insert: async (_, key) => void keys.push(key),
      revoke: async (_, id, at) => {
        const index = keys.findIndex((key) => key.id === id)
        if (index < 0) return null
        keys[index] = { ...(keys[index] as ApiKey), revokedAt: at }
        return keys[index] ?? null
      },
    },
    calls: { findMany: async (_, ids) => ids.map(() => null), list: async () => ({ items: [], hasNextPage: false }) },
    callBodies: { findMany: async (_, ids) => ids.map(() => null) },
    usage: { report: async () => [] },
    relay: { publish: (topic, payload) => void published.push([topic, payload]), subscribe: () => () => undefined },
    snapshot: () =>
      buildSnapshot(
        buildCatalog({
          providers: ['zeta', 'acme'].map((name) => ({
            name,
            kind: name,
            timeouts: {},
            models: ['large', 'small'],
            listed: [],
            passThrough: false,
            keys: [],
            incarnation: '1',
            priceOf: (model) => (model === 'large' ? PRICE : null),
          })),
        }),
        {
          version: 'v',
          routes: [
            compileRoute(
              { name: 'fast', targets: [{ model: 'acme/small' }] },
              { managedBy: 'FILE', version: 0 },
              compileCondition,
            ),
          ],
        },
      ),
    control: openControlPlane().control,
    routeHealth: { routeHealth: () => ({ route: null, targets: [] }), subscribeHealth: () => () => undefined },
    requestDrain: async () => true,
    hashSecret: (secret) => `hash of ${secret}`,
    createSecret: () => 'weir_secret_of_forty_three_characters_and_more',
    createId: () => 'key_new',
    now: () => NOW,
  }
})

describe('an issued key', () => {
  it('keeps only the hash of its secret, tells every process, and shows no hash', async () => {
    const { apiKey, secret } = await createAdmin(options).issueApiKey(admin, input)
    expect(keys[0]).toMatchObject({ name: 'app', secretHash: `hash of ${secret}`, prefix: 'weir_secre', createdBy: 'key_1' })
    expect(JSON.stringify(keys[0])).not.toContain(`"${secret}"`)
    expect(apiKey).not.toHaveProperty('secretHash')
    expect(published).toMatchObject([['api-key-changed', { type: 'issued', key: { id: 'key_new' } }]])
  })

  it.each([
    ['an empty name', { name: '  ' }, 'name'],
    ['a name too long', { name: 'x'.repeat(101) }, 'name'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['an empty list of models', { models: [] }, 'models'],
    ['an empty model', { models: [''] }, 'models'],
    ['an end in the past', { expiresAt: new Date(NOW) }, 'expiresAt'],
    ['an empty team', { attributes: { team: ' ' } }, 'attributes.team'],
    ['a role too long', { attributes: { role: 'r'.repeat(65) } }, 'attributes.role'],
    ['a tag on two lines', { attributes: { tags: ['a', 'b\nc'] } }, 'attributes.tags[1]'],
    ['too many tags', { attributes: { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) } }, 'attributes.tags'],
    ['an end that is no date', { expiresAt: new Date(Number.NaN) }, 'expiresAt'],
  ])('is refused with %s', async (_, change, path) => {
    await expect(createAdmin(options).issueApiKey(admin, { ...input, ...change })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path,
    })
    expect(keys).toEqual([])
  })

  it('says who uses it, each tag once, and nothing when nothing is said', async () => {
    const attributes = { team: ' core ', tier: 'free', tags: ['a', 'b', 'a'] }
    const { apiKey } = await createAdmin(options).issueApiKey(admin, { ...input, attributes })
    expect(apiKey.attributes).toEqual({ team: 'core', tier: 'free', tags: ['a', 'b'] })
    expect(keys[0]?.attributes).toEqual(apiKey.attributes)
    const { apiKey: plain } = await createAdmin(options).issueApiKey(admin, { ...input, attributes: { tags: [] } })
    expect(plain).not.toHaveProperty('attributes')
  })

  it('cannot be admin unless its issuer is', async () => {
    const manager = principalWith({ scopes: ['keys:manage'] })
    await expect(createAdmin(options).issueApiKey(manager, { ...input, scopes: ['admin'] })).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
    })
  })
})

describe('revoking', () => {
  it('tells every process', async () => {
    keys.push(apiKeyWith())
    const revoked = await createAdmin(options).revokeApiKey(admin, 'key_1')
    expect(revoked).toMatchObject({ id: 'key_1', revokedAt: new Date(NOW) })
    expect(published).toMatchObject([['api-key-changed', { type: 'revoked', id: 'key_1' }]])
  })

  it('of an unknown key is NOT_FOUND', async () => {
    await expect(createAdmin(options).revokeApiKey(admin, 'key_x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('the admin key', () => {
  it('is made and told when there is no key at all, and never again', async () => {
    expect(await ensureAdminKey(options, undefined)).toBe('weir_secret_of_forty_three_characters_and_more')
    expect(keys).toMatchObject([{ id: 'key_admin', scopes: ['admin'] }])
    expect(await ensureAdminKey(options, undefined)).toBeNull()
  })

  it('of the environment replaces the one before, and is never told', async () => {
    await ensureAdminKey(options, 'first key of thirty-two characters')
    expect(await ensureAdminKey(options, 'second key of thirty-two characters')).toBeNull()
    expect(keys.map((key) => [key.secretHash, key.revokedAt !== null])).toEqual([
      ['hash of first key of thirty-two characters', true],
      ['hash of second key of thirty-two characters', false],
    ])
    await ensureAdminKey(options, 'second key of thirty-two characters')
    expect(keys).toHaveLength(2)
  })
})

describe('the admin key, when it cannot be', () => {
  it('is refused as configuration once it was revoked, instead of leaving nobody in charge', async () => {
    await ensureAdminKey(options, 'first key of thirty-two characters')
    await ensureAdminKey(options, 'second key of thirty-two characters')
    await expect(ensureAdminKey(options, 'first key of thirty-two characters')).rejects.toMatchObject({ code: 'CONFIGURATION' })
    expect(keys.filter((key) => key.revokedAt === null)).toHaveLength(1)
  })

  it('is left to the node that was first', async () => {
    const insert = async () => Promise.reject(new GatewayError('CONFLICT', 'There is already a key with this id.'))
    expect(await ensureAdminKey({ ...options, apiKeys: { ...options.apiKeys, insert } }, undefined)).toBeNull()
    expect(published).toEqual([])
  })
})

describe('looking up a call', () => {
  const id = createCallId({ timeMs: NOW - 1_000, writer: 'abcde01', sequence: 0, chance: 0 })
  const old = createCallId({ timeMs: NOW - 3_600_000, writer: 'abcde02', sequence: 0, chance: 0 })
  const record = { id } as CallRecord

  it('makes the writer that its id names drain, and looks once more', async () => {
    const drained = vi.fn(async () => true)
    const findMany = vi.fn(async (_: string, ids: readonly string[]) =>
      ids.map((asked) => (drained.mock.calls.length > 0 && asked === id ? record : null)),
    )
    const found = await createAdmin({ ...options, requestDrain: drained, calls: { ...options.calls, findMany } }).findCalls(
      admin,
      [old, id, 'junk'],
    )
    expect(found).toEqual([null, record, null])
    expect(drained.mock.calls).toEqual([['abcde01']])
  })

  it('asks nobody to drain when all are there', async () => {
    const drained = vi.fn(async () => true)
    const calls = { ...options.calls, findMany: async () => [record] }
    await createAdmin({ ...options, requestDrain: drained, calls }).findCalls(admin, [id])
    expect(drained).not.toHaveBeenCalled()
  })
})

describe('the models', () => {
  const ids = (page: { items: readonly { id: string }[] }) => page.items.map((model) => model.id)

  it('are ordered and paged by id', () => {
    const { listModels } = createAdmin(options)
    const first = listModels(admin, {}, { first: 3 })
    expect(ids(first)).toEqual(['acme/large', 'acme/small', 'zeta/large'])
    expect(first.hasNextPage).toBe(true)
    const rest = listModels(admin, {}, { first: 3, after: 'zeta/large' })
    expect([ids(rest), rest.hasNextPage]).toEqual([['zeta/small'], false])
  })

  it('are filtered, and only those that the key may use', () => {
    const { listModels, findModels, listRoutes } = createAdmin(options)
    expect(ids(listModels(admin, { provider: 'acme', search: 'LAR', priced: true }, { first: 9 }))).toEqual(['acme/large'])
    const limited = principalWith({ models: ['zeta/*'] })
    expect(ids(listModels(limited, {}, { first: 9 }))).toEqual(['zeta/large', 'zeta/small'])
    expect(findModels(limited, ['acme/large', 'zeta/large']).map((model) => model?.id)).toEqual([undefined, 'zeta/large'])
    expect([listRoutes(admin).length, listRoutes(limited).length]).toEqual([1, 0])
  })
})
