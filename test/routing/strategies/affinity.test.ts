import { describe, expect, it } from 'vitest'
import { affinity } from '../../../src/routing/strategies/affinity.js'
import { createInput, type Described, ids } from './input-builder.js'

const KEYS = Array.from({ length: 4_000 }, (_, index) => `tenant-${index % 40}/conversation-${index}`)
const homeOf = (described: Readonly<Record<string, Described>>, affinityKey: string) =>
  ids(affinity(createInput(described, { affinityKey })))[0] ?? ''

describe('affinity', () => {
  it('sends the same key to the same target, in whatever order the route names them', () => {
    for (const key of KEYS.slice(0, 200)) expect(homeOf({ a: {}, b: {}, c: {} }, key)).toBe(homeOf({ c: {}, a: {}, b: {} }, key))
  })

  it('divides the keys by weight', () => {
    const homes = KEYS.map((key) => homeOf({ a: { weight: 3 }, b: { weight: 1 } }, key))
    expect(homes.filter((home) => home === 'a').length / KEYS.length).toBeCloseTo(0.75, 1)
  })

  it('moves only the keys of a target that goes', () => {
    const moved = KEYS.filter((key) => homeOf({ a: {}, b: {}, c: {} }, key) !== homeOf({ a: {}, b: {} }, key))
    expect(moved.every((key) => homeOf({ a: {}, b: {}, c: {} }, key) === 'c')).toBe(true)
  })

  it('spills to the next of the same order when its target is too busy, and says so', () => {
    const calm = ids(affinity(createInput({ a: {}, b: {}, c: {} })))
    const [home = '', second = ''] = calm
    const busy = { a: { inFlight: 8 }, b: { inFlight: 8 }, c: { inFlight: 8 } }
    const order = affinity(createInput({ ...busy, [home]: { inFlight: 14 } }))
    expect(ids(order)).toEqual([second, calm[2], home])
    expect(order.reason).toContain(`${home}, where prompts that begin like this one go, is too busy`)
  })

  it('stays while its target is within 1.25 times its part, and one more', () => {
    const [home = ''] = ids(affinity(createInput({ a: {}, b: {}, c: {} })))
    const even = { a: { inFlight: 8 }, b: { inFlight: 8 }, c: { inFlight: 8 } }
    expect(ids(affinity(createInput({ ...even, [home]: { inFlight: 12 } })))[0]).toBe(home)
  })

  it('keeps the first call of an idle gateway at its target', () => {
    const [home = ''] = ids(affinity(createInput({ a: {}, b: {} })))
    expect(ids(affinity(createInput({ a: {}, b: {}, [home]: { inFlight: 1 } })))[0]).toBe(home)
  })
})
