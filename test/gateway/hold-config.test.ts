import { afterEach, describe, expect, it } from 'vitest'
import { type HoldSetting, hold as holdParts, MemoryConfigs, storedConfig, until } from './config-parts.js'

const ENV = { ACME_API_KEY: 'key-of-the-environment' }
const PROVIDER = { name: 'eu', kind: 'acme', keys: [{ id: 'k1', lastFour: '1111' }] }
const OTHER = { name: 'us', kind: 'acme', keys: [{ id: 'k2', lastFour: '2222' }] }
const ROUTE = { name: 'smart', targets: [{ model: 'acme/small' }] }
const BROKEN = { name: 'smart', targets: [{ model: 'nobody/small' }] }

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})
async function hold(setting: HoldSetting = {}) {
  const parts = await holdParts({ env: ENV, ...setting })
  stops.push(() => parts.held.stop())
  return parts
}

describe('a stored version', () => {
  it('replaces the one before in one swap: who looks sees all of one or all of the other', async () => {
    const { held } = await hold()
    const before = held.current()
    await held.onStored(storedConfig(1, { providers: [PROVIDER], routes: [{ ...ROUTE, targets: [{ model: 'eu/small' }] }] }))
    const after = held.current()
    expect(after).not.toBe(before)
    expect([before.routes.has('smart'), before.providers.has('eu')]).toEqual([false, false])
    expect([after.routes.has('smart'), after.providers.has('eu')]).toEqual([true, true])
    expect(Object.isFrozen(after)).toBe(true)
    expect(after.version).toMatch(/^1-/)
  })

  it('is told with what it changed, once, and an older one that comes late is not', async () => {
    const { held } = await hold()
    const told: object[] = []
    held.onChange((change) => told.push(change))
    await held.onStored(storedConfig(2, { routes: [ROUTE] }))
    await held.onStored(storedConfig(2, { routes: [ROUTE] }))
    await held.onStored(storedConfig(1, {}))
    const differences = [expect.objectContaining({ kind: 'ROUTE', name: 'smart', action: 'CREATED' })]
    expect(told).toEqual([expect.objectContaining({ version: 2, configVersion: held.current().version, differences })])
    expect(held.current().routes.has('smart')).toBe(true)
  })

  it('of another node is found without being told', async () => {
    const { held, configs } = await hold()
    await configs.append(storedConfig(1, { routes: [ROUTE] }))
    await until(() => held.current().routes.has('smart'))
    expect(held.inForce('org_default').version).toBe(1)
  })

  it('is in force from the start where there is one', async () => {
    const configs = new MemoryConfigs()
    await configs.append(storedConfig(7, { routes: [ROUTE] }))
    const { held } = await hold({ configs })
    expect(held.current().routes.has('smart')).toBe(true)
    expect(held.inForce('org_default').version).toBe(7)
  })

  it('that leaves a provider as it was leaves it its connections', async () => {
    const { held, made } = await hold()
    await held.onStored(storedConfig(1, { routes: [ROUTE] }))
    await held.onStored(storedConfig(2, { routes: [] }))
    expect(made).toMatchObject([{ name: 'acme', closed: 0 }])
  })
})

describe('a provider that is not used any more', () => {
  const closed = (made: readonly { readonly name: string; readonly closed: number }[], name: string) =>
    made.filter((provider) => provider.name === name).map((provider) => provider.closed)

  it('is closed at once where no call holds the old snapshot', async () => {
    const { held, made } = await hold()
    await held.onStored(storedConfig(1, { providers: [PROVIDER] }))
    await held.onStored(storedConfig(2, {}))
    expect(closed(made, 'eu')).toEqual([1])
  })

  it('is closed only after the last call that holds the old snapshot has ended', async () => {
    const { held, made } = await hold()
    await held.onStored(storedConfig(1, { providers: [PROVIDER] }))
    const [first, second] = [held.lease(), held.lease()]
    await held.onStored(storedConfig(2, {}))
    first.end()
    expect(closed(made, 'eu')).toEqual([0])
    second.end()
    expect(closed(made, 'eu')).toEqual([1])
    expect(closed(made, 'acme')).toEqual([0])
  })

  it('waits for calls that are older than the last version that used it', async () => {
    const { held, made } = await hold()
    await held.onStored(storedConfig(1, { providers: [PROVIDER] }))
    const old = held.lease()
    await held.onStored(storedConfig(2, { providers: [PROVIDER, OTHER] }))
    await held.onStored(storedConfig(3, {}))
    expect([closed(made, 'eu'), closed(made, 'us')]).toEqual([[0], [1]])
    old.end()
    expect(closed(made, 'eu')).toEqual([1])
  })

  it('is closed also where another of the same settings has begun meanwhile, which goes on', async () => {
    const { held, made } = await hold()
    await held.onStored(storedConfig(1, { providers: [PROVIDER] }))
    const old = held.lease()
    await held.onStored(storedConfig(2, {}))
    await held.onStored(storedConfig(3, { providers: [PROVIDER] }))
    old.end()
    const inUse = made.filter(({ name, closed }) => name === 'eu' && closed === 0)
    expect(inUse).toHaveLength(1)
    expect(made.every(({ closed }) => closed <= 1)).toBe(true)
  })

  it('of all is closed at the end, once', async () => {
    const { held, made } = await holdParts({ env: ENV })
    await held.onStored(storedConfig(1, { providers: [PROVIDER] }))
    held.lease()
    await held.onStored(storedConfig(2, { providers: [OTHER] }))
    await held.stop()
    expect(made.map(({ closed }) => closed)).toEqual([1, 1, 1])
  })
})

