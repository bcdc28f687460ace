import type { JsonObject } from '../../domain/json.js'
import { outputTokens, type Usage } from '../../domain/usage.js'

/** Anthropic's counts: `input_tokens` are those that no cache served or took. `own` is what Claude counted beside tokens. */
export function toWireUsage({ input, output }: Usage, own: JsonObject = {}): object {
  return {
    input_tokens: input.text + input.audio + input.image,
    cache_creation_input_tokens: input.cacheWrite5m + input.cacheWrite1h,
    cache_read_input_tokens: input.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: input.cacheWrite5m, ephemeral_1h_input_tokens: input.cacheWrite1h },
    output_tokens: outputTokens({ input, output }),
    output_tokens_details: { thinking_tokens: output.reasoning },
    server_tool_use: own['server_tool_use'] ?? null,
    service_tier: null,
  }
}
