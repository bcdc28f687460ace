/**
 * Tokens in disjoint buckets: each token is counted in exactly one, so that a sum is a total and a price list is a dot product.
 * Adapters normalise what vendors report (OpenAI's and Gemini's input includes cached tokens, Anthropic's does not).
 */
export interface Usage {
  readonly input: {
    /** Text that no cache served. */
    readonly text: number
    readonly cacheRead: number
    /** Written into the provider's prompt cache, kept for 5 minutes or for an hour. */
    readonly cacheWrite5m: number
    readonly cacheWrite1h: number
    readonly audio: number
    readonly image: number
  }
  readonly output: {
    readonly text: number
    readonly reasoning: number
    readonly audio: number
    readonly image: number
  }
}

export type UsageSource = 'PROVIDER' | 'ESTIMATED' | 'CACHE' | 'NONE'

export const INPUT_BUCKETS = ['text', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'audio', 'image'] as const
export const OUTPUT_BUCKETS = ['text', 'reasoning', 'audio', 'image'] as const

export interface UsageCounts {
  input?: Partial<Usage['input']>
  output?: Partial<Usage['output']>
}

/** A usage with the buckets given and zero in the others. */
export function createUsage({ input = {}, output = {} }: UsageCounts = {}): Usage {
  return {
    input: { text: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, audio: 0, image: 0, ...input },
    output: { text: 0, reasoning: 0, audio: 0, image: 0, ...output },
  }
}

export function inputTokens({ input }: Usage): number {
  return input.text + input.cacheRead + input.cacheWrite5m + input.cacheWrite1h + input.audio + input.image
}

export function outputTokens({ output }: Usage): number {
  return output.text + output.reasoning + output.audio + output.image
}

/** What several legs of one call used together. */
export function addUsage(a: Usage, b: Usage): Usage {
  const sum = { input: { ...a.input }, output: { ...a.output } }
  for (const bucket of INPUT_BUCKETS) sum.input[bucket] += b.input[bucket]
  for (const bucket of OUTPUT_BUCKETS) sum.output[bucket] += b.output[bucket]
  return sum
}
