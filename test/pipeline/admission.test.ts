import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { Admission, type AdmissionDecision, type AdmissionOptions } from '../../src/pipeline/admission.js'
import { DepartureRate } from '../../src/pipeline/departure-rate.js'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => {
  expect(vi.getTimerCount(), 'timers left behind').toBe(0)
  vi.useRealTimers()
})

const now = () => performance.now()
const open = (options: Partial<AdmissionOptions> = {}) =>
  new Admission({ maxRunning: 2, maxQueued: 3, maxWaitMs: 60_000, now, ...options })

type Decision = AdmissionDecision | Promise<AdmissionDecision>

/** A caller, and what it has heard: nothing yet is `waiting`. */
function enter(admission: Admission, deadlineAt: number | null = null) {
  const gone = new AbortController()
  const decision = admission.admit(deadlineAt, gone.signal)
  const caller = { gone, decision, heard: 'waiting' as 'waiting' | AdmissionDecision }
  if (decision instanceof Promise) decision.then((heard) => Object.assign(caller, { heard }))
  else caller.heard = decision
  return caller
}

function fill(admission: Admission, count: number) {
  return Array.from({ length: count }, () => enter(admission))
}

const settled = () => vi.advanceTimersByTimeAsync(0)

function refusalOf(decision: Decision | 'waiting'): GatewayError {
  expect(decision).toBeInstanceOf(GatewayError)
  return decision as GatewayError
}

/** Every call of a full process ends after `callMs`, `turns` times over, and another takes its place at once. */
async function runTurns(admission: Admission, places: number, callMs: number, turns: number) {
  for (let turn = 0; turn < turns; turn++) {
    await vi.advanceTimersByTimeAsync(callMs)
    for (let place = 0; place < places; place++) {
      admission.release()
      admission.admit(null, new AbortController().signal)
    }
  }
}

describe('a place', () => {
  it('is given at once, without a promise, while there is one', () => {
    const admission = open()
    expect(fill(admission, 2).map(({ decision }) => decision)).toEqual([null, null])
    expect([admission.running, admission.queued]).toEqual([2, 0])
  })

  it('goes to the first that waits', async () => {
    const admission = open()
    fill(admission, 2)
    const [first, second] = [enter(admission), enter(admission)]
    admission.release()
    await settled()
    expect([first.heard, second.heard]).toEqual([null, 'waiting'])
    expect([admission.running, admission.queued]).toEqual([2, 1])
    admission.release()
    await settled()
    expect([second.heard, admission.queued]).toEqual([null, 0])
  })

  it('comes back when nobody waits for it', () => {
    const admission = open()
    fill(admission, 2)
    admission.release()
    admission.release()
    expect(admission.running).toBe(0)
    expect(enter(admission).decision).toBeNull()
  })
})

describe('a full line', () => {
  it('refuses at once, and holds no more than it may', async () => {
    const admission = open()
    const callers = fill(admission, 200)
    expect([admission.running, admission.queued]).toEqual([2, 3])
    const refused = callers.slice(5).map(({ decision }) => refusalOf(decision))
    expect(new Set(refused.map(({ code, status }) => `${code} ${status}`))).toEqual(new Set(['OVERLOADED 503']))
    expect(admission.refused).toBe(195)
    admission.drain()
  })

  it('refuses what does not run when nothing may wait', () => {
    const noLine = open({ maxQueued: 0 })
    fill(noLine, 2)
    expect(refusalOf(enter(noLine).decision).code).toBe('OVERLOADED')
    const noWait = open({ maxWaitMs: 0 })
    fill(noWait, 2)
    expect(refusalOf(enter(noWait).decision).code).toBe('OVERLOADED')
  })

  it('says a second before it has seen how fast places come free', () => {
    const admission = open()
    const [refused] = fill(admission, 6).slice(5)
    expect(refusalOf(refused!.decision).retryAfterMs).toBe(1_000)
    admission.drain()
  })

  it('says when its turn would come, by the pace that was measured, and asks callers to come one after another', async () => {
    const admission = open()
    fill(admission, 2)
    await runTurns(admission, 2, 4_000, 50) // a place every 2 seconds
    fill(admission, 3)
    const [one, two] = fill(admission, 2).map(({ decision }) => refusalOf(decision).retryAfterMs)
    expect(one).toBeGreaterThan(7_000)
    expect(one).toBeLessThan(9_000)
    expect(two! - one!).toBeGreaterThan(1_700)
    expect(two! - one!).toBeLessThan(2_300)
    admission.drain()
  })

  it('never asks for more than half a minute', async () => {
    const admission = open()
    fill(admission, 2)
    await runTurns(admission, 2, 50_000, 5)
    const [refused] = fill(admission, 4).slice(3)
    expect(refusalOf(refused!.decision).retryAfterMs).toBe(30_000)
    admission.drain()
  })
})

