import { describe, expect, test } from 'vitest'
import type { Condition } from '../../src/domain/condition.js'
import type { Principal } from '../../src/domain/principal.js'
import type { Route, RouteSplit } from '../../src/domain/route.js'
import { chooseSplit, stickyKeyOf } from '../../src/routing/choose-split.js'
import { createFacts } from '../../src/routing/facts.js'

const principal: Principal = { organizationId: 'acme', keyId: 'k1', name: 'web', scopes: new Set(), models: null }
const factsOf = (headers: Record<string, string> = {}, endUser?: string) =>
  createFacts({
    request: { model: 'r', messages: [], endUser },
    operation: 'completion',
    stream: false,
    principal,
    headers,
    now: 0,
  })
const facts = factsOf()
const whose = (holds: boolean, problem?: string): Condition => ({ source: 'x', test: () => ({ holds, problem }) })

function routeOf(
  splits: readonly (Partial<RouteSplit> & { condition?: Condition })[],
  name = 'smart',
): Pick<Route, 'name' | 'splits'> {
  return {
    name,
    splits: splits.map(({ condition = null, ...split }, i) => ({ split: { targets: [], ...split }, name: `s${i}`, condition })),
  }
}
const never = () => {
  throw new Error('chance was asked')
}
const sideOf = (route: Pick<Route, 'name' | 'splits'>, stickyKey: string) =>
  chooseSplit(route, { facts, stickyKey, chance: never }).chosen?.name ?? 'none'
const callers = Array.from({ length: 20_000 }, (_, i) => `user acme u${i}`)

describe('percentages', () => {
  test.each([
    [[10], [0.1]],
    [
      [0.5, 25],
      [0.005, 0.25],
    ],
    [
      [50, 50],
      [0.5, 0.5],
    ],
    [
      [0, 100],
      [0, 1],
    ],
  ])('%j take their shares of the callers', (percents, shares) => {
    const route = routeOf(percents.map((percent) => ({ percent })))
    const sides = callers.map((caller) => sideOf(route, caller))
    shares.forEach((share, i) => {
      const observed = sides.filter((side) => side === `s${i}`).length / callers.length
      // Four standard deviations of a binomial share.
      expect(Math.abs(observed - share)).toBeLessThanOrEqual(4 * Math.sqrt((share * (1 - share)) / callers.length))
    })
  })

  test('keep a caller on its side, whatever split is added at the end', () => {
    const before = routeOf([{ percent: 10 }, { percent: 20 }])
    const after = routeOf([{ percent: 10 }, { percent: 20 }, { percent: 30 }])
    for (const caller of callers) {
      const side = sideOf(before, caller)
      if (side !== 'none') expect(sideOf(after, caller)).toBe(side)
    }
  })

  test.each([0, 1])('keep whom split %i has when it grows', (grown) => {
    const before = routeOf([{ percent: 10 }, { percent: 20 }])
    const after = routeOf([{ percent: grown === 0 ? 20 : 10 }, { percent: grown === 1 ? 40 : 20 }])
    for (const caller of callers) if (sideOf(before, caller) === `s${grown}`) expect(sideOf(after, caller)).toBe(`s${grown}`)
  })

  test('fall differently in each route: a caller is not the guinea pig of all', () => {
    const both = callers.filter(
      (caller) =>
        sideOf(routeOf([{ percent: 10 }], 'a'), caller) === 's0' && sideOf(routeOf([{ percent: 10 }], 'b'), caller) === 's0',
    )
    expect(both.length / callers.length).toBeGreaterThan(0.005)
    expect(both.length / callers.length).toBeLessThan(0.02)
  })

  test('go by chance where nothing sticks, which is drawn once', () => {
    const drawn: number[] = []
    const chance = () => drawn.push(0) && 0.25
    const choice = chooseSplit(routeOf([{ percent: 10 }, { percent: 20 }]), { facts, stickyKey: null, chance })
    expect([choice.chosen?.name, drawn.length]).toEqual(['s1', 1])
  })
})

describe('headers and conditions', () => {
  const ask = (route: Pick<Route, 'name' | 'splits'>, headers: Record<string, string> = {}) =>
    chooseSplit(route, { facts: factsOf(headers), stickyKey: 'a', chance: never })

  test('a header must have exactly its value, by whichever case its name is written', () => {
    const route = routeOf([{ header: { name: 'X-Arm', value: 'beta' } }])
    expect(ask(route, { 'x-arm': 'beta' }).reason).toBe('split s0 takes it: its header x-arm says so')
    expect(ask(route, { 'x-arm': 'Beta' }).chosen).toBeNull()
    expect(ask(route).chosen).toBeNull()
  })

  test('all that a split says must hold', () => {
    const header = { name: 'x-arm', value: 'beta' }
    const when = 'x'
    expect(ask(routeOf([{ percent: 100, header, when, condition: whose(true) }]), { 'x-arm': 'beta' }).reason).toBe(
      'split s0 takes it: it is among its 100 % and its header x-arm says so and its condition holds',
    )
    expect(ask(routeOf([{ percent: 100, header, when, condition: whose(false) }]), { 'x-arm': 'beta' }).chosen).toBeNull()
    expect(ask(routeOf([{ percent: 100, header, when, condition: whose(true) }])).chosen).toBeNull()
    expect(ask(routeOf([{ percent: 0, when, condition: whose(true) }])).chosen).toBeNull()
  })

  test('the first split that takes the call has it, and conditions are asked no further', () => {
    const asked = { source: 'x', test: never }
    expect(
      ask(
        routeOf([
          { when: 'x', condition: whose(true) },
          { when: 'x', condition: asked },
        ]),
      ).chosen?.name,
    ).toBe('s0')
  })

  test('tells what kept a condition from being evaluated', () => {
    const choice = ask(routeOf([{ when: 'x', condition: whose(false, 'no such key') }, { percent: 100 }]))
    expect([choice.chosen?.name, choice.problems]).toEqual(['s1', ['s0: no such key']])
  })
})

describe('callers stick by', () => {
  test.each([
    [undefined, 'u1', 'user acme u1'],
    ['END_USER', 'u1', 'user acme u1'],
    ['END_USER', undefined, 'conversation c'],
    ['API_KEY', 'u1', 'key acme k1'],
    ['CONVERSATION', 'u1', 'conversation c'],
    ['NONE', 'u1', null],
  ] as const)('%s of the user %s: %s', (stickyBy, endUser, expected) => {
    expect(stickyKeyOf(stickyBy, factsOf({}, endUser), () => 'c')).toBe(expected)
  })

  test('a conversation that is worked out only where it counts', () => {
    expect(stickyKeyOf('API_KEY', facts, never)).toBe('key acme k1')
  })
})
