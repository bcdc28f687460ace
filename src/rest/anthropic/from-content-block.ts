import type { ContentPart, ReasoningPart, TextPart, ToolCallPart, ToolResultPart } from '../../domain/content.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { readArray, readBoolean, readName, readObject, readOpaqueObject, readString, refuse } from '../read-json.js'
import { withBlockExtra } from './block-extra.js'
import { fromWireCitations } from './citations.js'
import { fromDocument, fromImage } from './from-source.js'
import { fromRedacted, fromSignature, OWNER } from './provider-state.js'
import { fromToolInput } from './tool-input.js'

type BlockReader = (block: JsonObject, path: string) => ContentPart

const TEXT = new Set(['type', 'text', 'citations'])
const THINKING = new Set(['type', 'thinking', 'signature'])
const REDACTED = new Set(['type', 'data'])
const TOOL_USE = new Set(['type', 'id', 'name', 'input'])
const TOOL_RESULT = new Set(['type', 'tool_use_id', 'content', 'is_error'])

const READERS: ReadonlyMap<string, BlockReader> = new Map<string, BlockReader>([
  ['text', fromText],
  ['image', fromImage],
  ['document', fromDocument],
  ['thinking', fromThinking],
  ['redacted_thinking', fromRedactedThinking],
  ['tool_use', fromToolUse],
  ['tool_result', fromToolResult],
])

/** A string, or blocks. Blocks of types without a canonical name, such as a search that Anthropic ran, stay as they are. */
export function fromContent(content: Json | undefined, path: string): ContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (!Array.isArray(content)) return refuse(content, path, 'a string or an array of content blocks')
  return readArray(content, path).map((value, index) => fromContentBlock(value, `${path}[${index}]`))
}

/** Where the format allows nothing but text, such as instructions. */
export function fromTextContent(content: Json | undefined, path: string): TextPart[] {
  return fromContent(content, path).map((part, index) =>
    part.type === 'text' ? part : refuse(part.type, `${path}[${index}].type`, "'text'"),
  )
}

function fromContentBlock(value: Json, path: string): ContentPart {
  const block = readObject(value, path)
  const read = READERS.get(readName(block['type'], `${path}.type`))
  return read ? read(block, path) : { type: 'native', dialect: OWNER, value: readOpaqueObject(block, path) }
}

function fromText(block: JsonObject, path: string): TextPart {
  const text = readString(block['text'], `${path}.text`)
  return withBlockExtra({ type: 'text', text, ...fromWireCitations(block['citations'], `${path}.citations`) }, block, TEXT, path)
}

function fromThinking(block: JsonObject, path: string): ReasoningPart {
  const text = readString(block['thinking'], `${path}.thinking`)
  const signature = block['signature'] == null ? '' : readString(block['signature'], `${path}.signature`)
  return withBlockExtra({ type: 'reasoning', text, ...fromSignature(signature) }, block, THINKING, path)
}

function fromRedactedThinking(block: JsonObject, path: string): ReasoningPart {
  const providerState = fromRedacted(readName(block['data'], `${path}.data`))
  return withBlockExtra({ type: 'reasoning', text: '', providerState }, block, REDACTED, path)
}

function fromToolUse(block: JsonObject, path: string): ToolCallPart {
  const part: ToolCallPart = {
    type: 'tool-call',
    id: readName(block['id'], `${path}.id`),
    name: readName(block['name'], `${path}.name`),
    arguments: fromToolInput(block['input'], `${path}.input`),
  }
  return withBlockExtra(part, block, TOOL_USE, path)
}

function fromToolResult(block: JsonObject, path: string): ToolResultPart {
  const isError = block['is_error'] != null && readBoolean(block['is_error'], `${path}.is_error`)
  const part: ToolResultPart = {
    type: 'tool-result',
    toolCallId: readName(block['tool_use_id'], `${path}.tool_use_id`),
    parts: fromResultContent(block['content'], `${path}.content`),
    ...(isError && { isError }),
  }
  return withBlockExtra(part, block, TOOL_RESULT, path)
}

function fromResultContent(content: Json | undefined, path: string): ToolResultPart['parts'] {
  if (content == null) return []
  return fromContent(content, path).map((part, index) => {
    if (part.type === 'text' || part.type === 'image') return part
    const at = `${path}[${index}].type`
    throw new GatewayError('UNSUPPORTED_PARAMETER', `${at}: a tool result takes text and images only.`, { path: at })
  })
}
