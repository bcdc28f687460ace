import { inputTokens, outputTokens, type Usage } from '../../domain/usage.js'

/** OpenAI's usage, whose totals include the cached and the reasoning tokens that ours keep apart. */
export function toChatUsage(usage: Usage): object {
  const { input, output } = usage
  const prompt = inputTokens(usage)
  const completion = outputTokens(usage)
  const written = input.cacheWrite5m + input.cacheWrite1h
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: input.cacheRead,
      audio_tokens: input.audio,
      ...(written > 0 && { cache_write_tokens: written }),
    },
    completion_tokens_details: { reasoning_tokens: output.reasoning, audio_tokens: output.audio },
  }
}
