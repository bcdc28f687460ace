import type { Choice } from '../../domain/completion.js'
import type { FinishReason } from '../../domain/completion-event.js'

const STOP_REASONS = {
  STOP: 'end_turn',
  LENGTH: 'max_tokens',
  TOOL_CALLS: 'tool_use',
  CONTENT_FILTER: 'refusal',
  REFUSAL: 'refusal',
  OTHER: 'end_turn',
} as const satisfies Record<FinishReason, string>

/** Reasons that only Anthropic's own models give: clients act on them. */
const NATIVE = new Set(['pause_turn', 'model_context_window_exceeded'])

export interface WireStop {
  readonly stop_reason: string
  readonly stop_sequence: string | null
  readonly stop_details: object | null
}

export function toWireStop(choice: Choice | undefined): WireStop {
  const { finishReason, nativeFinishReason = '', stopSequence } = choice ?? { finishReason: null }
  const reason = NATIVE.has(nativeFinishReason) ? nativeFinishReason : STOP_REASONS[finishReason ?? 'OTHER']
  const met = reason === 'end_turn' && stopSequence !== undefined
  return {
    stop_reason: met ? 'stop_sequence' : reason,
    stop_sequence: met ? stopSequence : null,
    stop_details: reason === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
  }
}
