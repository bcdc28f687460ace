import type { ContentPart, Json, JsonObject, Message, ToolCallPart, ToolResultPart } from '../../../src/plugin-api.js'
import { fitToolCallId } from '../../provider-transport/fit-tool-call-id.js'
import { mayReason } from './capabilities-of.js'
import { toMistralPart, unsupported } from './to-mistral-part.js'

type WireMessage = Record<string, Json | undefined>

/** https://docs.mistral.ai/capabilities/function_calling/: any other id is refused. */
const TOOL_CALL_ID = /^[a-zA-Z0-9]{9}$/

/**
 * The conversation in Mistral's form. A last message of the assistant is the beginning of the answer, which Mistral wants said.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toMistralMessages(messages: readonly Message[], model: string): WireMessage[] {
  return messages.flatMap((message, index) => {
    const wire = toWire(message, model, `messages[${index}]`)
    const isPrefix = index === messages.length - 1 && message.role === 'assistant'
    return isPrefix ? wire.map((last) => ({ ...last, prefix: true })) : wire
  })
}

/** Each tool result is a message of its own, and comes before what else was said. */
function toWire(message: Message, model: string, path: string): WireMessage[] {
  const wire = message.parts.flatMap((part, index) =>
    part.type === 'tool-result' ? [toToolMessage(part, `${path}.parts[${index}]`)] : [],
  )
  const isAnswered = wire.length > 0 && wire.length === message.parts.length
  if (isAnswered) return wire
  return [...wire, message.role === 'assistant' ? toAssistant(message, model, path) : toPlain(message, path)]
}

function toToolMessage({ toolCallId, parts, extra }: ToolResultPart, path: string): WireMessage {
  const [only] = parts
  const isText = parts.length === 1 && only?.type === 'text'
  const content = isText ? only.text : parts.map((part) => toMistralPart(part, path))
  return { ...extra, role: 'tool', tool_call_id: fitToolCallId(toolCallId, TOOL_CALL_ID, 9), content }
}

/** Neither `developer` nor a name of the speaker is in Mistral's closed schema. */
function toPlain({ role, parts }: Message, path: string): WireMessage {
  return { role: role === 'developer' ? 'system' : role, content: toContent(parts, path) }
}

function toContent(parts: readonly ContentPart[], path: string): Json {
  const [only] = parts
  if (parts.length === 1 && only?.type === 'text') return only.text
  return parts.flatMap((part, index) => (part.type === 'tool-result' ? [] : [toMistralPart(part, `${path}.parts[${index}]`)]))
}

function toAssistant({ parts, extra }: Message, model: string, path: string): WireMessage {
  refuseMedia(parts, path)
  const calls = parts.filter((part) => part.type === 'tool-call')
  const said = parts.flatMap((part) => toSaid(part, model))
  return {
    ...(extra?.['prefix'] === true ? { prefix: true } : {}),
    role: 'assistant',
    content: said.every(({ type }) => type === 'text') ? said.map(({ text }) => text).join('') : said,
    ...(calls.length > 0 ? { tool_calls: calls.map(toCall) } : {}),
  }
}

/** Thought goes back as it came: https://docs.mistral.ai/capabilities/reasoning/ */
function toSaid(part: ContentPart, model: string): JsonObject[] {
  if (part.type === 'native') return [part.value]
  if (part.type === 'text' || part.type === 'refusal') return [{ type: 'text', text: part.text }]
  if (part.type !== 'reasoning' || part.text === '' || !mayReason(model)) return []
  return [{ type: 'thinking', thinking: [{ type: 'text', text: part.text }] }]
}

function toCall({ id, name, arguments: args }: ToolCallPart): Json {
  return { id: fitToolCallId(id, TOOL_CALL_ID, 9), type: 'function', function: { name, arguments: args || '{}' } }
}

function refuseMedia(parts: readonly ContentPart[], path: string): void {
  const media = parts.findIndex(({ type }) => type === 'image' || type === 'audio' || type === 'file')
  if (media !== -1) throw unsupported(`${path}.parts[${media}]`, 'Mistral takes no image, audio or file in an assistant message.')
}
