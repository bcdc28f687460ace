import { createUsage, type Usage } from '../../../src/plugin-api.js'

interface WireUsage {
  readonly billed_units?: unknown
  readonly tokens?: unknown
  readonly cached_tokens?: unknown
}

/**
 * What Cohere bills: `billed_units`, which leave out the tokens of its own chat template that `tokens` count
 * (https://docs.cohere.com/docs/rate-limits#billed-units). What its cache served is within them. null when nothing was counted.
 */
export function toUsage(wire: unknown): Usage | null {
  const { billed_units: billed, tokens, cached_tokens: cached } = record(wire) as WireUsage
  const counts = [record(billed), record(tokens)].find(({ input_tokens: i, output_tokens: o }) => isCount(i) || isCount(o))
  if (!counts) return null
  const image = count(counts['image_tokens'])
  const input = count(counts['input_tokens'])
  const cacheRead = Math.min(count(cached), input)
  return createUsage({ input: { text: input - cacheRead, cacheRead, image }, output: { text: count(counts['output_tokens']) } })
}

function count(value: unknown): number {
  return isCount(value) && value > 0 ? Math.floor(value) : 0
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
