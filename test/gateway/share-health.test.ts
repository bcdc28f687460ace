import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HealthNews } from '../../src/domain/relay.js'
import { createHealthShare } from '../../src/gateway/share-health.js'
import { RelayHub } from '../../src/processes/relay.js'
import { createWorkerRelay } from '../../src/processes/worker-relay.js'
import { createWorld, deployment, end, failure } from '../routing/health/support.js'

const log = { warn() {}, error() {} }
const a = deployment('a')

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Workers of one machine, each with a tracker of its own, by the relay as it is. */
function createMachine() {
  const hub = new RelayHub(log)
  const news: HealthNews[] = []
  const join = (writer: string) => {
    const relay = createWorkerRelay({
      writer,
      log,
      send: (message, sent) => {
        queueMicrotask(() => member.receive(message))
        if (message.type === 'weir:publish' && message.topic === 'health-changed') news.push(message.payload as HealthNews)
        sent(null)
      },
    })
    const member = hub.join(writer, (message, sent) => {
      const copy = structuredClone(message)
      queueMicrotask(() => relay.receive(copy))
      sent(null)
    })
    const share = createHealthShare({ relay, sender: writer })
    const world = createWorld({ now: () => performance.now(), onChange: (change) => share.tell(change) })
    return { ...world, stop: share.follow(world.tracker) }
  }
  return { join, news }
}

describe('the health of deployments', () => {
  it('is known to the siblings soon after one found out: open, then closed with a slow start', async () => {
    const { join } = createMachine()
    const [first, second] = [join('1'), join('2')]
    await vi.advanceTimersByTimeAsync(0)
    first.open(a)
    await vi.advanceTimersByTimeAsync(50)
    expect(second.refusal(a).reason).toBe('CIRCUIT_OPEN')
    await vi.advanceTimersByTimeAsync(5_000)
    first.attempt(a, null)
    await vi.advanceTimersByTimeAsync(50)
    expect(second.tracker.healthOf(a).circuit).toBe('CLOSED')
    expect(second.tracker.healthOf(a).share).toBeLessThan(0.2)
  })

  it('makes no echo: what a sibling told is not told on', async () => {
    const { join, news } = createMachine()
    const [first] = [join('1'), join('2'), join('3')]
    await vi.advanceTimersByTimeAsync(0)
    first.open(a)
    await vi.advanceTimersByTimeAsync(500)
    expect(news).toEqual([
      { sender: '1', standing: false, changes: [expect.objectContaining({ deployment: 'a', circuit: 'OPEN' })] },
    ])
  })

  it('is told in batches of at most a thousand, each deployment by its last change', async () => {
    const { join, news } = createMachine()
    const [first] = [join('1'), join('2')]
    await vi.advanceTimersByTimeAsync(0)
    first.open(a)
    for (let i = 0; i < 1_500; i++) first.open(deployment(`d${i}`))
    await vi.advanceTimersByTimeAsync(60)
    expect(news).toHaveLength(1)
    expect(news[0]!.changes).toHaveLength(1_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(news.every(({ changes }) => changes.length <= 1_000)).toBe(true)
  })

  it('is known within a second to a worker that begins later', async () => {
    const { join } = createMachine()
    const first = join('1')
    await vi.advanceTimersByTimeAsync(0)
    first.open(a)
    first.begin(deployment('b')).end(end(failure('PROVIDER_RATE_LIMITED', 30_000)))
    await vi.advanceTimersByTimeAsync(300)
    const later = join('2')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(later.refusal(a).reason).toBe('CIRCUIT_OPEN')
    expect(later.refusal(deployment('b')).reason).toBe('COOLING')
  })

  it('ends with what follows it, and nothing that is not well is nothing told', async () => {
    const { join, news } = createMachine()
    const [first, second] = [join('1'), join('2')]
    await vi.advanceTimersByTimeAsync(5_000)
    expect(news).toEqual([])
    second.stop()
    first.open(a)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(second.tracker.healthOf(a).circuit).toBe('CLOSED')
    first.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
