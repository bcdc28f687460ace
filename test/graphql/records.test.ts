import { describe, expect, it } from 'vitest'
import { createUsage } from '../../src/domain/usage.js'
import {
  CompletionRecordDocument,
  CompletionsDocument,
  MeDocument,
  ModelDocument,
  ModelsDocument,
  UsageDocument,
  UsageLiveDocument,
} from '../generated/graphql.js'
import { recordOf } from './support/answers.js'
import { startDoor, until } from './support/start-door.js'

describe('completions', () => {
  it('are paged by opaque cursors, newest first', async () => {
    const { ask, admin } = await startDoor()
    for (const id of ['call_1', 'call_2', 'call_3']) admin.record(id)
    const first = await ask(String(CompletionsDocument), { first: 2 }, 'reader-key')
    expect(first.data.completions.nodes).toEqual([{ id: 'call_3' }, { id: 'call_2' }])
    expect(first.data.completions.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    const after = first.data.completions.pageInfo.endCursor
    expect(after).not.toContain('call')
    const second = await ask(String(CompletionsDocument), { first: 2, after }, 'reader-key')
    expect(second.data.completions.edges).toMatchObject([{ node: { id: 'call_1', status: 'COMPLETED' } }])
    expect(second.data.completions.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
  })

  it('are filtered in the words of the domain', async () => {
    const { ask, admin } = await startDoor()
    const filter = { from: '2026-01-01T00:00:00Z', key: 'key_1', model: 'a/b', status: 'FAILED', tag: null }
    await ask(String(CompletionsDocument), { filter }, 'reader-key')
    expect(admin.filters).toEqual([{ from: new Date('2026-01-01T00:00:00Z'), keyId: 'key_1', model: 'a/b', status: 'FAILED' }])
  })

  it.each([
    [{ first: 0 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ after: 'not a cursor' }, 'after'],
    [{ after: '' }, 'after'],
  ])('refuse the page %j', async (page, path) => {
    const { ask } = await startDoor()
    const { errors } = await ask(String(CompletionsDocument), page, 'reader-key')
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path } }])
  })

  it('that failed say why', async () => {
    const { ask, admin } = await startDoor()
    admin.record('call_1', { status: 'FAILED', model: null, error: { code: 'PROVIDER_TIMEOUT', message: 'Too slow.' } })
    const { data } = await ask(String(CompletionRecordDocument), { id: 'call_1' }, 'reader-key')
    expect(data.completion).toMatchObject({
      status: 'FAILED',
      model: null,
      failure: { code: 'PROVIDER_TIMEOUT', message: 'Too slow.' },
    })
  })

  it('that do not exist are null', async () => {
    const { ask } = await startDoor()
    const { data, errors } = await ask(String(CompletionRecordDocument), { id: 'call_0' }, 'reader-key')
    expect(errors).toBeUndefined()
    expect(data.completion).toBeNull()
  })
})

describe('entities', () => {
  const QUERY =
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Completion { id status } ... on Model { id provider } } }'

  it('of many representations are loaded at once, each once, in the order asked', async () => {
    const { ask, admin } = await startDoor()
    const ids = Array.from({ length: 50 }, (_, index) => `call_${index}`)
    for (const id of ids) admin.record(id)
    const asked = [...ids, 'call_7', 'call_missing']
    const representations = asked.map((id) => ({ __typename: 'Completion', id }))
    const { data, errors } = await ask(QUERY, { r: [...representations, { __typename: 'Model', id: 'demo/echo' }] }, 'reader-key')
    expect(errors).toBeUndefined()
    expect(data._entities.map((entity: { id: string } | null) => entity?.id ?? null)).toEqual([
      ...ids,
      'call_7',
      null,
      'demo/echo',
    ])
    expect(admin.loads).toEqual([[...ids, 'call_missing']])
  })

  it('that were loaded are remembered across operations; what was missing is asked for again', async () => {
    const { ask, admin } = await startDoor()
    admin.record('call_1')
    const r = [
      { __typename: 'Completion', id: 'call_1' },
      { __typename: 'Completion', id: 'call_2' },
    ]
    await ask(QUERY, { r }, 'reader-key')
    admin.record('call_2')
    const { data } = await ask(QUERY, { r }, 'reader-key')
    expect(data._entities).toMatchObject([{ id: 'call_1' }, { id: 'call_2' }])
    expect(admin.loads).toEqual([['call_1', 'call_2'], ['call_2']])
  })
})

