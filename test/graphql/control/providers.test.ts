import { describe, expect, it } from 'vitest'
import {
  CreateDeploymentDocument,
  CreateModelDocument,
  CreateProviderDocument,
  DeleteDeploymentDocument,
  DeleteModelDocument,
  DeleteProviderDocument,
  DeploymentDocument,
  DeploymentsDocument,
  ModelOverrideDocument,
  ModelOverridesDocument,
  ProviderDocument,
  ProvidersDocument,
  UpdateDeploymentDocument,
  UpdateModelDocument,
  UpdateProviderDocument,
} from '../../generated/graphql.js'
import { startDoor } from '../support/start-door.js'

const SECRET = 'sk-very-secret-value-of-ours-1234'
const ACME = { name: 'acme', kind: 'openai-compatible', baseUrl: 'https://models.acme.example/v1', region: 'eu' }

async function startAsAdmin() {
  const { ask, admin, ...door } = await startDoor()
  return { ...door, control: admin.control, ask: (query: unknown, variables = {}) => ask(String(query), variables, 'admin-key') }
}

describe('a provider', () => {
  it('is created with a key of which only the last characters are ever shown', async () => {
    const { ask, control } = await startAsAdmin()
    const { data, errors, text } = await ask(CreateProviderDocument, { input: { ...ACME, apiKey: SECRET } })
    expect(errors).toBeUndefined()
    expect(data.createProvider).toMatchObject({
      provider: { ...ACME, managedBy: 'API', version: 1, keys: [{ id: 'pk_0', lastFour: '1234' }], updatedBy: 'admin-key' },
      changes: [{ kind: 'PROVIDER', name: 'acme', action: 'CREATED', fields: [{ path: 'weight', before: null, after: 2 }] }],
      dryRun: false,
      version: 1,
    })
    expect(control.asked).toEqual([
      { operation: 'create', kind: 'PROVIDER', fields: { ...ACME, apiKeys: [SECRET] }, options: { dryRun: false } },
    ])
    const listed = await ask(ProvidersDocument)
    expect(listed.data.providers.nodes).toMatchObject([{ name: 'acme', keys: [{ lastFour: '1234' }] }])
    expect(text + listed.text).not.toContain(SECRET)
  })

  it('has apiKey at the head of its pool', async () => {
    const { ask, control } = await startAsAdmin()
    await ask(CreateProviderDocument, { input: { ...ACME, apiKey: 'first', apiKeys: ['second', 'third'] } })
    expect(control.asked[0]!.fields).toEqual({ ...ACME, apiKeys: ['first', 'second', 'third'] })
  })

  it('keeps what an update does not name and loses what it names null', async () => {
    const { ask, control } = await startAsAdmin()
    await ask(CreateProviderDocument, { input: { ...ACME, timeouts: { firstTokenMs: 1, idleMs: null } } })
    const input = { name: 'acme', version: 1, baseUrl: null, apiKey: null, timeouts: { totalMs: 5, idleMs: null } }
    const { data } = await ask(UpdateProviderDocument, { input })
    expect(data.updateProvider.provider).toMatchObject({
      region: 'eu',
      baseUrl: null,
      timeouts: { totalMs: 5, firstTokenMs: null },
    })
    expect(control.asked.map(({ fields }) => fields)).toEqual([
      { ...ACME, timeouts: { firstTokenMs: 1 } },
      { baseUrl: null, apiKeys: null, timeouts: { totalMs: 5 } },
    ])
    expect(control.asked[1]).toMatchObject({ operation: 'update', name: 'acme', version: 1 })
  })

  it('takes settings as they are, and nothing but a mapping of them', async () => {
    const { ask, control } = await startAsAdmin()
    const settings = { apiVersion: '2026-01-01', nested: { kept: null } }
    await ask(CreateProviderDocument, { input: { ...ACME, settings } })
    expect(control.asked[0]!.fields?.['settings']).toEqual(settings)
    const { errors } = await ask(CreateProviderDocument, { input: { ...ACME, name: 'other', settings: [1] } })
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path: 'settings' } }])
    expect(control.asked).toHaveLength(1)
  })

  it('is changed by whoever read its present version, and by nobody else', async () => {
    const { ask } = await startAsAdmin()
    await ask(CreateProviderDocument, { input: ACME })
    await ask(UpdateProviderDocument, { input: { name: 'acme', version: 1, region: 'us' } })
    const late = await ask(UpdateProviderDocument, { input: { name: 'acme', version: 1, region: 'ap' } })
    expect(late.errors).toMatchObject([{ extensions: { code: 'CONFLICT', path: 'version' }, message: 'It is at version 2.' }])
    const gone = await ask(DeleteProviderDocument, { name: 'acme', version: 1 })
    expect(gone.errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }])
    const { data } = await ask(ProviderDocument, { name: 'acme' })
    expect(data.provider).toMatchObject({ region: 'us', version: 2 })
  })

  it('is only planned by a dry run', async () => {
    const { ask } = await startAsAdmin()
    const planned = await ask(CreateProviderDocument, { input: { ...ACME, dryRun: true } })
    expect(planned.data.createProvider).toMatchObject({ dryRun: true, version: 1, provider: { name: 'acme' } })
    expect((await ask(ProviderDocument, { name: 'acme' })).data.provider).toBeNull()
    await ask(CreateProviderDocument, { input: ACME })
    const removed = await ask(DeleteProviderDocument, { name: 'acme', dryRun: true })
    expect(removed.data.deleteProvider).toMatchObject({ deleted: 'acme', dryRun: true, changes: [{ action: 'DELETED' }] })
    expect((await ask(ProviderDocument, { name: 'acme' })).data.provider).toMatchObject({ name: 'acme' })
    await ask(DeleteProviderDocument, { name: 'acme' })
    expect((await ask(ProviderDocument, { name: 'acme' })).data.provider).toBeNull()
  })

  it('of the file is shown as such, without versions and settings', async () => {
    const { ask, control } = await startAsAdmin()
    const spec = { name: 'openai', kind: 'openai', keys: [{ id: 'k', lastFour: 'abcd' }], settings: { secret: SECRET } }
    control.declare('PROVIDER', { ...spec, keys: spec.keys.map((key) => ({ ...key, text: SECRET })) })
    const { data, text } = await ask(ProviderDocument, { name: 'openai' })
    expect(data.provider).toMatchObject({ managedBy: 'FILE', version: 0, createdAt: null, updatedBy: null, baseUrl: null })
    expect(text).not.toContain(SECRET)
  })

  it('is found on one page or another, by name', async () => {
    const { ask, control } = await startAsAdmin()
    for (const name of ['delta', 'alpha', 'echo', 'bravo', 'charlie'])
      control.declare('PROVIDER', { name, kind: 'demo', keys: [] })
    const first = await ask(ProvidersDocument, { first: 2 })
    expect(first.data.providers).toMatchObject({ nodes: [{ name: 'alpha' }, { name: 'bravo' }], pageInfo: { hasNextPage: true } })
    const rest = await ask(ProvidersDocument, { first: 3, after: first.data.providers.pageInfo.endCursor })
    expect(rest.data.providers.nodes.map(({ name }: { name: string }) => name)).toEqual(['charlie', 'delta', 'echo'])
    expect(rest.data.providers.pageInfo.hasNextPage).toBe(false)
    for (const first of [0, 101]) {
      const { errors } = await ask(ProvidersDocument, { first })
      expect(errors).toMatchObject([{ extensions: { code: expect.stringMatching(/INVALID_REQUEST|QUERY_TOO_COSTLY/) } }])
    }
  })

  it.each([
    ['a variable of the wrong type', CreateProviderDocument, { input: { ...ACME, apiKeys: { [SECRET]: SECRET } } }],
    ['an unknown field', CreateProviderDocument, { input: { ...ACME, key: SECRET } }],
    [
      'a literal of the wrong type',
      `mutation { createProvider(input: { name: "a", kind: "b", region: [{ x: "${SECRET}" }] }) { version } }`,
      {},
    ],
  ])('whose key comes in %s is refused without an echo of it', async (_name, query, variables) => {
    const { ask, control, bugs } = await startAsAdmin()
    const { errors, text } = await ask(query, variables)
    expect(errors.length).toBeGreaterThan(0)
    expect(text).not.toContain(SECRET)
    expect([control.asked, bugs]).toEqual([[], []])
  })
})

