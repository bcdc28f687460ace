import { isIntrospectionType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createPermissions } from '../../src/graphql/permissions.js'
import { allow } from '../../src/graphql/stock-shield.js'
import { createSubgraph } from '../../src/graphql/subgraph.js'
import {
  ApiKeysDocument,
  CompletionContentDocument,
  CompletionCostDocument,
  CompletionRecordDocument,
  CompletionsDocument,
  IssueApiKeyDocument,
  MeDocument,
  ModelsDocument,
  RevokeApiKeyDocument,
  UsageDocument,
} from '../generated/graphql.js'
import { type Answered, startDoor } from './support/start-door.js'

const ID = 'call_1'
const DENIED = { extensions: { code: 'ACCESS_DENIED' } }

async function startWithRecord() {
  const door = await startDoor()
  door.admin.record(ID, { keyId: 'reader-key' }, 'the answer')
  return door
}

function paths({ errors }: Answered): string[] {
  return errors.map(({ path }) => path.join('.'))
}

describe('a call on record', () => {
  it('is shown to completions:read, without what was said and what it cost others', async () => {
    const { ask, admin } = await startWithRecord()
    admin.record('call_2', { keyId: 'somebody-else' }, 'x')
    const shown = await ask(String(CompletionRecordDocument), { id: ID }, 'reader-key')
    expect(shown.errors).toBeUndefined()
    expect(shown.data.completion).toMatchObject({ id: ID, status: 'COMPLETED', cost: { total: '0.0015' }, tags: ['nightly'] })
    const others = await ask(String(CompletionRecordDocument), { id: 'call_2' }, 'reader-key')
    expect(others.data.completion).toMatchObject({ id: 'call_2', cost: null })
    expect(others.errors).toMatchObject([{ ...DENIED, path: ['completion', 'cost'] }])
  })

  it('keeps messages, text, parts and choices from who lacks completions:read-content', async () => {
    const { ask } = await startWithRecord()
    const answered = await ask(String(CompletionContentDocument), { id: ID }, 'reader-key')
    expect(answered.data.completion).toEqual({ id: ID, text: null, messages: null, parts: null, choices: null })
    expect(paths(answered).sort()).toEqual(['choices', 'messages', 'parts', 'text'].map((field) => `completion.${field}`))
    expect(answered.errors).toMatchObject(Array(4).fill(DENIED))
    expect(answered.text).not.toContain('the answer')
  })

  it('shows what was said to completions:read-content', async () => {
    const { ask } = await startWithRecord()
    const { data, errors } = await ask(String(CompletionContentDocument), { id: ID }, 'auditor-key')
    expect(errors).toBeUndefined()
    expect(data.completion).toMatchObject({
      text: 'the answer',
      messages: [{ text: `prompt of ${ID}` }],
      choices: [{ text: 'the answer' }],
    })
  })

  it('shows its cost to usage:read', async () => {
    const { ask } = await startWithRecord()
    const { data, errors } = await ask(String(CompletionCostDocument), { id: ID }, 'finance-key')
    expect(errors).toBeUndefined()
    expect(data.completion.cost.total).toBe('0.0015')
  })

  it('is kept from a key that may only ask models, also as an entity', async () => {
    const { ask, admin } = await startWithRecord()
    const denied = await ask(String(CompletionRecordDocument), { id: ID })
    expect(denied.data).toEqual({ completion: null })
    expect(denied.errors).toMatchObject([{ ...DENIED, path: ['completion'] }])
    expect(admin.loads).toEqual([])
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Completion { id status text cost { total } } } }'
    const entity = await ask(query, { r: [{ __typename: 'Completion', id: ID }] })
    expect(entity.data).toEqual({ _entities: [null] })
    expect(entity.errors.length).toBeGreaterThan(0)
    for (const error of entity.errors) expect(error).toMatchObject(DENIED)
  })

  it('is kept from who has no key, also as an entity', async () => {
    const { ask } = await startWithRecord()
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Completion { id } ... on Model { id } } }'
    const { data, errors } = await ask(query, { r: [{ __typename: 'Completion', id: ID }] }, '')
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })
})

