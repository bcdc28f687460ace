import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Deployment } from '../../src/domain/deployment.js'
import type { Provider } from '../../src/domain/provider.js'
import { probeDeployments } from '../../src/gateway/probe-deployments.js'
import { createWorld, deployment, failure, provider } from '../routing/health/support.js'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A deployment whose circuit has opened, probed as the provider lists its models. */
function createProbed(listModels: Provider['listModels']) {
  const world = createWorld({ now: () => performance.now() })
  const asked = vi.fn(listModels)
  const keys = [{ id: 'key-1', provider: provider('acme', listModels ? { listModels: asked } : {}) }]
  const probed: Deployment = deployment('a', { keys })
  world.open(probed)
  const stop = probeDeployments({ tracker: world.tracker, findDeployment: (id) => (id === 'a' ? probed : undefined) })
  return { ...world, asked, stop, health: () => world.tracker.healthOf(probed) }
}

describe('a deployment whose circuit is open', () => {
  it('recovers without a request of a caller, once its time is over', async () => {
    const { asked, health, stop } = createProbed(async () => [{ id: 'small' }, { id: 'large' }])
    await vi.advanceTimersByTimeAsync(4_900)
    expect(asked).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_100)
    expect(health()).toMatchObject({ circuit: 'CLOSED', inFlight: 0 })
    expect(health().share).toBeLessThan(0.2)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveBeenCalledOnce()
    stop()
  })

  it('opens again, for longer, when its provider cannot list', async () => {
    const { asked, health, stop } = createProbed(async () => {
      throw failure('PROVIDER_UNREACHABLE')
    })
    await vi.advanceTimersByTimeAsync(6_000)
    expect(health().circuit).toBe('OPEN')
    await vi.advanceTimersByTimeAsync(8_000)
    expect(asked).toHaveBeenCalledOnce()
    stop()
  })

  it('opens again when the list does not come in time, though the provider ignores that it is late', async () => {
    const { health, stop } = createProbed(() => new Promise(() => {}))
    await vi.advanceTimersByTimeAsync(10_900)
    expect(health().circuit).toBe('OPEN')
    expect(health().inFlight).toBe(0)
    stop()
  })

  it('stays half-open, and is asked now and then, when the list says nothing of its model', async () => {
    const { asked, health, stop } = createProbed(async () => [{ id: 'other' }])
    await vi.advanceTimersByTimeAsync(26_000)
    expect(health()).toMatchObject({ circuit: 'HALF_OPEN', inFlight: 0 })
    expect(asked.mock.calls.length).toBeGreaterThan(2)
    expect(asked.mock.calls.length).toBeLessThan(6)
    stop()
  })

  it('is left alone when its provider has no list', async () => {
    const { health, stop } = createProbed(undefined)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(health()).toMatchObject({ circuit: 'HALF_OPEN', inFlight: 0 })
    stop()
  })

  it('is given up on when probes end, without a word on its health', async () => {
    const { health, stop } = createProbed(() => new Promise(() => {}))
    await vi.advanceTimersByTimeAsync(6_000)
    expect(health().inFlight).toBe(1)
    stop()
    await vi.advanceTimersByTimeAsync(0)
    expect(health()).toMatchObject({ circuit: 'HALF_OPEN', inFlight: 0 })
  })
})