describe('a deadline', () => {
  it('that the line cannot meet is refused at once; one that it can waits', async () => {
    const admission = open()
    fill(admission, 2)
    await runTurns(admission, 2, 4_000, 50)
    expect(enter(admission, now() + 3_000).heard).toBe('waiting')
    expect(refusalOf(enter(admission, now() + 3_000).decision)).toMatchObject({ code: 'OVERLOADED' })
    expect(enter(admission, now() + 6_000).heard).toBe('waiting')
    expect(admission.queued).toBe(2)
    admission.drain()
  })

  it('is not guessed about before the pace is known', () => {
    const admission = open()
    fill(admission, 2)
    expect(enter(admission, now() + 1).heard).toBe('waiting')
    expect(refusalOf(enter(admission, now()).decision).code).toBe('OVERLOADED')
    admission.drain()
  })

  it('that passes while it waits ends the wait of that caller alone', async () => {
    const admission = open()
    fill(admission, 2)
    const [patient, hurried, last] = [enter(admission), enter(admission, now() + 500), enter(admission)]
    await vi.advanceTimersByTimeAsync(499)
    expect(hurried.heard).toBe('waiting')
    await vi.advanceTimersByTimeAsync(11)
    expect(refusalOf(hurried.heard)).toMatchObject({ code: 'OVERLOADED', retryAfterMs: 1_000 })
    expect([patient.heard, last.heard, admission.queued]).toEqual(['waiting', 'waiting', 2])
    admission.release()
    admission.release()
    await settled()
    expect([patient.heard, last.heard]).toEqual([null, null])
  })

  it('of a place that is free is the business of the call itself', () => {
    expect(enter(open(), now() - 1).decision).toBeNull()
  })
})

it('nobody waits longer than the limit, and one timer serves all', async () => {
  const admission = open({ maxQueued: 1_000, maxWaitMs: 5_000 })
  fill(admission, 2)
  const early = fill(admission, 400)
  await vi.advanceTimersByTimeAsync(3_000)
  const late = fill(admission, 400)
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(2_010)
  expect(early.every(({ heard }) => heard instanceof GatewayError)).toBe(true)
  expect(late.every(({ heard }) => heard === 'waiting')).toBe(true)
  expect([admission.queued, vi.getTimerCount()]).toEqual([400, 1])
  await vi.advanceTimersByTimeAsync(3_000)
  expect(late.every(({ heard }) => heard instanceof GatewayError)).toBe(true)
  expect(admission.queued).toBe(0)
})

describe('a caller that goes', () => {
  it('leaves the line at once, and its neighbours keep their turns', async () => {
    const admission = open()
    fill(admission, 2)
    const [first, second, third] = [enter(admission), enter(admission), enter(admission)]
    second.gone.abort()
    expect(admission.queued).toBe(2)
    await settled()
    expect(refusalOf(second.heard).code).toBe('CLIENT_CLOSED')
    third.gone.abort()
    first.gone.abort()
    const next = enter(admission)
    admission.release()
    await settled()
    expect([next.heard, admission.running, admission.queued]).toEqual([null, 2, 0])
  })

  it('with a reason of its own is told that', async () => {
    const admission = open()
    fill(admission, 2)
    const caller = enter(admission)
    caller.gone.abort(new GatewayError('DEADLINE_EXCEEDED', 'Too late.'))
    await settled()
    expect(refusalOf(caller.heard).code).toBe('DEADLINE_EXCEEDED')
  })

  it('before it stood in line never stands in it', () => {
    const admission = open()
    fill(admission, 2)
    expect(refusalOf(admission.admit(null, AbortSignal.abort()) as Decision).code).toBe('CLIENT_CLOSED')
    expect(admission.queued).toBe(0)
  })

  it('after it was let in does not change who runs', async () => {
    const admission = open()
    fill(admission, 2)
    const caller = enter(admission)
    admission.release()
    await settled()
    caller.gone.abort()
    expect([admission.running, admission.queued]).toEqual([2, 0])
  })
})

