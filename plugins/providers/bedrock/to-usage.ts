import { createUsage, type Usage } from '../../../src/plugin-api.js'

/**
 * Bedrock's counts are disjoint: `inputTokens` leaves out what its cache served or took. Reasoning is within `outputTokens` and not told apart.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function toUsage(value: unknown): Usage | null {
  if (typeof value !== 'object' || value === null) return null
  const wire = value as Readonly<Record<string, unknown>>
  const cacheWrite = count(wire['cacheWriteInputTokens'] ?? wire['cacheWriteInputTokenCount'])
  const cacheWrite1h = Math.min(hourOf(wire['cacheDetails']), cacheWrite)
  return createUsage({
    input: {
      text: count(wire['inputTokens']),
      cacheRead: count(wire['cacheReadInputTokens'] ?? wire['cacheReadInputTokenCount']),
      cacheWrite5m: cacheWrite - cacheWrite1h,
      cacheWrite1h,
    },
    output: { text: count(wire['outputTokens']) },
  })
}

function hourOf(details: unknown): number {
  const rows = Array.isArray(details) ? (details as readonly ({ ttl?: unknown; inputTokens?: unknown } | null)[]) : []
  return rows.reduce((sum, row) => (row?.ttl === '1h' ? sum + count(row.inputTokens) : sum), 0)
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0
}
