import type { Choice, Completion } from '../../domain/completion.js'
import type { FinishReason } from '../../domain/completion-event.js'
import { ownFields } from './own-fields.js'

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

const NO_CHOICE: Pick<Choice, 'finishReason' | 'nativeFinishReason' | 'stopSequence'> = { finishReason: null }
const UNEXPLAINED = { type: 'refusal', category: null, explanation: null }

export interface WireStop {
  readonly stop_reason: string
  readonly stop_sequence: string | null
  readonly stop_details: object | null
}

/** Why an answer was refused is told as Claude told it; another provider's refusal has no category here. */
export function toWireStop({ choices, extra }: Pick<Completion, 'choices' | 'extra'>): WireStop {
  const [choice] = choices
  const { finishReason, nativeFinishReason = '', stopSequence } = choice ?? NO_CHOICE
  const reason = NATIVE.has(nativeFinishReason) ? nativeFinishReason : STOP_REASONS[finishReason ?? 'OTHER']
  const met = reason === 'end_turn' && stopSequence !== undefined
  return {
    stop_reason: met ? 'stop_sequence' : reason,
    stop_sequence: met ? stopSequence : null,
    stop_details: reason === 'refusal' ? (ownFields({ extra }, 'stop_details') ?? UNEXPLAINED) : null,
  }
}