describe('models', () => {
  it('are listed with prices as exact decimals', async () => {
    const { ask } = await startDoor()
    const { data } = await ask(String(ModelsDocument), { filter: { provider: 'demo' }, first: 1 })
    expect(data.models.nodes).toMatchObject([
      { id: 'demo/echo', price: { input: { text: '0.0375', cacheRead: null }, output: { text: '0.15' } } },
    ])
    const next = await ask(String(ModelsDocument), { filter: { provider: 'demo' }, after: data.models.pageInfo.endCursor })
    expect(next.data.models.nodes).toMatchObject([{ id: 'demo/tools' }])
  })

  it('are those that are known, available or not, by what they can do', async () => {
    const { ask, admin } = await startDoor()
    const filter = {
      available: false,
      capabilities: ['JSON_SCHEMA', 'PROMPT_CACHE'],
      input: ['IMAGE'],
      minContextWindow: 100_000,
    }
    const { errors } = await ask(String(ModelsDocument), { filter, first: 1 })
    expect(errors).toBeUndefined()
    await ask(String(ModelsDocument), { first: 1 })
    expect(admin.modelFilters).toEqual([
      {
        known: true,
        available: false,
        capabilities: ['jsonSchema', 'promptCache'],
        input: ['image'],
        minContextWindow: 100_000,
      },
      { known: true },
    ])
  })

  it('tell what they can do, what they refuse, and how old their price is', async () => {
    const { ask, admin } = await startDoor()
    const price = { ...admin.models[0]!.price!, source: 'genai-prices', effectiveFrom: new Date('2026-01-01') }
    const capabilities = { ...admin.models[0]!.capabilities, jsonMode: false, unsupported: ['temperature'] as const }
    const retiresAt = new Date('2026-12-11')
    admin.models[0] = { ...admin.models[0]!, available: false, price, priceStale: true, capabilities, retiresAt }
    const { data, errors } = await ask(String(ModelsDocument), { first: 1 })
    expect(errors).toBeUndefined()
    expect(data.models.nodes).toMatchObject([
      {
        available: false,
        retiresAt: '2026-12-11T00:00:00.000Z',
        capabilities: { tools: true, jsonMode: false, rerank: null, unsupported: ['temperature'] },
        price: { source: 'genai-prices', effectiveFrom: '2026-01-01T00:00:00.000Z', stale: true, estimated: false },
      },
    ])
  })

  it('are found by id, or null', async () => {
    const { ask } = await startDoor()
    expect((await ask(String(ModelDocument), { id: 'openai/gpt-5-mini' })).data.model).toEqual({
      id: 'openai/gpt-5-mini',
      maxOutputTokens: 4000,
    })
    expect((await ask(String(ModelDocument), { id: 'nobody/nothing' })).data.model).toBeNull()
  })
})

describe('me', () => {
  it('says whose key it is', async () => {
    const { ask } = await startDoor()
    const { data } = await ask(String(MeDocument), {}, 'auditor-key')
    expect(data.me).toEqual({
      organizationId: 'org_1',
      keyId: 'auditor-key',
      name: 'auditor-key',
      scopes: ['COMPLETIONS_READ', 'COMPLETIONS_READ_CONTENT'],
      models: null,
    })
  })
})