it('draining refuses all that wait and all that come, and lets the others end', async () => {
  const admission = open()
  fill(admission, 2)
  const waiting = fill(admission, 3)
  admission.drain()
  await settled()
  for (const { heard } of waiting) expect(refusalOf(heard)).toMatchObject({ code: 'SHUTTING_DOWN', retryAfterMs: 1_000 })
  expect(refusalOf(enter(admission).decision).code).toBe('SHUTTING_DOWN')
  admission.release()
  admission.release()
  expect([admission.running, admission.queued]).toEqual([0, 0])
})

it('whatever happens in whatever order, places and the line stay within their limits and end empty', async () => {
  let state = 1
  const chance = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  const admission = open({ maxRunning: 5, maxQueued: 7, maxWaitMs: 200 })
  let callers: ReturnType<typeof enter>[] = []
  let running = 0
  for (let step = 0; step < 5_000; step++) {
    const what = chance(10)
    if (what < 5) callers.push(enter(admission, chance(2) ? now() + chance(300) : null))
    else if (what < 6) callers[chance(callers.length || 1)]?.gone.abort()
    else if (what < 8 && running > 0) {
      admission.release()
      running--
    } else await vi.advanceTimersByTimeAsync(chance(30))
    await settled()
    running += callers.filter(({ heard }) => heard === null).length
    callers = callers.filter(({ heard }) => heard === 'waiting')
    expect([admission.running, admission.queued]).toEqual([running, callers.length])
    expect(running <= 5 && callers.length <= 7 && (running === 5 || callers.length === 0)).toBe(true)
  }
  admission.drain()
  for (; running > 0; running--) admission.release()
  expect([admission.running, admission.queued]).toEqual([0, 0])
})

describe('the pace', () => {
  it('of calls that begin and end together is that of one turn through all places, not of the gaps', () => {
    const rate = new DepartureRate(10)
    rate.filled(0)
    for (let turn = 1; turn <= 5; turn++) for (let place = 0; place < 10; place++) rate.departed(turn * 1_000)
    expect(rate.intervalMs(5_000)).toBeGreaterThan(70)
    expect(rate.intervalMs(5_000)).toBeLessThan(130)
  })

  it('is unknown until every place was free once', () => {
    const rate = new DepartureRate(3)
    rate.filled(0)
    rate.departed(10)
    rate.departed(20)
    expect(rate.intervalMs(20)).toBeNull()
    rate.departed(30)
    expect(rate.intervalMs(30)).toBeCloseTo(10)
  })

  it('gets worse while nothing departs', () => {
    const rate = new DepartureRate(2)
    rate.filled(0)
    for (let at = 100; at <= 2_000; at += 100) rate.departed(at)
    expect(rate.intervalMs(2_000)).toBeCloseTo(100)
    expect(rate.intervalMs(60_000)).toBeGreaterThan(3_000)
  })

  it('does not count the time in which places were free, and forgets the pressure of long ago', () => {
    const rate = new DepartureRate(2)
    rate.filled(0)
    for (let at = 100; at <= 2_000; at += 100) rate.departed(at)
    rate.filled(32_000)
    rate.departed(32_100)
    expect(rate.intervalMs(32_100)).toBeCloseTo(100)
    rate.filled(100_000)
    expect(rate.intervalMs(100_000)).toBeNull()
  })
})
