import 'reflect-metadata'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OperationContext } from '../../../src/graphql/context.js'
import { LOOK_MS, MIN_GAP_MS, openRouteHealth } from '../../../src/graphql/routing/route-health.js'
import { RouteHealthDocument } from '../../generated/graphql.js'
import { healthOf, principalWith } from '../support/answers.js'
import { FakeAdmin } from '../support/fake-admin.js'
import { startDoor, until } from '../support/start-door.js'

const query = String(RouteHealthDocument)

describe('routeHealth over a socket', () => {
  it('tells how targets fare at once and when that changes, and is let go by who leaves', async () => {
    const { wsClient, admin } = await startDoor()
    admin.health = { route: 'smart', targets: [healthOf('echo-eu'), healthOf('echo-us')] }
    const stream = wsClient('admin-key').iterate({ query, variables: { route: 'smart' } })
    expect((await stream.next()).value).toMatchObject({
      data: {
        routeHealth: {
          route: 'smart',
          targets: [{ deployment: 'echo-eu', circuit: 'CLOSED', share: 1, retryAfterMs: null }, { deployment: 'echo-us' }],
          at: expect.stringMatching(/^\d{4}-/),
        },
      },
    })
    admin.health = { route: 'smart', targets: [healthOf('echo-eu', { circuit: 'OPEN', retryAfterMs: 4_999.6 })] }
    for (const tell of admin.healthListeners) tell()
    expect((await stream.next()).value).toMatchObject({
      data: { routeHealth: { targets: [{ deployment: 'echo-eu', circuit: 'OPEN', retryAfterMs: 5000 }] } },
    })
    expect(admin.looks[0]).toBe('smart')
    await stream.return?.()
    await until(() => admin.healthListeners.size === 0)
  })

  it('refuses a route that there is not', async () => {
    const { wsClient, admin } = await startDoor()
    const stream = wsClient('admin-key').iterate({ query, variables: { route: 'nowhere' } })
    await expect(stream.next()).rejects.toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    expect(admin.healthListeners.size).toBe(0)
  })

  it.each(['caller-key', 'finance-key'])('does not even look for %s', async (key) => {
    const { wsClient, admin } = await startDoor()
    await expect(wsClient(key).iterate({ query }).next()).rejects.toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }])
    expect([admin.looks, admin.healthListeners.size]).toEqual([[], 0])
  })
})

describe('routeHealth in time', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function open(admin: FakeAdmin, authenticateAgain = () => {}) {
    const aborter = new AbortController()
    const context = { routeHealth: admin, principal: principalWith(['admin']), signal: aborter.signal, authenticateAgain }
    const told: { readonly inFlight: number; readonly at: number }[] = []
    const ended = (async () => {
      for await (const { targets } of openRouteHealth({}, context as unknown as OperationContext)) {
        told.push({ inFlight: targets[0]!.inFlight, at: Date.now() })
      }
    })()
    return { told, ended, leave: () => aborter.abort() }
  }

  function set(admin: FakeAdmin, inFlight: number, changes = {}): void {
    admin.health = { route: null, targets: [healthOf('echo-eu', { inFlight, ...changes })] }
  }

  it('tells a storm of changes four times a second, the last of them too', async () => {
    const admin = new FakeAdmin()
    set(admin, 0)
    const { told, ended, leave } = open(admin)
    for (let change = 1; change <= 1_000; change++) {
      set(admin, change)
      for (const tell of admin.healthListeners) tell()
      await vi.advanceTimersByTimeAsync(1)
    }
    await vi.advanceTimersByTimeAsync(MIN_GAP_MS)
    expect(told.length).toBeLessThanOrEqual(6)
    expect(told.at(-1)!.inFlight).toBe(1_000)
    for (const [index, { at }] of told.slice(1).entries()) expect(at - told[index]!.at).toBeGreaterThanOrEqual(MIN_GAP_MS)
    leave()
    await ended
  })

  it('finds within a second what nobody tells, and is silent while nothing changes', async () => {
    const admin = new FakeAdmin()
    set(admin, 1, { coolingForMs: 9_000 })
    const { told, ended, leave } = open(admin)
    await vi.advanceTimersByTimeAsync(5 * LOOK_MS)
    expect(told).toHaveLength(1)
    set(admin, 1, { coolingForMs: 3_000, firstTokenMs: 120.1 })
    await vi.advanceTimersByTimeAsync(5 * LOOK_MS)
    expect(told).toHaveLength(1)
    set(admin, 7)
    await vi.advanceTimersByTimeAsync(LOOK_MS)
    expect(told.map(({ inFlight }) => inFlight)).toEqual([1, 7])
    leave()
    await ended
    expect(admin.healthListeners.size).toBe(0)
  })

  it('ends when its key is revoked', async () => {
    const admin = new FakeAdmin()
    set(admin, 1)
    const revoked = new Error('revoked')
    const { ended } = open(admin, () => {
      throw revoked
    })
    const refused = expect(ended).rejects.toBe(revoked)
    await vi.advanceTimersByTimeAsync(LOOK_MS)
    await refused
    expect(admin.healthListeners.size).toBe(0)
  })
})