describe('a version that cannot be built', () => {
  it('leaves the old one in force and says so in check(), until a later one can', async () => {
    const { held, configs, troubles } = await hold()
    await held.onStored(storedConfig(1, { routes: [ROUTE] }))
    const before = held.current()
    await configs.append(storedConfig(2, { routes: [BROKEN] }))
    await until(() => !held.check().ok)
    expect(held.current()).toBe(before)
    expect(held.check().message).toContain('nobody/small')
    expect(troubles).toHaveLength(1)
    await held.onStored(storedConfig(3, { routes: [] }))
    expect(held.check()).toEqual({ ok: true })
    expect(held.inForce('org_default').version).toBe(3)
  })

  it('does not keep a gateway from starting with what its operator declares', async () => {
    const configs = new MemoryConfigs()
    await configs.append(storedConfig(3, { routes: [BROKEN] }))
    const { held } = await hold({ configs })
    expect(held.current().models.has('acme/small')).toBe(true)
    expect(held.check().ok).toBe(false)
  })

  it('of the operator’s own file is a wrong configuration', async () => {
    await expect(hold({ file: 'routes: [{ name: smart, targets: [nobody/small] }]' })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('nobody/small'),
    })
  })
})

describe('a database that is away', () => {
  it('leaves what is in force, is told once, and is forgotten when it is back', async () => {
    const { held, configs, troubles } = await hold()
    const before = held.current()
    configs.away = true
    await until(() => !held.check().ok)
    expect(held.current()).toBe(before)
    configs.away = false
    await until(() => held.check().ok)
    expect(troubles).toHaveLength(1)
  })

  it('at the start is forgotten when it is back, and what it stores comes into force', async () => {
    const configs = new MemoryConfigs()
    await configs.append(storedConfig(1, { routes: [ROUTE] }))
    configs.away = true
    const { held } = await hold({ configs })
    expect([held.check().ok, held.current().routes.has('smart')]).toEqual([false, false])
    configs.away = false
    await until(() => held.current().routes.has('smart'))
    expect(held.check()).toEqual({ ok: true })
  })

  it('at the start is forgotten when it is back with nothing stored', async () => {
    const configs = new MemoryConfigs()
    configs.away = true
    const { held } = await hold({ configs })
    configs.away = false
    await until(() => held.check().ok)
    expect(held.inForce('org_default').version).toBe(0)
  })
})

describe('a trial of a content', () => {
  const content = (declared: Parameters<typeof storedConfig>[1]) => storedConfig(1, declared).content

  it('says what is wrong as the caller’s to mend, and changes nothing', async () => {
    const { held } = await hold()
    const before = held.current()
    await expect(held.checkContent(content({ routes: [BROKEN] }), new Map())).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path: 'targets[0]',
    })
    const settings = { broken: true }
    await expect(held.checkContent(content({ providers: [{ ...PROVIDER, settings }] }), new Map())).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path: 'settings',
    })
    expect([held.current(), held.check().ok]).toEqual([before, true])
  })

  it('leaves no provider behind', async () => {
    const { held, made, running } = await hold()
    await held.checkContent(content({ providers: [PROVIDER] }), new Map())
    expect(made.map(({ name }) => name)).toEqual(['acme', 'eu'])
    expect(running().map(({ name }) => name)).toEqual(['acme'])
  })

  it('that fails leaves no provider behind either', async () => {
    const { held, running } = await hold()
    await expect(held.checkContent(content({ providers: [PROVIDER], routes: [BROKEN] }), new Map())).rejects.toThrow()
    expect(running().map(({ name }) => name)).toEqual(['acme'])
  })
})