describe('a deployment', () => {
  it('is created, updated, listed and deleted', async () => {
    const { ask, control } = await startAsAdmin()
    const place = { provider: 'acme', model: 'large', region: 'eu', weight: 2.5 }
    const limits = { maxConcurrent: 10, tokensPerMinute: 5_000_000_000 }
    const input = { name: 'large-eu', ...place, limits, apiKey: SECRET }
    const { data, errors, text } = await ask(CreateDeploymentDocument, { input })
    expect(errors).toBeUndefined()
    const shown = { name: 'large-eu', ...place, limits: { ...limits, requestsPerMinute: null }, keys: [{ lastFour: '1234' }] }
    expect(data.createDeployment.deployment).toMatchObject({ ...shown, zeroRetention: null, baseUrl: null, version: 1 })
    expect(text).not.toContain(SECRET)
    await ask(UpdateDeploymentDocument, { input: { name: 'large-eu', version: 1, limits: null, weight: 1 } })
    expect(control.asked[1]!.fields).toEqual({ limits: null, weight: 1 })
    const found = await ask(DeploymentDocument, { name: 'large-eu' })
    expect(found.data.deployment).toMatchObject({ weight: 1, limits: { maxConcurrent: null }, version: 2 })
    expect((await ask(DeleteDeploymentDocument, { name: 'large-eu' })).data.deleteDeployment).toEqual({
      deleted: 'large-eu',
      version: 3,
    })
    expect((await ask(DeploymentsDocument)).data.deployments.nodes).toEqual([])
  })
})

