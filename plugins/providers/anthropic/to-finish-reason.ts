import type { FinishReason } from '../../../src/plugin-api.js'

/** https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons */
const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'STOP',
  stop_sequence: 'STOP',
  max_tokens: 'LENGTH',
  model_context_window_exceeded: 'LENGTH',
  tool_use: 'TOOL_CALLS',
  refusal: 'REFUSAL',
  // A long turn with tools of the vendor's own: sent back as it is, it goes on.
  pause_turn: 'OTHER',
}

export function toFinishReason(native: string): FinishReason {
  return Object.hasOwn(REASONS, native) ? REASONS[native]! : 'OTHER'
}