describe('whoever made the call', () => {
  it('reads its own answer and cost in that operation with no scope but inference', async () => {
    const { ask } = await startDoor()
    const query = `mutation { complete(input: { model: "demo/echo", messages: [{ role: USER, text: "q" }] }) {
      ... on Completion { text messages { text } parts { __typename } choices { text } cost { total } status } } }`
    const { data, errors } = await ask(query)
    expect(errors).toBeUndefined()
    expect(data.complete).toMatchObject({ text: 'Hello, weir!', messages: [{ text: 'q' }], cost: { total: '0.0015' } })
  })
})

describe('keys', () => {
  it('are for keys:manage and admin', async () => {
    const { ask } = await startDoor()
    const denied = await ask(String(ApiKeysDocument), {}, 'finance-key')
    expect(denied.data).toEqual({ apiKeys: null })
    expect(denied.errors).toMatchObject([
      { ...DENIED, path: ['apiKeys'], message: 'This needs a key with the scope keys:manage.' },
    ])
    const expiresAt = '2030-01-01T00:00:00.000Z'
    const input = { name: 'ci', scopes: ['INFERENCE', 'USAGE_READ'], models: ['demo/*'], expiresAt }
    const { data } = await ask(String(IssueApiKeyDocument), { input }, 'admin-key')
    const attributes = { team: null, application: null, role: null, tier: null, tags: [] }
    expect(data.issueApiKey).toEqual({ apiKey: { id: 'key_1', ...input, attributes }, secret: 'weir_abc_secret' })
    const listed = await ask(String(ApiKeysDocument), {}, 'admin-key')
    expect(listed.data.apiKeys).toMatchObject([{ id: 'key_1', prefix: 'weir_abc', revokedAt: null }])
    const revoked = await ask(String(RevokeApiKeyDocument), { input: { id: 'key_1' } }, 'admin-key')
    expect(revoked.data.revokeApiKey.apiKey.revokedAt).toBe('2026-01-03T00:00:00.000Z')
    const missing = await ask(String(RevokeApiKeyDocument), { input: { id: 'nobody' } }, 'admin-key')
    expect(missing.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it('never show a hash or a secret', () => {
    const fields = Object.keys((createSubgraph().getType('ApiKey') as { getFields(): object } & object).getFields())
    expect(fields.filter((name) => /hash|secret/i.test(name))).toEqual([])
  })
})

describe('every operation', () => {
  it.each([
    ['models', String(ModelsDocument), {}],
    ['me', String(MeDocument), {}],
    ['completions', String(CompletionsDocument), {}],
    ['completion', String(CompletionCostDocument), { id: ID }],
    ['usage', String(UsageDocument), { where: { from: '2026-01-01T00:00:00Z' } }],
    ['apiKeys', String(ApiKeysDocument), {}],
    ['issueApiKey', String(IssueApiKeyDocument), { input: { name: 'x', scopes: [] } }],
    ['complete', 'mutation { complete(input: { model: "m", messages: [] }) { __typename } }', {}],
    ['embed', 'mutation { embed(input: { model: "m", input: [] }) { id } }', {}],
  ])('%s refuses who has no key', async (field, query, variables) => {
    const { ask, pipeline } = await startDoor()
    const { errors, status } = await ask(query, variables, '')
    expect(status).toBe(200)
    expect(errors).toMatchObject([{ path: [field], extensions: { code: 'UNAUTHENTICATED' } }])
    expect(pipeline.asked).toEqual([])
  })

  it('looks at its credentials once', async () => {
    const { ask, pipeline } = await startDoor()
    await ask('{ me { name } models { nodes { id name } } model(id: "demo/echo") { id } }')
    expect(pipeline.authentications).toBe(1)
  })
})

describe('the permission map', () => {
  const schema = createSubgraph()
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !isIntrospectionType(type))

  it('names every type, so that none is refused by oversight', () => {
    const named = Object.keys(createPermissions({ federationSdl: true }))
    expect(types.map(({ name }) => name).sort()).toEqual(named.sort())
  })

  it('guards every field of Query, Mutation and Subscription', () => {
    const map = createPermissions({ federationSdl: false }) as Record<string, Record<string, unknown>>
    for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
      const rules = map[root!.name]!
      expect(Object.keys(rules).sort()).toEqual(Object.keys(root!.getFields()).sort())
      expect(Object.values(rules)).not.toContain(allow)
    }
  })

  it('lets nothing but the id of a completion be read freely', () => {
    const { Completion } = createPermissions({ federationSdl: true }) as Record<string, Record<string, unknown>>
    expect(Object.entries(Completion!).filter(([, rule]) => rule === allow)).toEqual([['id', allow]])
  })
})
