import type { ContentPart, Json, JsonObject, Message, ReasoningPart, ToolResultPart } from '../../../src/plugin-api.js'
import { mayReason } from './capabilities-of.js'
import { toCoherePart, unsupported } from './to-cohere-part.js'

type WireMessage = Record<string, Json | undefined>

/** The conversation in Cohere's form. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toCohereMessages(messages: readonly Message[], model: string): WireMessage[] {
  return messages.flatMap((message, index) => toWire(message, model, `messages[${index}]`))
}

/** Each tool result is a message of its own, and comes before what else was said. */
function toWire(message: Message, model: string, path: string): WireMessage[] {
  const results = message.parts.filter((part) => part.type === 'tool-result')
  const images = results.flatMap(({ parts }) => parts.filter(({ type }) => type === 'image'))
  const wire: WireMessage[] = results.map(toToolMessage)
  // Tool messages hold text and documents only: the images of a result follow as the user's.
  if (images.length > 0) wire.push({ role: 'user', content: images.map((part) => toCoherePart(part, path)) })
  if (results.length > 0 && results.length === message.parts.length) return wire
  return [...wire, message.role === 'assistant' ? toAssistant(message, model, path) : toPlain(message, path)]
}

/** A part that was a document of Cohere's is one again, so that it can be cited by its id. */
function toToolMessage({ toolCallId, parts }: ToolResultPart): WireMessage {
  const said = parts.flatMap((part) => (part.type === 'text' ? [toToolContent(part.text, part.extra)] : []))
  const hasImage = parts.some(({ type }) => type === 'image')
  const content = hasImage ? [...said, { type: 'text', text: 'The image is in the next message.' }] : said
  const [only] = content
  const text = content.length === 1 && only?.['type'] === 'text' ? only['text'] : undefined
  return { role: 'tool', tool_call_id: toolCallId, content: text ?? content }
}

function toToolContent(text: string, extra: JsonObject | undefined): JsonObject {
  return extra?.['document'] ? { type: 'document', document: extra['document'] } : { type: 'text', text }
}

function toPlain({ role, parts }: Message, path: string): WireMessage {
  const [only] = parts
  const isText = parts.length === 1 && only?.type === 'text'
  const content = isText
    ? only.text
    : parts.flatMap((part, index) => (part.type === 'tool-result' ? [] : [toCoherePart(part, `${path}.parts[${index}]`)]))
  return { role: role === 'developer' ? 'system' : role, content }
}

function toAssistant({ parts }: Message, model: string, path: string): WireMessage {
  refuseMedia(parts, path)
  const calls = parts.filter((part) => part.type === 'tool-call')
  const isPlan = (part: ReasoningPart) => calls.length > 0 && (isOwnPlan(part) || !mayReason(model))
  const reasoning = parts.filter((part) => part.type === 'reasoning')
  const plan = reasoning
    .filter(isPlan)
    .map(({ text }) => text)
    .join('')
  const content = parts.flatMap((part) => (part.type === 'reasoning' && isPlan(part) ? [] : toSaid(part, model)))
  return {
    role: 'assistant',
    ...(plan ? { tool_plan: plan } : {}),
    ...(content.length > 0 ? { content: onlyText(content) } : {}),
    ...(calls.length > 0 ? { tool_calls: calls.map(toCall) } : {}),
  }
}

function isOwnPlan({ providerState }: ReasoningPart): boolean {
  return providerState?.provider === 'cohere' && (providerState.value as JsonObject | null)?.['toolPlan'] === true
}

function toSaid(part: ContentPart, model: string): JsonObject[] {
  if (part.type === 'text' || part.type === 'refusal') return part.text ? [{ type: 'text', text: part.text }] : []
  if (part.type === 'native') return [part.value]
  return part.type === 'reasoning' && part.text && mayReason(model) ? [{ type: 'thinking', thinking: part.text }] : []
}

function onlyText(content: readonly JsonObject[]): Json {
  const texts = content.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : undefined))
  return texts.every((text) => text !== undefined) ? texts.join('') : content
}

function toCall({ id, name, arguments: args }: { id: string; name: string; arguments: string }): Json {
  return { id, type: 'function', function: { name, arguments: args || '{}' } }
}

function refuseMedia(parts: readonly ContentPart[], path: string): void {
  const media = parts.findIndex(({ type }) => type === 'image' || type === 'audio' || type === 'file')
  if (media !== -1) throw unsupported(`${path}.parts[${media}]`, 'Cohere takes no image, audio or file in an assistant message.')
}
