import { describe, expect, it } from 'vitest'
import type { HealthChange } from '../../../src/domain/health.js'
import { createWorld, deployment, end, failure } from './support.js'

const a = deployment('a')

describe('what is watched', () => {
  it('is nothing until a deployment was asked, and looking at it does not change that', () => {
    const { tracker } = createWorld()
    expect(tracker.healthOf(a)).toEqual({
      circuit: 'CLOSED',
      opensAt: null,
      coolingUntil: null,
      inFlight: 0,
      share: 1,
      firstTokenMs: null,
      errorRate: 0,
      headroom: null,
      cacheHitRate: null,
    })
    expect([...tracker.all()]).toEqual([])
  })

  it('begins anew with another incarnation', () => {
    const { tracker, open, begin } = createWorld()
    open(a)
    const changed = deployment('a', { incarnation: '2' })
    expect(tracker.healthOf(changed).circuit).toBe('CLOSED')
    begin(changed)
    expect([...tracker.all()]).toHaveLength(1)
  })

  it('is told to whoever asks for all', () => {
    const { tracker, open, begin } = createWorld()
    open(a)
    begin(deployment('b'))
    expect([...tracker.all()].map(({ deployment: id, health }) => [id, health.circuit, health.inFlight])).toEqual([
      ['a', 'OPEN', 0],
      ['b', 'CLOSED', 1],
    ])
  })

  it('is forgotten when a snapshot declares it no more or otherwise, but not when none ever did', () => {
    const { tracker, begin } = createWorld()
    const [gone, changed, kept, undeclared] = ['gone', 'changed', 'kept', 'undeclared'].map((id) => deployment(id))
    for (const one of [gone!, changed!, kept!, undeclared!]) begin(one)
    tracker.retain([gone!, changed!, kept!])
    tracker.retain([deployment('changed', { incarnation: '2' }), kept!])
    expect([...tracker.all()].map(({ deployment: id }) => id)).toEqual(['kept', 'undeclared'])
  })

  it('is bounded, however many models callers invent, and keeps those that are declared or run', () => {
    const { tracker, attempt, begin } = createWorld({ settings: { maxDeployments: 100 } })
    const running = begin(deployment('running'))
    attempt(a, null)
    tracker.retain([a])
    for (let i = 0; i < 10_000; i++) attempt(deployment(`invented-${i}`), null)
    const ids = [...tracker.all()].map(({ deployment: id }) => id)
    expect(ids.length).toBeLessThanOrEqual(100)
    expect(ids).toEqual(expect.arrayContaining(['a', 'running', 'invented-9999']))
    running.end(end(null))
    expect(tracker.healthOf(deployment('running')).inFlight).toBe(0)
  })

  it('counts the calls of each route from 0, or from the place of the process among its siblings', () => {
    const { tracker } = createWorld()
    expect([tracker.nextTurn('x'), tracker.nextTurn('x'), tracker.nextTurn('y')]).toEqual([0, 1, 0])
    expect(createWorld({ processes: 4, processIndex: 2 }).tracker.nextTurn('x')).toBe(2)
  })
})

