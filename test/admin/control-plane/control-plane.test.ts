import { describe, expect, it } from 'vitest'
import type { Declared } from '../../../src/admin/control-plane.js'
import { GatewayError } from '../../../src/domain/gateway-error.js'
import { principalWith } from '../../support/pipeline-builder.js'
import { ACME, admin, NOW, openControlPlane, SMART } from './open-control-plane.js'

const FILE_PROVIDER: Declared = {
  kind: 'PROVIDER',
  name: 'filed',
  managedBy: 'FILE',
  version: 0,
  spec: { name: 'filed', kind: 'openai', baseUrl: 'https://filed.example', keys: [{ id: 'file:filed', lastFour: '9999' }] },
  entry: null,
}

describe('creating', () => {
  it('makes the next version, tells every process, and says what changed', async () => {
    const { control, configs, published } = openControlPlane()
    const result = await control.create(admin, 'ROUTE', SMART)
    expect(result).toMatchObject({ version: 1, dryRun: false, declared: { managedBy: 'API', version: 1, spec: SMART } })
    expect(result.differences).toEqual([
      {
        kind: 'ROUTE',
        name: 'smart',
        action: 'CREATED',
        fields: [
          { path: 'name', before: null, after: 'smart' },
          { path: 'targets', before: null, after: SMART.targets },
        ],
      },
    ])
    expect(configs.versions).toMatchObject([{ version: 1, summary: 'created route smart', createdBy: 'key_1' }])
    expect(published).toEqual([['config-stored', { version: 1 }]])
  })

  it('keeps a credential sealed and shows its end alone', async () => {
    const { control, configs, credentials, vault, checked } = openControlPlane()
    const result = await control.create(admin, 'PROVIDER', ACME)
    const [key] = result.declared?.spec.keys ?? []
    expect(key?.lastFour).toBe('6789')
    expect((await vault.open(admin.organizationId, [key!.id])).get(key!.id)).toBe(ACME.apiKey)
    expect(checked[0]?.[1]).toEqual(new Map([[key!.id, ACME.apiKey]]))
    expect(JSON.stringify([result, configs.versions, [...credentials.values()]])).not.toContain(ACME.apiKey)
    expect(result.differences[0]?.fields.at(-1)).toEqual({ path: 'keys', before: null, after: ['…6789'] })
  })

  it('by a dry run changes nothing and tells what it would', async () => {
    const { control, configs, credentials, published } = openControlPlane()
    const result = await control.create(admin, 'PROVIDER', ACME, { dryRun: true })
    expect(result).toMatchObject({ dryRun: true, version: 1, declared: { name: 'acme' } })
    expect([configs.versions, [...credentials.keys()], published]).toEqual([[], [], []])
  })

  it('is refused when the gateway could not serve by it, and nothing is kept', async () => {
    const checkContent = async () => Promise.reject(new GatewayError('INVALID_REQUEST', 'no such model', { path: 'targets[0]' }))
    const { control, configs, credentials } = openControlPlane({ checkContent })
    await expect(control.create(admin, 'PROVIDER', ACME)).rejects.toMatchObject({ path: 'targets[0]' })
    expect([configs.versions, [...credentials.keys()]]).toEqual([[], []])
  })

  it('is refused where there is one of the name, of the API, the file or the environment', async () => {
    const customary: Declared = { ...FILE_PROVIDER, name: 'groq', managedBy: 'ENVIRONMENT' }
    const { control } = openControlPlane({ declares: [FILE_PROVIDER, customary] })
    await control.create(admin, 'PROVIDER', ACME)
    const attempt = (name: string) => control.create(admin, 'PROVIDER', { name, kind: 'openai' })
    await expect(attempt('acme')).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('already') })
    await expect(attempt('filed')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('managed by the configuration file'),
    })
    await expect(attempt('groq')).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('environment') })
  })

  it('takes names that every object has', async () => {
    const { control } = openControlPlane()
    expect(control.find(admin, 'ROUTE', 'constructor')).toBeNull()
    await control.create(admin, 'ROUTE', { ...SMART, name: 'constructor' })
    expect(control.find(admin, 'ROUTE', 'constructor')).toMatchObject({ version: 1 })
  })

  it.each([
    ['a wrong field', { ...ACME, timeouts: { idleMs: 'soon' } }, 'timeouts.idleMs'],
    ['a credential among the settings', { ...ACME, settings: { region: 'eu', clientSecret: 'x' } }, 'settings.clientSecret'],
  ])('is refused by path with %s', async (_, input, path) => {
    await expect(openControlPlane().control.create(admin, 'PROVIDER', input)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path,
    })
  })

  it('ends at a thousand providers', async () => {
    const { control, configs } = openControlPlane()
    const yaml = JSON.stringify({ providers: Array.from({ length: 1000 }, (_, index) => ({ name: `p${index}`, kind: 'demo' })) })
    await control.applyFile(admin, yaml)
    await expect(control.create(admin, 'PROVIDER', { name: 'more', kind: 'demo' })).rejects.toMatchObject({
      message: expect.stringContaining('At most 1000'),
    })
    expect(configs.versions).toHaveLength(1)
  })

  it('ends at four MiB', async () => {
    const { control } = openControlPlane()
    const models = Array.from({ length: 10_000 }, (_, index) => `${index}${'m'.repeat(250)}`)
    await control.create(admin, 'PROVIDER', { name: 'one', kind: 'demo', models })
    await expect(control.create(admin, 'PROVIDER', { name: 'two', kind: 'demo', models })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    })
  })
})

