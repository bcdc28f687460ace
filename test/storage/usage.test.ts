import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallRecord } from '../../src/domain/call-record.js'
import type { UsageQuery } from '../../src/domain/stores.js'
import { createUsage } from '../../src/domain/usage.js'
import { latencyBin, latencyPercentile } from '../../src/storage/latency-histogram.js'
import { planReport } from '../../src/storage/plan-report.js'
import { aRecord } from '../journal/builders.js'
import { drained } from './drained.js'
import { type OpenedStorage, openStorage } from './open-storage.js'

const NOW = new Date('2026-03-03T12:00:00Z')
const HUGE = 9_007_199_254_740_993n

let opened: OpenedStorage

function aCall(endedAt: string, overrides: Partial<CallRecord> = {}): CallRecord {
  const ended = new Date(endedAt)
  return aRecord({ startedAt: ended, endedAt: ended, ...overrides })
}

beforeAll(async () => {
  opened = await openStorage(() => NOW)
  const cost = { totalNanos: HUGE, currency: 'USD' as const, priceVersion: 'p' }
  const calls = [
    aCall('2026-03-01T22:59:30Z', {
      cost,
      usage: createUsage({ input: { text: Number.MAX_SAFE_INTEGER }, output: { reasoning: 5 } }),
    }),
    aCall('2026-03-01T23:10:00Z', { cost, usage: createUsage({ input: { text: Number.MAX_SAFE_INTEGER } }) }),
    aCall('2026-03-02T00:00:00Z', { cost: null, unpriced: true, model: 'groq/llama', provider: 'groq', status: 'FAILED' }),
    aCall('2026-03-02T10:15:59Z', { cost: null, unpriced: false, status: 'CLIENT_CANCELLED', keyId: 'key_2' }),
  ]
  await opened.storage.sink.apply('w1', drained(calls))
})

afterAll(() => opened.close())

function report(query: Omit<UsageQuery, 'from' | 'to'>, from = '2026-03-01', to = '2026-03-03') {
  return opened.storage.usage.report('org_a', { from: new Date(from), to: new Date(to), ...query })
}

