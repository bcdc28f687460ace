import type { ContentPart, Message, TextPart, ToolCallPart, ToolResultPart } from '../../domain/content.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import {
  readArray,
  readName,
  readObject,
  readOneOf,
  readString,
  refuse,
  refuseUnknownFields,
  unknownFields,
} from '../read-json.js'
import { fromContent, type WirePartType } from './from-content-part.js'
import { fromPartLayout, fromProviderState } from './provider-state.js'

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'] as const
const INSTRUCTION_PARTS: readonly WirePartType[] = ['text']
const USER_PARTS: readonly WirePartType[] = ['text', 'image_url', 'input_audio', 'file']
const ASSISTANT_PARTS: readonly WirePartType[] = ['text', 'refusal']
const TOOL_PARTS: readonly WirePartType[] = ['text', 'image_url']

const PLAIN_FIELDS = new Set(['role', 'content', 'name'])
const TOOL_FIELDS = new Set(['role', 'content', 'name', 'tool_call_id'])
const ASSISTANT_FIELDS = new Set([
  'role',
  'content',
  'name',
  'refusal',
  'tool_calls',
  'function_call',
  'reasoning_content',
  'provider_state',
])
const TOOL_CALL_FIELDS = new Set(['id', 'type', 'function', 'provider_state'])
const FUNCTION_FIELDS = new Set(['name', 'arguments'])

export function fromChatMessages(value: Json, path: string): Message[] {
  const messages = readArray(value, path)
  if (messages.length === 0) return refuse(value, path, 'a list of at least one message')
  return messages.map((message, index) => fromChatMessage(message, `${path}[${index}]`))
}

function fromChatMessage(value: Json, path: string): Message {
  const message = readObject(value, path)
  if (message['role'] === 'function') return refuseLegacy(`${path}.role`, "'tool' messages with tool_call_id")
  const role = readOneOf(message['role'], `${path}.role`, ROLES)
  switch (role) {
    case 'system':
    case 'developer':
      return named(
        { role, parts: fromContent(message['content'], `${path}.content`, INSTRUCTION_PARTS) },
        message,
        PLAIN_FIELDS,
        path,
      )
    case 'user':
      return named({ role, parts: fromContent(message['content'], `${path}.content`, USER_PARTS) }, message, PLAIN_FIELDS, path)
    case 'assistant':
      return named({ role, parts: fromAssistant(message, path) }, message, ASSISTANT_FIELDS, path)
    case 'tool':
      return named({ role, parts: [fromToolResult(message, path)] }, message, TOOL_FIELDS, path)
    default:
      return role satisfies never
  }
}

function named(message: Message, wire: JsonObject, known: ReadonlySet<string>, path: string): Message {
  const name = wire['name'] == null ? undefined : readString(wire['name'], `${path}.name`)
  const extra = unknownFields(wire, known, path)
  if (name === undefined && extra === undefined) return message
  return { ...message, ...(name !== undefined && { name }), ...(extra && { extra }) }
}

function fromAssistant(message: JsonObject, path: string): ContentPart[] {
  if (message['function_call'] != null) return refuseLegacy(`${path}.function_call`, 'tool_calls')
  const parts: ContentPart[] = []
  const { reasoning_content: reasoning, content, refusal, tool_calls: calls, provider_state: layout } = message
  if (reasoning != null) parts.push({ type: 'reasoning', text: readString(reasoning, `${path}.reasoning_content`) })
  if (content != null) parts.push(...fromContent(content, `${path}.content`, ASSISTANT_PARTS))
  if (refusal != null) parts.push({ type: 'refusal', text: readString(refusal, `${path}.refusal`) })
  if (calls != null) parts.push(...fromToolCalls(calls, `${path}.tool_calls`))
  if (parts.length === 0 && Object.keys(message).every((key) => ASSISTANT_FIELDS.has(key))) {
    return refuse(content, `${path}.content`, 'a string or an array of content parts, as there are no tool_calls')
  }
  return layout == null ? parts : fromPartLayout(layout, `${path}.provider_state`, parts)
}

function fromToolCalls(value: Json, path: string): ToolCallPart[] {
  return readArray(value, path).map((item, index) => fromToolCall(item, `${path}[${index}]`))
}

function fromToolCall(value: Json, path: string): ToolCallPart {
  const call = readObject(value, path)
  if (call['type'] != null) readOneOf(call['type'], `${path}.type`, ['function'])
  const called = readObject(call['function'], `${path}.function`)
  refuseUnknownFields(called, FUNCTION_FIELDS, `${path}.function`)
  const state = call['provider_state'] == null ? undefined : fromProviderState(call['provider_state'], `${path}.provider_state`)
  const extra = unknownFields(call, TOOL_CALL_FIELDS, path)
  return {
    type: 'tool-call',
    id: readName(call['id'], `${path}.id`),
    name: readName(called['name'], `${path}.function.name`),
    arguments: readString(called['arguments'], `${path}.function.arguments`),
    ...(state && { providerState: state }),
    ...(extra && { extra }),
  }
}

function fromToolResult(message: JsonObject, path: string): ToolResultPart {
  const toolCallId = readName(message['tool_call_id'], `${path}.tool_call_id`)
  const parts = fromContent(message['content'], `${path}.content`, TOOL_PARTS) as TextPart[]
  return { type: 'tool-result', toolCallId, parts }
}

function refuseLegacy(path: string, instead: string): never {
  throw new GatewayError('UNSUPPORTED_PARAMETER', `${path} is of the retired functions interface. Send ${instead} instead.`, {
    path,
  })
}
