import type { Choice } from '../../domain/completion.js'
import type { FinishReason } from '../../domain/completion-event.js'

const FINISH_REASONS = {
  STOP: 'STOP',
  LENGTH: 'MAX_TOKENS',
  TOOL_CALLS: 'STOP',
  CONTENT_FILTER: 'SAFETY',
  REFUSAL: 'SAFETY',
  OTHER: 'OTHER',
} as const satisfies Record<FinishReason, string>

/** Finer words of Google's for an answer that a filter stopped, or that went wrong. */
const NATIVE = new Set([
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MALFORMED_FUNCTION_CALL',
  'UNEXPECTED_TOOL_CALL',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
  'IMAGE_OTHER',
  'NO_IMAGE',
])

export function toFinishReason({ finishReason, nativeFinishReason }: Choice): string {
  const reason = finishReason ?? 'OTHER'
  const isFiner = reason === 'CONTENT_FILTER' || reason === 'OTHER'
  return isFiner && nativeFinishReason !== undefined && NATIVE.has(nativeFinishReason)
    ? nativeFinishReason
    : FINISH_REASONS[reason]
}