describe('a usage report', () => {
  it('over the whole range is one bucket, exact beyond 2^53', async () => {
    const [bucket, ...others] = await report({})
    expect(others).toEqual([])
    expect(bucket).toMatchObject({
      start: null,
      group: null,
      requests: 4n,
      errors: 1n,
      costNanos: 2n * HUGE,
      unpricedRequests: 1n,
    })
    expect(bucket?.usage.input.text).toBe(2n * BigInt(Number.MAX_SAFE_INTEGER) + 20n)
    expect(bucket?.usage.output).toEqual({ text: 14n, reasoning: 5n, audio: 0n, image: 0n })
  })

  it.each([
    ['DAY', ['2026-03-01T00:00:00Z 2', '2026-03-02T00:00:00Z 2']],
    ['HOUR', ['2026-03-01T22:00:00Z 1', '2026-03-01T23:00:00Z 1', '2026-03-02T00:00:00Z 1', '2026-03-02T10:00:00Z 1']],
    ['MINUTE', ['2026-03-01T22:59:00Z 1', '2026-03-01T23:10:00Z 1', '2026-03-02T00:00:00Z 1', '2026-03-02T10:15:00Z 1']],
  ] as const)('by %s leaves empty buckets out', async (interval, expected) => {
    const buckets = await report({ interval })
    expect(buckets.map(({ start, requests }) => `${start?.toISOString().replace('.000', '')} ${requests}`)).toEqual(expected)
  })

  it.each([
    ['key', ['key_1 3', 'key_2 1']],
    ['model', ['groq/llama 1', 'openai/gpt-5-mini 3']],
    ['provider', ['groq 1', 'openai 3']],
    ['tag', []],
  ] as const)('grouped by %s', async (groupBy, expected) => {
    expect((await report({ groupBy })).map(({ group, requests }) => `${group} ${requests}`)).toEqual(expected)
  })

  it('of one value of a dimension', async () => {
    const [bucket] = await report({ where: { dimension: 'provider', value: 'groq' } })
    expect(bucket).toMatchObject({ group: null, requests: 1n, unpricedRequests: 1n })
  })

  it('counts the edges of a range that is aligned to nothing but the minute', async () => {
    const requests = async (from: string, to: string) => (await report({}, from, to))[0]?.requests ?? 0n
    expect(await requests('2026-03-01T23:00:00Z', '2026-03-02T10:15:00Z')).toBe(2n)
    expect(await requests('2026-03-01T22:59:00Z', '2026-03-02T10:16:00Z')).toBe(4n)
    expect(await requests('2026-03-01T23:10:00Z', '2026-03-01T23:11:00Z')).toBe(1n)
    expect(await requests('2026-03-01T23:11:00Z', '2026-03-02T00:00:00Z')).toBe(0n)
  })

  it('widens a range within minutes to whole minutes', async () => {
    expect((await report({}, '2026-03-02T10:15:58Z', '2026-03-02T10:15:59Z'))[0]?.requests).toBe(1n)
  })

  it.each<[string, Omit<UsageQuery, 'from' | 'to'>, string, string]>([
    [
      'one dimension filtered and another grouped',
      { where: { dimension: 'key', value: 'k' }, groupBy: 'model' },
      '2026-03-01',
      '2026-03-02',
    ],
    ['an empty range', {}, '2026-03-02', '2026-03-02'],
    ['more rows than can be read', { interval: 'MINUTE' }, '2026-01-01', '2026-03-01'],
    ['minutes that are no longer kept', { interval: 'MINUTE' }, '2026-01-01', '2026-01-02'],
  ])('refuses %s', async (_name, query, from, to) => {
    await expect(report(query, from, to)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })
})

describe('a plan', () => {
  const plan = (from: string, to: string, interval?: UsageQuery['interval']) =>
    planReport({ from: new Date(from), to: new Date(to), interval }, NOW, { minuteDays: 8, hourDays: 400 }).pieces.map(
      ({ interval: read, fromMs, toMs }) =>
        `${read} ${new Date(fromMs).toISOString().slice(0, 16)} ${new Date(toMs).toISOString().slice(0, 16)}`,
    )

  it('reads whole days, and hours and minutes only at the edges', () => {
    expect(plan('2026-02-27T22:30:00Z', '2026-03-02T01:10:00Z')).toEqual([
      'MINUTE 2026-02-27T22:30 2026-02-27T23:00',
      'HOUR 2026-02-27T23:00 2026-02-28T00:00',
      'DAY 2026-02-28T00:00 2026-03-02T00:00',
      'HOUR 2026-03-02T00:00 2026-03-02T01:00',
      'MINUTE 2026-03-02T01:00 2026-03-02T01:10',
    ])
  })

  it('reads nothing coarser than what is asked for', () => {
    expect(plan('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 'HOUR')).toEqual(['HOUR 2026-03-01T00:00 2026-03-02T00:00'])
  })

  it('widens to whole hours where minutes are no longer kept', () => {
    expect(plan('2026-01-05T10:20:00Z', '2026-01-05T11:40:00Z')).toEqual(['HOUR 2026-01-05T10:00 2026-01-05T12:00'])
  })
})

describe('latency percentiles', () => {
  const histogram = (values: readonly number[]) => {
    const bins = new Map<number, bigint>()
    for (const ms of values) bins.set(latencyBin(ms), (bins.get(latencyBin(ms)) ?? 0n) + 1n)
    return bins
  }

  it('are within 4.5 % of the exact ones, over six orders of magnitude', () => {
    for (let ms = 1; ms < 1_000_000; ms *= 1.37) {
      const read = latencyPercentile(histogram([ms]), 0.5)!
      expect(Math.abs(read - ms) / ms, `${ms} ms`).toBeLessThan(0.045)
    }
  })

  it('merge: those of the sum of two histograms are those of all values', () => {
    const [a, b] = [Array.from({ length: 99 }, (_, i) => 3 + i * 7), Array.from({ length: 50 }, (_, i) => 900 + i * 31)]
    const sum = histogram(a)
    for (const [bin, count] of histogram(b)) sum.set(bin, (sum.get(bin) ?? 0n) + count)
    for (const share of [0.01, 0.5, 0.95, 1])
      expect(latencyPercentile(sum, share)).toBe(latencyPercentile(histogram([...a, ...b]), share))
    const exact = [...a, ...b].sort((x, y) => x - y)[Math.ceil(149 * 0.95) - 1]!
    expect(Math.abs(latencyPercentile(sum, 0.95)! - exact) / exact).toBeLessThan(0.045)
  })

  it('are null without calls', () => {
    expect(latencyPercentile(new Map(), 0.5)).toBeNull()
  })
})
