import type { CompletionEvent, ReasoningDeltaEvent, TextDeltaEvent, ToolCallDeltaEvent } from '../../domain/completion-event.js'
import { toWireCitation } from './citations.js'
import { OWNER, toReasoningState } from './provider-state.js'
import { DIRECT } from './to-content-block.js'

/** A piece of one content block. Pieces of one block have the same kind and number. */
export interface BlockPiece {
  readonly kind: 'text' | 'thinking' | 'tool_use' | 'whole'
  readonly number: number | undefined
  /** The block as it begins. */
  readonly head: object
  readonly text: string
  /** Deltas that follow the text. */
  readonly deltas?: readonly object[]
}

const TEXT_HEAD = { type: 'text', text: '' }
const THINKING_HEAD = { type: 'thinking', thinking: '', signature: '' }
const NONE: readonly BlockPiece[] = []

/** What an event adds to the answer. The format has one answer: other alternatives, and items of other dialects, have no place in it. */
export function toBlockPieces(event: CompletionEvent): readonly BlockPiece[] {
  if ('choice' in event && event.choice) return NONE
  switch (event.type) {
    case 'text-delta':
      return toTextPieces(event)
    case 'refusal-delta':
      return event.text === '' ? NONE : [{ kind: 'text', number: event.part, head: TEXT_HEAD, text: event.text }]
    case 'reasoning-delta':
      return toThinkingPieces(event)
    case 'tool-call-delta':
      return [{ kind: 'tool_use', number: event.index, head: toToolHead(event), text: event.argumentsDelta }]
    case 'native':
      return event.dialect === OWNER ? [toWhole(event.value)] : NONE
    default:
      return NONE
  }
}

function toTextPieces({ part, text, citations }: TextDeltaEvent): readonly BlockPiece[] {
  if (!citations) return text === '' ? NONE : [{ kind: 'text', number: part, head: TEXT_HEAD, text }]
  const deltas = citations.map((citation) => ({ type: 'citations_delta', citation: toWireCitation(citation) }))
  return [{ kind: 'text', number: part, head: TEXT_HEAD, text, deltas }]
}

function toThinkingPieces({ part, text, providerState }: ReasoningDeltaEvent): readonly BlockPiece[] {
  const spoken: BlockPiece = { kind: 'thinking', number: part, head: THINKING_HEAD, text }
  if (!providerState) return text === '' ? NONE : [spoken]
  const state = toReasoningState(providerState)
  if ('signature' in state) return [{ ...spoken, deltas: [{ type: 'signature_delta', signature: state.signature }] }]
  const withheld = toWhole({ type: 'redacted_thinking', data: state.redacted })
  return text === '' ? [withheld] : [spoken, withheld]
}

function toToolHead({ id = '', name = '' }: ToolCallDeltaEvent): object {
  return { type: 'tool_use', id, name, input: {}, caller: DIRECT }
}

function toWhole(block: object): BlockPiece {
  return { kind: 'whole', number: undefined, head: block, text: '' }
}
