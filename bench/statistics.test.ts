import { describe, expect, it } from 'vitest'
import { asDifference, asRatio, compareRounds, createRandom, median, quantile, summarize } from './statistics.mjs'

describe('quantile', () => {
  it('interpolates between neighbours, whatever the order of the samples', () => {
    expect(quantile([40, 10, 30, 20], 0.5)).toBe(25)
    expect(quantile([40, 10, 30, 20], 0.99)).toBeCloseTo(39.7, 10)
    expect(quantile([5], 0.99)).toBe(5)
  })

  it('sorts by number and not by text', () => {
    expect(median([10, 9, 100])).toBe(10)
  })

  it('is unknown without samples', () => {
    expect(quantile([], 0.5)).toBeNaN()
  })
})

describe('summarize', () => {
  it('gives the same interval each time', () => {
    const rounds = [2.1, 2.4, 2.2, 2.9, 2.3]
    expect(summarize(rounds)).toEqual(summarize(rounds))
  })

  it('puts the interval around the median and within the extremes', () => {
    const { median: middle, low, high } = summarize([2.1, 2.4, 2.2, 2.9, 2.3])
    expect(middle).toBe(2.3)
    expect(low).toBeGreaterThanOrEqual(2.1)
    expect(low).toBeLessThan(2.3)
    expect(high).toBeGreaterThan(2.3)
    expect(high).toBeLessThanOrEqual(2.9)
  })

  it('has an interval of one point for rounds that agree, and for a single one', () => {
    expect(summarize([3, 3, 3])).toEqual({ median: 3, low: 3, high: 3, rounds: 3 })
    expect(summarize([7])).toEqual({ median: 7, low: 7, high: 7, rounds: 1 })
  })

  it('leaves out rounds without a figure', () => {
    expect(summarize([Number.NaN, 4, Number.NaN])).toMatchObject({ median: 4, rounds: 1 })
    expect(summarize([Number.NaN]).median).toBeNaN()
  })
})

describe('compareRounds', () => {
  it('sets each round against the yardstick of the same round', () => {
    const ours = [{ cpu: 20 }, { cpu: 400 }, { cpu: 60 }]
    const raw = [{ cpu: 10 }, { cpu: 200 }, { cpu: 20 }]
    expect(compareRounds(ours, raw, ({ cpu }) => cpu, asRatio).median).toBe(2)
    expect(compareRounds(ours, raw, ({ cpu }) => cpu, asDifference).median).toBe(40)
  })
})

describe('createRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed))
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw(3).every((number) => number >= 0 && number < 1)).toBe(true)
  })
})
