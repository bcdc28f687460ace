import type {
  Citation,
  ContentPart,
  ImagePart,
  JsonObject,
  NativePart,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../../src/plugin-api.js'
import { fitToolCallId } from '../../provider-transport/fit-tool-call-id.js'
import { toCacheControl, withMarks } from './cache-control.js'
import type { Notes } from './notes.js'
import { toDocumentBlock, toImageBlock, unsupported } from './to-media-block.js'
import { type Block, type Receiver, toJsonObject } from './wire.js'

export const DIALECT = 'anthropic'

const TOOL_CALL_ID = /^[a-zA-Z0-9_-]{1,64}$/
const FITTED_ID_LENGTH = 40

/**
 * A part as content blocks: one, or none where it means nothing to Claude.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER for content that Claude cannot take
 */
export function toBlocks(part: ContentPart, receiver: Receiver, notes: Notes, path: string): Block[] {
  switch (part.type) {
    case 'text':
      return toTextBlocks(part, receiver)
    case 'refusal':
      return toTextBlocks({ ...part, type: 'text' }, receiver)
    case 'image':
      return [withMarks(toMarkedImage(part, notes, path), part, receiver)]
    case 'file':
      return [withMarks(toDocumentBlock(part, path), part, receiver)]
    case 'tool-call':
      return [withMarks(toToolUse(part), part, receiver)]
    case 'tool-result':
      return [withMarks(toToolResult(part, receiver, notes, path), part, receiver)]
    case 'reasoning':
      return toThinkingBlocks(part, notes)
    case 'native':
      return toNativeBlocks(part, notes)
    case 'audio':
      throw unsupported(path, 'Claude takes no audio.')
    default:
      return part satisfies never
  }
}

/** A text of nothing but white space is refused, and says nothing. */
function toTextBlocks(part: TextPart, receiver: Receiver): Block[] {
  if (part.text.trim() === '') return []
  const citations = (part.citations ?? []).flatMap(toWireCitation)
  return [withMarks({ type: 'text', text: part.text, ...(citations.length > 0 ? { citations } : {}) }, part, receiver)]
}

/** Only what Claude itself cited can be cited to it. */
function toWireCitation({ native }: Citation): JsonObject[] {
  if (native?.dialect !== DIALECT) return []
  const { file_id: _, ...citation } = native.value
  return [citation]
}

function toMarkedImage(part: ImagePart, notes: Notes, path: string): Block {
  if (part.detail && part.detail !== 'auto') notes.lose(`${path}.detail`)
  return toImageBlock(part, path)
}

function toToolUse({ id, name, arguments: args, providerState }: ToolCallPart): Block {
  const state = providerState?.provider === DIALECT ? toJsonObject(providerState.value) : {}
  return { ...state, type: 'tool_use', id: fitId(id), name, input: toInput(args) }
}

/** Arguments that are no object, since a model broke off or erred, are shown in the form that the vendor recommends for them. */
function toInput(args: string): JsonObject {
  if (args.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(args)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  } catch {
    // Told apart below.
  }
  return { INVALID_JSON: args }
}

function toToolResult(part: ToolResultPart, receiver: Receiver, notes: Notes, path: string): Block {
  const blocks = part.parts.flatMap((inner, index) => toBlocks(inner, receiver, notes, `${path}.parts[${index}]`))
  return {
    type: 'tool_result',
    tool_use_id: fitId(part.toolCallId),
    ...(blocks.length > 0 ? { content: toContent(blocks) } : {}),
    ...(part.isError ? { is_error: true } : {}),
  }
}

/** A single plain text in its short form. */
function toContent(blocks: readonly Block[]): Block[] | string {
  const [only] = blocks
  const isPlain = blocks.length === 1 && only?.['type'] === 'text' && Object.keys(only).length === 2
  return isPlain ? String(only['text']) : [...blocks]
}

/** Thought is believed only with the signature that Claude put under it. */
function toThinkingBlocks({ text, providerState }: ReasoningPart, notes: Notes): Block[] {
  const state = providerState?.provider === DIALECT ? toJsonObject(providerState.value) : {}
  if (typeof state['redacted'] === 'string') return [{ type: 'redacted_thinking', data: state['redacted'] }]
  if (typeof state['signature'] === 'string') return [{ type: 'thinking', thinking: text, signature: state['signature'] }]
  notes.drop('Reasoning of earlier turns that Claude did not sign was left out: Claude takes only its own.')
  return []
}

function toNativeBlocks({ dialect, value, cacheControl }: NativePart, notes: Notes): Block[] {
  if (dialect === DIALECT)
    return [cacheControl ? { ...value, cache_control: value['cache_control'] ?? toCacheControl(cacheControl) } : value]
  notes.drop(`Items of another dialect (${dialect}) were left out: they mean nothing to Claude.`)
  return []
}

function fitId(id: string): string {
  return fitToolCallId(id, TOOL_CALL_ID, FITTED_ID_LENGTH)
}
