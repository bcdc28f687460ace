import {
  type ContentPart,
  GatewayError,
  type ImagePart,
  type Json,
  type JsonObject,
  type Message,
  type ToolCallPart,
  type ToolResultPart,
} from '../../../src/plugin-api.js'
import { toArgumentsObject } from '../../provider-transport/to-arguments-object.js'

export type WireMessage = Readonly<Record<string, Json>>

/**
 * One of ours may be several of theirs: each tool result is a message of its own, named after the tool that was called.
 * Source: https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion
 */
export function toOllamaMessages(messages: readonly Message[]): WireMessage[] {
  const names = new Map<string, string>()
  return messages.flatMap((message, index) => {
    for (const part of message.parts) if (part.type === 'tool-call') names.set(part.id, part.name)
    return toMessages(message, names, `messages[${index}]`)
  })
}

function toMessages(message: Message, names: ReadonlyMap<string, string>, path: string): WireMessage[] {
  const wire: WireMessage[] = []
  const others: ContentPart[] = []
  message.parts.forEach((part, index) => {
    const at = `${path}.parts[${index}]`
    if (part.type === 'tool-result') wire.push(toToolMessage(part, names, at))
    else others.push(part)
    if (part.type === 'audio' || part.type === 'file')
      throw unsupported(at, `Ollama takes no ${part.type} content. Send its text.`)
  })
  if (others.length === 0 && (wire.length > 0 || message.parts.length > 0)) return wire
  return [...wire, toPlain(message, others, path)]
}

function toPlain({ role, parts }: Message, others: readonly ContentPart[], path: string): WireMessage {
  const thinking = others.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('')
  const calls = others.filter((part) => part.type === 'tool-call')
  const images = others.flatMap((part) => (part.type === 'image' ? [toImage(part, `${path}.parts[${parts.indexOf(part)}]`)] : []))
  return {
    role: role === 'developer' ? 'system' : role,
    content: textOf(others),
    ...(thinking && { thinking }),
    ...(images.length > 0 && { images }),
    ...(calls.length > 0 && { tool_calls: calls.map(toCall) }),
  }
}

function toToolMessage(
  { toolCallId, parts, isError }: ToolResultPart,
  names: ReadonlyMap<string, string>,
  path: string,
): WireMessage {
  const name = names.get(toolCallId)
  const images = parts.flatMap((part, index) => (part.type === 'image' ? [toImage(part, `${path}.parts[${index}]`)] : []))
  return {
    role: 'tool',
    content: `${isError ? 'The tool failed.\n' : ''}${textOf(parts)}`,
    ...(name && { tool_name: name }),
    tool_call_id: toolCallId,
    ...(images.length > 0 && { images }),
  }
}

function textOf(parts: readonly ContentPart[]): string {
  return parts.flatMap((part) => (part.type === 'text' || part.type === 'refusal' ? [part.text] : [])).join('\n')
}

function toImage({ source }: ImagePart, path: string): string {
  if (source.type === 'base64') return source.data
  throw unsupported(path, 'Ollama takes images as base64 only. Send the bytes of the image instead of its address.')
}

function toCall({ id, name, arguments: text }: ToolCallPart): JsonObject {
  return { id, function: { name, arguments: toArgumentsObject(text) } }
}

/** Content is never dropped whatever `onUnsupported` says: the answer would be to another question. */
function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
