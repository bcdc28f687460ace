import type { ContentPart, Message, ReasoningPart, TextPart } from '../../domain/content.js'
import type { Json } from '../../domain/json.js'
import { readArray, readOneOf, refuse } from '../read-json.js'
import { type CallIds, createCallIds } from './call-ids.js'
import { fromPart } from './from-part.js'
import { isOwnState } from './provider-state.js'
import { readFields } from './read-fields.js'

const ROLES = ['user', 'model', 'function'] as const

export function fromContents(value: Json, path: string): Message[] {
  const contents = readArray(value, path)
  if (contents.length === 0) return refuse(value, path, 'a list of at least one content')
  const calls = createCallIds()
  const messages: Message[] = []
  for (const [index, content] of contents.entries()) {
    for (const message of fromContent(content, `${path}[${index}]`, calls)) addMessage(messages, message)
  }
  return messages.map((message) => (message.role === 'assistant' ? { ...message, parts: joinPieces(message.parts) } : message))
}

/** Instructions: a content of text, whatever its role. */
export function fromSystemInstruction(value: Json, path: string): Message[] {
  if (typeof value === 'string') return value === '' ? [] : [{ role: 'system', parts: [{ type: 'text', text: value }] }]
  const parts = readParts(readFields(value, path)['parts'], `${path}.parts`, 'user', createCallIds())
  const texts = parts.map((part, index) =>
    part.type === 'text' ? part : refuse(part.type, `${path}.parts[${index}]`, 'a part with text'),
  )
  const said = texts.filter(({ text }) => text !== '')
  return said.length > 0 ? [{ role: 'system', parts: said }] : []
}

function fromContent(value: Json, path: string, calls: CallIds): Message[] {
  const content = readFields(value, path)
  const sent = content['role'] == null || content['role'] === '' ? 'user' : content['role']
  const role = readOneOf(sent, `${path}.role`, ROLES)
  const parts = readParts(content['parts'], `${path}.parts`, role === 'model' ? 'model' : 'user', calls)
  const foreign = role === 'model' ? 'tool-result' : 'tool-call'
  const misplaced = parts.findIndex((part) => part.type === foreign)
  if (misplaced >= 0) refuse(foreign, `${path}.parts[${misplaced}]`, `a part that the role '${role}' may hold`)
  if (role === 'model') return [{ role: 'assistant', parts }]
  return parts.map((part) => ({ role: part.type === 'tool-result' ? 'tool' : 'user', parts: [part] }))
}

function readParts(value: Json | undefined, path: string, role: 'user' | 'model', calls: CallIds): ContentPart[] {
  if (value == null && role === 'model') return []
  const parts = readArray(value, path)
  if (parts.length === 0 && role === 'user') return refuse(value, path, 'a list of at least one part')
  return parts.map((part, index) => fromPart(part, `${path}[${index}]`, role, calls))
}

/** A turn of the model comes in as many contents as its stream had pieces; each response of a function is a message of its own. */
function addMessage(messages: Message[], message: Message): void {
  const last = messages[messages.length - 1]
  if (last?.role !== message.role || message.role === 'tool') messages.push(message)
  else messages[messages.length - 1] = { ...last, parts: [...last.parts, ...message.parts] }
}

/** Pieces of one text become one part again, with the state that was sent on the last of them. */
function joinPieces(parts: readonly ContentPart[]): ContentPart[] {
  const joined: ContentPart[] = []
  for (const part of parts) {
    const last = joined[joined.length - 1]
    if (!isSpoken(part)) joined.push(part)
    else if (last && isSpoken(last) && goesOn(last, part)) {
      joined[joined.length - 1] = { ...last, text: last.text + part.text, ...stateOf(part) }
    } else if (part.text !== '' || part.providerState) joined.push(part)
  }
  return joined
}

function isSpoken(part: ContentPart): part is TextPart | ReasoningPart {
  return part.type === 'text' || part.type === 'reasoning'
}

function goesOn(last: TextPart | ReasoningPart, part: TextPart | ReasoningPart): boolean {
  if (last.type !== part.type || last.providerState || last.extra || part.extra) return false
  return !part.providerState || !isOwnState(part.providerState)
}

function stateOf({ providerState }: ContentPart): Pick<ContentPart, 'providerState'> {
  return providerState ? { providerState } : {}
}
