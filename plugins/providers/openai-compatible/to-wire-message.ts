import {
  type ContentPart,
  GatewayError,
  type Json,
  type JsonObject,
  type Message,
  type ToolCallPart,
  type ToolResultPart,
} from '../../../src/plugin-api.js'
import type { Quirks } from './quirks.js'
import { findReasoningDetails } from './reasoning-details.js'
import { toWirePart } from './to-wire-part.js'

export type WireMessage = Record<string, Json | undefined>

/** Who the messages are for: state returns only to the kind of provider that gave it. */
export interface Receiver {
  readonly kind: string
  readonly quirks: Quirks
}

/** One of ours may be several of theirs: each tool result is a message of its own, and comes before what else was said. */
export function toWireMessages(message: Message, receiver: Receiver, path: string): WireMessage[] {
  const results = message.parts.filter((part) => part.type === 'tool-result')
  const others = results.length === 0 ? message.parts : message.parts.filter((part) => part.type !== 'tool-result')
  const wire = results.map(toToolMessage)
  const images = results.flatMap(({ parts }) => parts.filter((part) => part.type === 'image'))
  // Tool messages hold text only in this dialect: the images of a result follow as the user's.
  if (images.length > 0) wire.push({ role: 'user', content: images.map((part) => toWirePart(part, path)) })
  if (others.length === 0 && results.length > 0) return wire
  wire.push(
    message.role === 'assistant'
      ? toAssistantMessage(message, others, receiver, path)
      : toPlainMessage(message, others, receiver, path),
  )
  return wire
}

function toToolMessage(result: ToolResultPart): WireMessage {
  const texts = result.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  const hasImage = result.parts.length > texts.length
  const content = hasImage ? [...texts, 'The image is in the next message.'].join('\n') : texts.join('\n')
  return { ...result.extra, role: 'tool', tool_call_id: result.toolCallId, content }
}

function toPlainMessage(message: Message, parts: readonly ContentPart[], { quirks }: Receiver, path: string): WireMessage {
  const role = message.role === 'developer' && !quirks.developerRole ? 'system' : message.role
  return { ...message.extra, role, content: toContent(parts, path), ...(message.name ? { name: message.name } : {}) }
}

function toContent(parts: readonly ContentPart[], path: string): Json {
  const [only] = parts
  if (parts.length === 1 && only?.type === 'text' && !only.extra) return only.text
  return parts.map((part, index) => toWirePart(part, `${path}.parts[${index}]`))
}

function toAssistantMessage(message: Message, parts: readonly ContentPart[], receiver: Receiver, path: string): WireMessage {
  const said = parts.filter((part) => part.type === 'text')
  const calls = parts.filter((part) => part.type === 'tool-call')
  const refusal = parts.flatMap((part) => (part.type === 'refusal' ? [part.text] : [])).join('')
  refuseMedia(parts, path)
  return {
    ...message.extra,
    role: 'assistant',
    content: said.length === 0 ? null : toContent(said, path),
    ...(message.name ? { name: message.name } : {}),
    ...(refusal ? { refusal } : {}),
    ...toReasoning(parts, receiver),
    ...(calls.length > 0 ? { tool_calls: calls.map((call) => toWireCall(call, receiver)) } : {}),
  }
}

function toReasoning(parts: readonly ContentPart[], { kind, quirks }: Receiver): WireMessage {
  const field = quirks.reasoningInput
  if (!field) return {}
  const details = findReasoningDetails(parts, kind)
  if (details.length > 0) return { reasoning_details: details }
  const text = parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('')
  return text ? { [field]: text } : {}
}

function toWireCall(call: ToolCallPart, { kind }: Receiver): Json {
  const { id, name, arguments: args, extra, providerState } = call
  const state = providerState?.provider === kind ? (providerState.value as JsonObject) : {}
  return { ...extra, ...state, id, type: 'function', function: { name, arguments: args } }
}

function refuseMedia(parts: readonly ContentPart[], path: string): void {
  const media = parts.findIndex((part) => part.type === 'image' || part.type === 'audio' || part.type === 'file')
  if (media === -1) return
  throw new GatewayError('UNSUPPORTED_PARAMETER', 'This provider takes no image, audio or file in an assistant message.', {
    path: `${path}.parts[${media}]`,
  })
}