describe('usage', () => {
  const bucket = {
    start: new Date('2026-01-01T00:00:00Z'),
    group: 'demo/echo',
    requests: 3_000_000_000n,
    errors: 2n,
    usage: {
      input: { text: 5_000_000_000n, cacheRead: 1n, cacheWrite5m: 0n, cacheWrite1h: 0n, audio: 0n, image: 0n },
      output: { text: 10n, reasoning: 4n, audio: 0n, image: 0n },
    },
    costNanos: 123_456_789_012_345_678n,
    unpricedRequests: 1n,
    p50Ms: 12.5,
    p95Ms: null,
  }

  it('adds up beyond 32 bits and keeps money exact', async () => {
    const { ask, admin } = await startDoor()
    admin.buckets = [bucket]
    const where = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', model: 'demo/echo' }
    const { data, errors } = await ask(String(UsageDocument), { where, groupBy: 'MODEL', interval: 'DAY' }, 'finance-key')
    expect(errors).toBeUndefined()
    expect(data.usage).toMatchObject([
      {
        start: '2026-01-01T00:00:00.000Z',
        requests: 3_000_000_000,
        inputTokens: 5_000_000_001,
        outputTokens: 14,
        totalTokens: 5_000_000_015,
        output: { reasoning: 4 },
        cost: '123456789.012345678',
        p95Ms: null,
      },
    ])
    expect(admin.reports).toEqual([
      {
        from: new Date('2026-01-01T00:00:00Z'),
        to: new Date('2026-01-02T00:00:00Z'),
        where: { dimension: 'model', value: 'demo/echo' },
        groupBy: 'model',
        interval: 'DAY',
      },
    ])
  })

  it('refuses to filter by two dimensions', async () => {
    const { ask } = await startDoor()
    const where = { from: '2026-01-01T00:00:00Z', key: 'k', tag: 't' }
    const { data, errors } = await ask(String(UsageDocument), { where }, 'finance-key')
    expect(data).toEqual({ usage: null })
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path: 'where' } }])
  })
})

describe('usageLive', () => {
  const call = (totalMs: number, changes: object = {}) => ({ ...recordOf('c'), totalMs, ...changes })

  it('adds up the calls of each window and starts anew', async () => {
    const { wsClient, admin } = await startDoor()
    const stream = wsClient('finance-key').iterate({
      query: String(UsageLiveDocument),
      variables: { everyMs: 250, where: { model: 'demo/echo' } },
    })
    const first = stream.next()
    await until(() => admin.listeners.size === 1)
    const calls = Array.from({ length: 100 }, (_, index) => call(index + 1))
    for (const tell of admin.listeners) {
      tell(calls)
      tell([call(5, { status: 'FAILED', cost: null, usage: createUsage() }), call(1, { model: 'other/model' })])
    }
    const { usageLive } = (await first).value.data as { usageLive: Record<string, number | string> }
    expect(usageLive).toMatchObject({ requests: 101, errors: 1, totalTokens: 1200, cost: '0.15', unpricedRequests: 1 })
    expect(usageLive['p50Ms']).toBeGreaterThan(45)
    expect(usageLive['p50Ms']).toBeLessThan(56)
    expect(usageLive['p95Ms']).toBeGreaterThan(94)
    expect(usageLive['p95Ms']).toBeLessThan(106)
    const second = (await stream.next()).value.data as { usageLive: object }
    expect(second.usageLive).toMatchObject({ requests: 0, p50Ms: null, cost: '0' })
    await stream.return?.()
    await until(() => admin.listeners.size === 0)
  })

  it('refuses windows that are too short before it subscribes', async () => {
    const { wsClient, admin } = await startDoor()
    const stream = wsClient('finance-key').iterate({ query: String(UsageLiveDocument), variables: { everyMs: 100 } })
    await expect(stream.next()).rejects.toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path: 'everyMs' } }])
    expect(admin.listeners.size).toBe(0)
  })
})