describe('what is known of a model', () => {
  it('is declared, updated, listed and deleted by its id', async () => {
    const { ask, control } = await startAsAdmin()
    const id = 'acme/large'
    const capabilities = { input: ['TEXT', 'IMAGE'], tools: true }
    const price = { input: '0.25', output: '2', effectiveFrom: '2026-11-23' }
    const { data, errors } = await ask(CreateModelDocument, {
      input: { id, aliases: ['big'], capabilities, price, quality: 0.9 },
    })
    expect(errors).toBeUndefined()
    expect(data.createModel.model).toMatchObject({
      ...{ id, aliases: ['big'], quality: 0.9, version: 1, retiresAt: null, model: null },
      capabilities: { input: ['text', 'image'], tools: true, unsupported: [] },
      price: { ...price, perRequest: null },
    })
    expect(control.asked[0]!.fields).toMatchObject({ id, capabilities: { input: ['text', 'image'], tools: true } })
    await ask(UpdateModelDocument, { input: { id, version: 1, price: null, retiresAt: '2027-01-01' } })
    expect(control.asked[1]).toMatchObject({ name: id, version: 1, fields: { price: null, retiresAt: '2027-01-01' } })
    const found = await ask(ModelOverrideDocument, { id })
    expect(found.data.modelOverride).toMatchObject({ price: null, retiresAt: '2027-01-01', quality: 0.9 })
    expect((await ask(ModelOverridesDocument)).data.modelOverrides.nodes).toMatchObject([{ id }])
    expect((await ask(DeleteModelDocument, { id })).data.deleteModel).toEqual({ deleted: id, version: 3 })
    expect((await ask(ModelOverrideDocument, { id })).data.modelOverride).toBeNull()
  })
})
