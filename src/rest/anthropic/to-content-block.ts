import type { ContentPart, ReasoningPart, TextPart } from '../../domain/content.js'
import { toWireCitation } from './citations.js'
import { OWNER, toReasoningState } from './provider-state.js'
import { toToolInput } from './tool-input.js'

/** Called by the model itself, as every tool of the caller's is. */
export const DIRECT = { type: 'direct' } as const

/** An item of another dialect has no block here: its own door shows it. */
export function toContentBlocks(parts: readonly ContentPart[]): object[] {
  return parts.flatMap((part) => toContentBlock(part) ?? [])
}

function toContentBlock(part: ContentPart): object | undefined {
  switch (part.type) {
    case 'text':
      return toTextBlock(part)
    case 'refusal':
      return { type: 'text', text: part.text }
    case 'reasoning':
      return toThinkingBlock(part)
    case 'tool-call':
      return { ...part.extra, type: 'tool_use', id: part.id, name: part.name, input: toToolInput(part.arguments), caller: DIRECT }
    case 'native':
      return part.dialect === OWNER ? part.value : undefined
    default:
      return undefined
  }
}

function toTextBlock({ text, citations, extra }: TextPart): object {
  return { ...extra, type: 'text', text, ...(citations && { citations: citations.map(toWireCitation) }) }
}

function toThinkingBlock({ text, providerState }: ReasoningPart): object {
  const state = toReasoningState(providerState)
  if ('redacted' in state) return { type: 'redacted_thinking', data: state.redacted }
  return { type: 'thinking', thinking: text, signature: state.signature }
}