describe('what a sibling saw', () => {
  const change = (fields: Partial<HealthChange>): HealthChange => ({
    deployment: 'a',
    incarnation: '1',
    circuit: 'CLOSED',
    openForMs: null,
    coolForMs: null,
    ...fields,
  })

  it('opens the circuit here, also of what was never asked here, and is not told on', () => {
    const { tracker, refusal, changes } = createWorld()
    tracker.apply(change({ circuit: 'OPEN', openForMs: 3_000 }))
    expect(refusal(a)).toEqual({ reason: 'CIRCUIT_OPEN', retryAfterMs: 3_000 })
    expect(changes).toEqual([])
  })

  it('does not make the time shorter that a circuit is open here', () => {
    const { tracker, open, refusal } = createWorld()
    open(a)
    tracker.apply(change({ circuit: 'OPEN', openForMs: 3_000 }))
    expect(refusal(a).retryAfterMs).toBe(5_000)
  })

  it('does not make the next opening longer', () => {
    const { tracker, open, pass, refusal, attempt } = createWorld()
    tracker.apply(change({ circuit: 'OPEN', openForMs: 3_000 }))
    pass(3_000)
    attempt(a, null)
    open(a)
    expect(refusal(a).retryAfterMs).toBe(5_000)
  })

  it('closes the circuit here with a slow start', () => {
    const { tracker, open } = createWorld()
    open(a)
    tracker.apply(change({ circuit: 'CLOSED' }))
    expect(tracker.healthOf(a)).toMatchObject({ circuit: 'CLOSED', share: 0.1 })
  })

  it('does not start a deployment slowly that was closed here', () => {
    const { tracker, attempt } = createWorld()
    attempt(a, null)
    tracker.apply(change({ circuit: 'CLOSED' }))
    expect(tracker.healthOf(a).share).toBe(1)
  })

  it('lets a key or the deployment rest without a word on the circuit', () => {
    const { tracker, open, begin, refusal, pass } = createWorld()
    const other = deployment('b', { keyCount: 2 })
    tracker.apply(change({ coolForMs: 4_000, cooledKey: 'key-1' }))
    expect(begin(other).key.id).toBe('key-2')
    expect(refusal(a)).toEqual({ reason: 'COOLING', retryAfterMs: 4_000 })
    pass(4_000)
    open(a)
    tracker.apply(change({ coolForMs: 9_000 }))
    expect(tracker.healthOf(a).circuit).toBe('OPEN')
    pass(5_000)
    expect(refusal(a)).toEqual({ reason: 'COOLING', retryAfterMs: 4_000 })
  })

  it('is not taken for what is known of another incarnation', () => {
    const { tracker, attempt } = createWorld()
    attempt(a, null)
    tracker.apply(change({ incarnation: '0', circuit: 'OPEN', openForMs: 3_000 }))
    tracker.apply(change({ incarnation: '0', coolForMs: 3_000, cooledKey: 'key-1' }))
    expect(tracker.healthOf(a)).toMatchObject({ circuit: 'CLOSED', coolingUntil: null })
  })

  it('is known whole to a process that begins later', () => {
    const first = createWorld()
    const [half, cooling, keyed] = ['half', 'cooling', 'keyed'].map((id) => deployment(id))
    const own = (id: string) => ({ ...keyed!, keys: [{ ...keyed!.keys[0]!, id }] })
    first.open(half!)
    first.pass(5_000)
    first.open(a)
    first.begin(cooling!).end(end(failure('PROVIDER_OVERLOADED', 7_000)))
    first.begin(own('own')).end(end(failure('PROVIDER_QUOTA_EXCEEDED')))
    const later = createWorld()
    for (const standing of first.tracker.nonClosed()) later.tracker.apply(standing, true)
    expect(later.tracker.healthOf(half!).circuit).toBe('HALF_OPEN')
    expect(later.refusal(a)).toEqual({ reason: 'CIRCUIT_OPEN', retryAfterMs: 5_000 })
    expect(later.refusal(cooling!)).toEqual({ reason: 'COOLING', retryAfterMs: 7_000 })
    expect(later.refusal(own('own'))).toEqual({ reason: 'COOLING', retryAfterMs: 10_000 })
    expect(later.changes).toEqual([])
  })

  it('does not prolong the rest of a key by saying again that it rests', () => {
    const { tracker, attempt, refusal } = createWorld({ settings: { rateLimitsOf: 'KEY' } })
    attempt(a, 'PROVIDER_RATE_LIMITED')
    tracker.apply(change({ coolForMs: 1_500, cooledKey: 'key-1' }), true)
    expect(refusal(a).retryAfterMs).toBe(1_000)
  })

  it('does not open again by an old word what this process has just found well', () => {
    const { tracker, open, attempt, pass } = createWorld()
    open(a)
    pass(5_000)
    attempt(a, null)
    tracker.apply(change({ circuit: 'OPEN', openForMs: 3_000 }), true)
    expect(tracker.healthOf(a).circuit).toBe('CLOSED')
  })
})
