import type { FinishReason } from '../../../src/plugin-api.js'

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'STOP',
  eos: 'STOP',
  eos_token: 'STOP',
  end_turn: 'STOP',
  stop_sequence: 'STOP',
  length: 'LENGTH',
  max_tokens: 'LENGTH',
  model_length: 'LENGTH',
  tool_calls: 'TOOL_CALLS',
  function_call: 'TOOL_CALLS',
  content_filter: 'CONTENT_FILTER',
  sensitive: 'CONTENT_FILTER',
}

/** `seen`: vendors say `stop` after a refusal, and some after tool calls too. */
export function toFinishReason(native: string, seen: { readonly refusal: boolean; readonly toolCall: boolean }): FinishReason {
  const reason = Object.hasOwn(REASONS, native) ? REASONS[native]! : 'OTHER'
  if (reason !== 'STOP') return reason
  if (seen.refusal) return 'REFUSAL'
  return seen.toolCall ? 'TOOL_CALLS' : 'STOP'
}
