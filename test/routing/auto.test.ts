import { expect, test } from 'vitest'
import { type Model, UNKNOWN_CAPABILITIES, UNKNOWN_FACTS } from '../../src/domain/model.js'
import type { Objective } from '../../src/domain/route.js'
import { orderByObjective } from '../../src/routing/auto.js'
import { qualityOf } from '../../src/routing/auto-quality.js'

interface Known {
  readonly cost: bigint | null
  readonly ms: number | null
  readonly quality: number
}
const modelOf = (id: string, more: Partial<Model> = {}): Model => ({ ...UNKNOWN_FACTS, id, provider: 'p', name: id, ...more })

function order(objective: Objective, known: Readonly<Record<string, Known>>) {
  return orderByObjective({
    models: Object.keys(known).map((id) => modelOf(id)),
    objective,
    costOf: ({ id }) => known[id]!.cost,
    latencyOf: ({ id }) => known[id]!.ms,
    qualityOf: ({ id }) => known[id]!.quality,
  })
}

const models = {
  large: { cost: 1_000_000n, ms: 900, quality: 0.95 },
  middle: { cost: 100_000n, ms: 300, quality: 0.85 },
  small: { cost: 10_000n, ms: 350, quality: 0.3 },
}

test.each([
  ['COST', ['small', 'middle', 'large']],
  ['LATENCY', ['middle', 'small', 'large']],
  ['QUALITY', ['large', 'middle', 'small']],
  ['BALANCED', ['middle', 'small', 'large']],
] as const)('%s', (objective, expected) => {
  expect(order(objective, models)).toEqual(expected)
})

test('a model of unknown cost is left out by COST, and bears the worst by BALANCED', () => {
  const known = { unknown: { cost: null, ms: 300, quality: 0.85 }, ...models }
  expect(order('COST', known)).toEqual(['small', 'middle', 'large'])
  expect(order('BALANCED', known)).toHaveLength(4)
  expect(order('BALANCED', known)[0]).toBe('middle')
  expect(order('COST', { unknown: known.unknown })).toEqual([])
})

test('a model that was not measured is as fast as the measured one of the nearest cost', () => {
  const known = { ...models, new: { cost: 11_000n, ms: null, quality: 0.5 }, odd: { cost: null, ms: null, quality: 0.5 } }
  expect(order('LATENCY', known)).toEqual(['middle', 'small', 'new', 'large', 'odd'])
})

test('when none was measured, LATENCY goes by cost', () => {
  const known = {
    a: { cost: 300n, ms: null, quality: 1 },
    b: { cost: 200n, ms: null, quality: 1 },
    c: { cost: null, ms: null, quality: 1 },
  }
  expect(order('LATENCY', known)).toEqual(['b', 'a', 'c'])
})

test('equals stay in the order that they came in, and one model is an order', () => {
  const same = { cost: 5n, ms: 5, quality: 0.5 }
  for (const objective of ['COST', 'LATENCY', 'QUALITY', 'BALANCED'] as const) {
    expect(order(objective, { b: same, a: same, c: same })).toEqual(['b', 'a', 'c'])
    expect(order(objective, { a: same })).toEqual(['a'])
    expect(order(objective, {})).toEqual([])
  }
})

const now = Date.UTC(2026, 10, 1)
const priced = (perMillion: bigint) => ({ version: '1', rates: { input: {}, output: { text: perMillion } } })

test('quality is the operator’s word, and else grows with price, youth and reasoning', () => {
  const quality = (more: Partial<Model>) => qualityOf(modelOf('m', more), now)
  expect(quality({ quality: 0.42, price: priced(10n ** 11n) })).toBe(0.42)
  expect(quality({ price: priced(15_000_000_000n) })).toBeGreaterThan(quality({ price: priced(600_000_000n) }))
  expect(quality({ releasedAt: new Date(now) })).toBeGreaterThan(quality({ releasedAt: new Date(Date.UTC(2024, 0, 1)) }))
  expect(quality({ capabilities: { ...UNKNOWN_CAPABILITIES, reasoning: true } })).toBeGreaterThan(quality({}))
})

test('a proxy of quality stays from 0 to 1', () => {
  const best = {
    price: priced(10n ** 12n),
    releasedAt: new Date(now + 1e9),
    capabilities: { ...UNKNOWN_CAPABILITIES, reasoning: true },
  }
  expect(qualityOf(modelOf('m', best), now)).toBeCloseTo(1)
  expect(qualityOf(modelOf('m', { price: priced(0n), releasedAt: new Date(0) }), now)).toBe(0)
})
