import { createUsage, type Usage } from '../../../src/plugin-api.js'

type Counts = Readonly<Record<string, unknown>>

/** Packages of V2 whose `inputTokens` leave out what the cache served; those of all others contain it. */
const CACHED_APART = new Set(['@ai-sdk/anthropic', '@ai-sdk/amazon-bedrock'])

/** Usage of V2, which is flat, or of V3, which is nested, in disjoint buckets; null when nothing was counted. */
export function toSdkUsage(wire: unknown, packageName: string): Usage | null {
  const usage = record(wire)
  const isNested = typeof usage['inputTokens'] === 'object' || typeof usage['outputTokens'] === 'object'
  return isNested ? fromNested(record(usage['inputTokens']), record(usage['outputTokens'])) : fromFlat(usage, packageName)
}

function fromNested(input: Counts, output: Counts): Usage | null {
  if (![input, output].some((counts) => Object.values(counts).some((value) => typeof value === 'number'))) return null
  const cacheRead = count(input['cacheRead'])
  const cacheWrite5m = count(input['cacheWrite'])
  const reasoning = count(output['reasoning'])
  return createUsage({
    input: { text: stated(input['noCache'], count(input['total']) - cacheRead - cacheWrite5m), cacheRead, cacheWrite5m },
    output: { text: stated(output['text'], count(output['total']) - reasoning), reasoning },
  })
}

function fromFlat(usage: Counts, packageName: string): Usage | null {
  if (typeof usage['inputTokens'] !== 'number' && typeof usage['outputTokens'] !== 'number') return null
  const input = count(usage['inputTokens'])
  const output = count(usage['outputTokens'])
  const cached = count(usage['cachedInputTokens'])
  const isApart = CACHED_APART.has(packageName) || cached > input
  const reasoning = Math.min(count(usage['reasoningTokens']), output)
  return createUsage({
    input: { text: isApart ? input : input - cached, cacheRead: cached },
    output: { text: output - reasoning, reasoning },
  })
}

function stated(value: unknown, rest: number): number {
  return typeof value === 'number' ? count(value) : Math.max(rest, 0)
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0
}

function record(value: unknown): Counts {
  return typeof value === 'object' && value !== null ? (value as Counts) : {}
}