describe('updating', () => {
  it('replaces what is given, removes what is null, and counts the change', async () => {
    const { control, clock } = openControlPlane()
    await control.create(admin, 'ROUTE', { ...SMART, description: 'old', timeouts: { idleMs: 5 } })
    clock.now += 1_000
    const changes = {
      strategy: 'weighted',
      description: null,
      timeouts: undefined,
      targets: [{ model: 'acme/large', weight: 4 }, { model: 'acme/small' }],
    }
    const result = await control.update(admin, 'ROUTE', 'smart', 1, changes)
    expect(result.declared).toMatchObject({ version: 2, entry: { createdAt: new Date(NOW), updatedAt: new Date(NOW + 1_000) } })
    expect(result.declared?.spec).toEqual({
      name: 'smart',
      strategy: 'WEIGHTED',
      targets: changes.targets,
      timeouts: { idleMs: 5 },
    })
    expect(result.differences[0]?.fields).toEqual([
      { path: 'description', before: 'old', after: null },
      { path: 'targets[0].weight', before: 3, after: 4 },
      { path: 'strategy', before: null, after: 'WEIGHTED' },
    ])
  })

  it('that changes nothing makes no version', async () => {
    const { control, configs } = openControlPlane()
    await control.create(admin, 'ROUTE', SMART)
    const result = await control.update(admin, 'ROUTE', 'smart', 1, { targets: SMART.targets })
    expect([result.differences, result.version, result.declared?.version, configs.versions.length]).toEqual([[], 1, 1, 1])
  })

  it('is refused from another version, saying the present one, and for what there is not', async () => {
    const { control } = openControlPlane({ declares: [FILE_PROVIDER] })
    await control.create(admin, 'ROUTE', SMART)
    await expect(control.update(admin, 'ROUTE', 'smart', 7, {})).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('at version 1 by now, not 7'),
    })
    await expect(control.update(admin, 'ROUTE', 'none', 1, {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(control.update(admin, 'PROVIDER', 'filed', 0, { region: 'eu' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(control.update(admin, 'ROUTE', 'smart', 1, { name: 'other' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path: 'name',
    })
  })

  it('keeps the credentials that it does not give, replaces those that it gives, and drops them for null', async () => {
    const { control, vault } = openControlPlane()
    const keysAfter = async (version: number, changes: object) =>
      (await control.update(admin, 'PROVIDER', 'acme', version, { ...changes })).declared?.spec.keys ?? []
    const first = (await control.create(admin, 'PROVIDER', ACME)).declared?.spec.keys
    expect(await keysAfter(1, { region: 'eu' })).toEqual(first)
    const pool = await keysAfter(2, { apiKeys: ['sk-pool-one-0001', 'sk-pool-two-0002'] })
    expect(pool.map(({ lastFour }) => lastFour)).toEqual(['0001', '0002'])
    expect([
      ...(
        await vault.open(
          admin.organizationId,
          pool.map(({ id }) => id),
        )
      ).values(),
    ]).toEqual(['sk-pool-one-0001', 'sk-pool-two-0002'])
    expect(await keysAfter(3, { apiKeys: null })).toEqual([])
  })
})

describe('a credential that is kept', () => {
  const moved = { code: 'INVALID_REQUEST', path: 'apiKey', message: expect.stringContaining('would be sent to another address') }

  it('is not sent to an address that it was not given for', async () => {
    const { control } = openControlPlane()
    await control.create(admin, 'PROVIDER', ACME)
    await expect(control.update(admin, 'PROVIDER', 'acme', 1, { baseUrl: 'https://evil.example' })).rejects.toMatchObject(moved)
    await expect(control.update(admin, 'PROVIDER', 'acme', 1, { settings: { resource: 'evil' } })).rejects.toMatchObject(moved)
    const again = { baseUrl: 'https://new.example', apiKey: 'sk-new-0123456789' }
    expect(await control.update(admin, 'PROVIDER', 'acme', 1, again)).toMatchObject({ version: 2 })
  })

  it('is not lent to a deployment elsewhere, be it of the API or of the file', async () => {
    const { control } = openControlPlane({ declares: [FILE_PROVIDER] })
    await control.create(admin, 'PROVIDER', ACME)
    const elsewhere = (provider: string) => ({ name: `at-${provider}`, provider, model: 'm', baseUrl: 'https://evil.example' })
    await expect(control.create(admin, 'DEPLOYMENT', elsewhere('acme'))).rejects.toMatchObject(moved)
    await expect(control.create(admin, 'DEPLOYMENT', elsewhere('filed'))).rejects.toMatchObject(moved)
    await control.create(admin, 'DEPLOYMENT', { ...elsewhere('acme'), apiKey: 'sk-own-0123456789' })
    await control.create(admin, 'PROVIDER', { name: 'open', kind: 'vllm', baseUrl: 'https://open.example' })
    await control.create(admin, 'DEPLOYMENT', elsewhere('open'))
  })

  it('of a deployment does not follow its provider elsewhere', async () => {
    const { control } = openControlPlane()
    await control.create(admin, 'PROVIDER', { name: 'open', kind: 'vllm', baseUrl: 'https://open.example' })
    await control.create(admin, 'DEPLOYMENT', { name: 'd', provider: 'open', model: 'm', apiKey: 'sk-own-0123456789' })
    await expect(control.update(admin, 'PROVIDER', 'open', 1, { baseUrl: 'https://evil.example' })).rejects.toMatchObject(moved)
  })
})

describe('removing', () => {
  async function filled() {
    const opened = openControlPlane()
    await opened.control.create(admin, 'PROVIDER', ACME)
    await opened.control.create(admin, 'DEPLOYMENT', { name: 'eu', provider: 'acme', model: 'large' })
    await opened.control.create(admin, 'MODEL', { id: 'acme/large', aliases: ['big'] })
    return opened
  }

  it.each([
    ['a provider that a deployment is at', 'PROVIDER', 'acme', { targets: ['x/y'] }, 'The deployment "eu"'],
    [
      'a deployment that a rule sends to',
      'DEPLOYMENT',
      'eu',
      { targets: ['x/y'], rules: [{ when: 'true', targets: ['eu'] }] },
      'The route "r"',
    ],
    [
      'a model by whose alias a fallback goes',
      'MODEL',
      'acme/large',
      { targets: ['x/y'], fallbacks: [{ models: ['big'] }] },
      'The route "r"',
    ],
    [
      'a deployment that a split sends to',
      'DEPLOYMENT',
      'eu',
      { targets: ['x/y'], splits: [{ percent: 1, targets: ['eu'] }] },
      'The route "r"',
    ],
    ['a deployment that judges', 'DEPLOYMENT', 'eu', { targets: ['x/y'], cascade: { judge: { model: 'eu' } } }, 'The route "r"'],
  ] as const)('is refused for %s, by its name', async (_, kind, name, route, who) => {
    const { control, configs } = await filled()
    await control.create(admin, 'ROUTE', { name: 'r', ...route })
    await expect(control.remove(admin, kind, name)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(who),
    })
    expect(configs.versions).toHaveLength(4)
  })

  it('is refused for the provider of a route of the file', async () => {
    const route: Declared = {
      kind: 'ROUTE',
      name: 'filed',
      managedBy: 'FILE',
      version: 0,
      spec: { name: 'filed', targets: [{ model: 'acme/x' }] },
      entry: null,
    }
    const { control } = openControlPlane({ declares: [route] })
    await control.create(admin, 'PROVIDER', ACME)
    await expect(control.remove(admin, 'PROVIDER', 'acme')).rejects.toMatchObject({
      message: expect.stringContaining('The route "filed" sends calls to "acme/x"'),
    })
  })

  it('takes away what nothing misses', async () => {
    const { control } = await filled()
    expect(await control.remove(admin, 'DEPLOYMENT', 'eu', { version: 1 })).toMatchObject({
      declared: null,
      version: 4,
      differences: [{ action: 'DELETED' }],
    })
    await expect(control.remove(admin, 'DEPLOYMENT', 'eu')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(control.remove(admin, 'MODEL', 'acme/large', { version: 2 })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await control.remove(admin, 'PROVIDER', 'acme', { dryRun: true })).toMatchObject({ dryRun: true, version: 5 })
    expect(control.list(admin, 'PROVIDER')).toHaveLength(1)
  })

  it('takes away what the file declares by now, but not what only the file does', async () => {
    const declares: Declared[] = []
    const { control } = openControlPlane({ declared: () => declares })
    await control.create(admin, 'PROVIDER', { ...ACME, name: 'filed' })
    declares.push(FILE_PROVIDER)
    expect(control.find(admin, 'PROVIDER', 'filed')).toMatchObject({ managedBy: 'FILE' })
    await control.remove(admin, 'PROVIDER', 'filed')
    await expect(control.remove(admin, 'PROVIDER', 'filed')).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('several at once', () => {
  it('who change different things all succeed, in one process and in several', async () => {
    const first = openControlPlane()
    const second = openControlPlane({ configs: first.configs })
    const create = (index: number) => (index % 2 ? first : second).control.create(admin, 'ROUTE', { ...SMART, name: `r${index}` })
    await Promise.all(Array.from({ length: 12 }, (_, index) => create(index)))
    expect(Object.keys(first.configs.versions.at(-1)!.content.ROUTE)).toHaveLength(12)
    expect(first.configs.versions.map(({ version }) => version)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
  })

  it('who change the same thing do not overwrite each other', async () => {
    const first = openControlPlane()
    const second = openControlPlane({ configs: first.configs })
    await first.control.create(admin, 'ROUTE', SMART)
    const attempts = await Promise.allSettled(
      [first, second].map(({ control }, index) => control.update(admin, 'ROUTE', 'smart', 1, { description: `by ${index}` })),
    )
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(attempts.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT', path: 'version' } })
  })
})

describe('versions', () => {
  it('are listed, compared, and come back without giving an old number a new meaning', async () => {
    const { control, vault } = openControlPlane()
    const key = (await control.create(admin, 'PROVIDER', ACME)).declared!.spec.keys[0]!
    await control.create(admin, 'ROUTE', SMART)
    await control.update(admin, 'ROUTE', 'smart', 1, { strategy: 'WEIGHTED' })
    await control.remove(admin, 'ROUTE', 'smart')
    await control.remove(admin, 'PROVIDER', 'acme')
    const plan = await control.rollBack(admin, 2, { dryRun: true })
    expect(plan).toMatchObject({
      version: 6,
      dryRun: true,
      differences: [
        { name: 'acme', action: 'CREATED' },
        { name: 'smart', action: 'CREATED' },
      ],
    })
    expect(await control.rollBack(admin, 2)).toMatchObject({ version: 6, differences: plan.differences })
    expect(control.find(admin, 'ROUTE', 'smart')).toMatchObject({ version: 2, spec: SMART })
    expect((await vault.open(admin.organizationId, [key.id])).get(key.id)).toBe(ACME.apiKey)
    expect((await control.listVersions(admin, { first: 2 })).items.map(({ summary }) => summary)).toEqual([
      'rolled back to 2',
      'deleted provider acme',
    ])
    expect(await control.diff(admin, 2, 3)).toEqual([
      { kind: 'ROUTE', name: 'smart', action: 'UPDATED', fields: [{ path: 'strategy', before: null, after: 'WEIGHTED' }] },
    ])
    expect(await control.diff(admin, 0)).toMatchObject([{ kind: 'PROVIDER' }, { kind: 'ROUTE' }])
    await expect(control.diff(admin, 99)).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'from' })
    await expect(control.rollBack(admin, 99)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('count on when a route comes back that was changed since', async () => {
    const { control } = openControlPlane()
    await control.create(admin, 'ROUTE', SMART)
    await control.update(admin, 'ROUTE', 'smart', 1, { description: 'new' })
    await control.rollBack(admin, 1)
    expect(control.find(admin, 'ROUTE', 'smart')).toMatchObject({ version: 3, spec: SMART })
  })

  it('refer to credentials that stay, and those that none refers to are collected in time', async () => {
    const { control, credentials, clock, vault } = openControlPlane()
    await control.create(admin, 'PROVIDER', ACME)
    const orphan = vault.refer('sk-orphan-0123456789')
    await vault.seal(admin.organizationId, orphan, 'sk-orphan-0123456789')
    await control.update(admin, 'PROVIDER', 'acme', 1, { apiKey: 'sk-second-0123456789' })
    clock.now += 7_200_000
    for (let version = 2; version < 100; version++)
      await control.update(admin, 'PROVIDER', 'acme', version, { region: `r${version}` })
    await expect.poll(() => credentials.has(orphan.id)).toBe(false)
    expect(credentials.size).toBe(2)
  })
})

describe('a rotation', () => {
  it('seals all credentials anew and says how many', async () => {
    const { control, credentials } = openControlPlane()
    await control.create(admin, 'PROVIDER', ACME)
    const before = [...credentials.values()].map(({ sealed }) => sealed)
    expect(await control.rotateSecret(admin)).toEqual({ credentials: 1 })
    expect([...credentials.values()].map(({ sealed }) => sealed)).not.toEqual(before)
  })
})

it('nobody but an admin reads or changes anything', async () => {
  const { control } = openControlPlane()
  const other = principalWith({ scopes: ['inference', 'keys:manage'] })
  const denied = { code: 'ACCESS_DENIED' }
  expect(() => control.list(other, 'ROUTE')).toThrow(GatewayError)
  expect(() => control.find(other, 'ROUTE', 'x')).toThrow(GatewayError)
  expect(() => control.exportFile(other)).toThrow(GatewayError)
  expect(() => control.subscribe(other, () => {})).toThrow(GatewayError)
  await expect(control.create(other, 'ROUTE', SMART)).rejects.toMatchObject(denied)
  await expect(control.update(other, 'ROUTE', 'x', 1, {})).rejects.toMatchObject(denied)
  await expect(control.remove(other, 'ROUTE', 'x')).rejects.toMatchObject(denied)
  await expect(control.rollBack(other, 0)).rejects.toMatchObject(denied)
  await expect(control.applyFile(other, '')).rejects.toMatchObject(denied)
  await expect(control.rotateSecret(other)).rejects.toMatchObject(denied)
  await expect(control.listVersions(other, { first: 1 })).rejects.toMatchObject(denied)
  await expect(control.diff(other, 0)).rejects.toMatchObject(denied)
})
