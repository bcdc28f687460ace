import type { TokenLogprob } from '../../../src/plugin-api.js'

/** A stretch of text and the log probability of each of its tokens, whose own texts Cohere does not tell: one entry, with their sum. */
export function toLogprob(wire: unknown): TokenLogprob | undefined {
  const { text, logprobs } = (wire ?? {}) as { text?: unknown; logprobs?: unknown }
  if (typeof text !== 'string' || !Array.isArray(logprobs) || logprobs.length === 0) return undefined
  if (!logprobs.every((value) => typeof value === 'number')) return undefined
  return { token: text, logprob: logprobs.reduce((sum, value) => sum + value, 0) }
}
