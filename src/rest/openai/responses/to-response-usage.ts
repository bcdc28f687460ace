import type { JsonObject } from '../../../domain/json.js'
import { inputTokens, outputTokens, type Usage } from '../../../domain/usage.js'

/** As the Responses API counts: the totals include what was cached and what was reasoned. */
export function toResponseUsage(usage: Usage): JsonObject {
  const input = inputTokens(usage)
  const output = outputTokens(usage)
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.input.cacheRead,
      cache_write_tokens: usage.input.cacheWrite5m + usage.input.cacheWrite1h,
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.output.reasoning },
    total_tokens: input + output,
  }
}
