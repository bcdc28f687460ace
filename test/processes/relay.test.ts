import { describe, expect, it } from 'vitest'
import type { EndedCall } from '../../src/domain/live-usage.js'
import { createLocalRelay } from '../../src/processes/local-relay.js'
import type { RelayToPrimary, RelayToWorker } from '../../src/processes/messages.js'
import { RelayHub } from '../../src/processes/relay.js'
import { createWorkerRelay } from '../../src/processes/worker-relay.js'

const log = { warn() {}, error() {} }
const CALLS: readonly EndedCall[] = []
const REVOKED = { type: 'revoked', id: 'key_1', at: new Date(0) } as const

/** Workers over one hub, with every message between them on record. */
function machine(drainTimeoutMs = 1_000) {
  const hub = new RelayHub(log, drainTimeoutMs)
  const messages: (RelayToPrimary | RelayToWorker)[] = []
  const join = (writer: string) => {
    const toPrimary: RelayToPrimary[] = []
    const relay = createWorkerRelay({
      writer,
      log,
      drainTimeoutMs,
      send: (message, sent) => {
        messages.push(message)
        member ? member.receive(message) : toPrimary.push(message)
        sent(null)
      },
    })
    const member = hub.join(writer, (message, sent) => {
      messages.push(message)
      relay.receive(message)
      sent(null)
    })
    return { ...relay, leave: () => member.leave() }
  }
  return { join, count: (type: string) => messages.filter((message) => message.type === type).length }
}

describe('live events', () => {
  it('are not sent while nobody else listens', () => {
    const { join, count } = machine()
    const [a] = [join('a'), join('b')]
    const heard: unknown[] = []
    a.subscribe('calls-ended', (calls) => heard.push(calls))
    a.publish('calls-ended', CALLS)
    expect(heard).toEqual([CALLS])
    expect(count('weir:publish')).toBe(0)
  })

  it('go out from a worker that heard nothing while it started, once it has spoken', () => {
    const hub = new RelayHub(log)
    hub.join('a', () => {}).receive({ type: 'weir:subscribed', topics: ['calls-ended'] })
    const heard: RelayToWorker[] = []
    let isListening = false
    const late = hub.join('late', (message) => isListening && heard.push(message))
    isListening = true
    late.receive({ type: 'weir:subscribed', topics: [] })
    expect(heard).toEqual([{ type: 'weir:wanted', topics: ['calls-ended'] }])
  })

  it('go only to those who listen, until they stop or leave', () => {
    const { join, count } = machine()
    const [a, b, c] = [join('a'), join('b'), join('c')]
    const heard: string[] = []
    const stop = b.subscribe('calls-ended', () => heard.push('b'))
    a.publish('calls-ended', CALLS)
    expect([count('weir:publish'), count('weir:deliver'), ...heard]).toEqual([1, 1, 'b'])
    stop()
    a.publish('calls-ended', CALLS)
    expect(count('weir:publish')).toBe(1)
    c.subscribe('calls-ended', () => heard.push('c'))
    c.leave()
    a.publish('calls-ended', CALLS)
    expect([count('weir:publish'), heard]).toEqual([1, ['b']])
  })

  it('reach every listener although one fails', () => {
    const { join } = machine()
    const a = join('a')
    const heard: string[] = []
    a.subscribe('calls-ended', () => {
      throw new Error('no')
    })
    a.subscribe('calls-ended', () => heard.push('second'))
    a.publish('calls-ended', CALLS)
    expect(heard).toEqual(['second'])
  })

  it('are dropped while their reader lags, and revoked keys are not', () => {
    const sent: RelayToWorker[] = []
    const hub = new RelayHub(log)
    hub
      .join('stuck', (message) => sent.push(message))
      .receive({ type: 'weir:subscribed', topics: ['calls-ended', 'api-key-changed'] })
    const other = hub.join('other', (_message, done) => done(null))
    for (let i = 0; i < 3_000; i++) other.receive({ type: 'weir:publish', topic: 'calls-ended', payload: CALLS })
    other.receive({ type: 'weir:publish', topic: 'api-key-changed', payload: REVOKED })
    expect(sent.length).toBe(1_001)
    expect(sent.at(-1)).toMatchObject({ topic: 'api-key-changed' })
  })
})

it('a changed key is sent to every worker, whether its subscription has arrived or not', () => {
  const { join, count } = machine()
  const [a] = [join('a'), join('b'), join('c')]
  a.publish('api-key-changed', REVOKED)
  expect(count('weir:deliver')).toBe(2)
})

describe('a request to drain', () => {
  it('is a no when the writer cannot, fails, is late or has gone', async () => {
    const { join } = machine(30)
    const [a, silent, failing, late, gone] = [join('a'), join('silent'), join('failing'), join('late'), join('gone')]
    failing.onDrainRequested(() => Promise.reject(new Error('disk')))
    late.onDrainRequested(() => new Promise(() => {}))
    gone.leave()
    expect(silent).toBeDefined()
    for (const writer of ['silent', 'failing', 'late', 'gone', 'nobody']) expect(await a.requestDrain(writer)).toBe(false)
  })

  it('made during a run waits for a run of its own, which all who ask meanwhile share', async () => {
    const { join } = machine()
    const [a, b] = [join('a'), join('b')]
    const runs: (() => void)[] = []
    b.onDrainRequested(() => new Promise((resolve) => runs.push(resolve)))
    const answers = [a.requestDrain('b'), a.requestDrain('b'), b.requestDrain('b')]
    expect(runs).toHaveLength(1)
    runs[0]?.()
    expect(await answers[0]).toBe(true)
    expect(runs).toHaveLength(2)
    runs[1]?.()
    expect(await Promise.all(answers)).toEqual([true, true, true])
  })
})

it('a process alone has the same relay', async () => {
  const relay = createLocalRelay('alone00')
  const heard: unknown[] = []
  const stop = relay.subscribe('api-key-changed', (change) => heard.push(change))
  relay.publish('api-key-changed', REVOKED)
  stop()
  relay.publish('api-key-changed', REVOKED)
  relay.onDrainRequested(async () => {})
  expect(heard).toEqual([REVOKED])
  expect(await relay.requestDrain('alone00')).toBe(true)
  expect(await relay.requestDrain('another')).toBe(false)
})
