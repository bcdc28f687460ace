import type { ContentPart, Message, Role } from '../../domain/content.js'
import type { Json } from '../../domain/json.js'
import { readArray, readObject, readOneOf, refuse, unknownFields } from '../read-json.js'
import { fromContent, fromTextContent } from './from-content-block.js'

const ROLES = ['user', 'assistant', 'system'] as const
const KNOWN = new Set(['role', 'content'])

export function fromMessages(value: Json, path: string): Message[] {
  const messages = readArray(value, path)
  if (messages.length === 0) return refuse(value, path, 'a list of at least one message')
  return messages.flatMap((message, index) => fromMessage(message, `${path}[${index}]`))
}

/** Instructions: a string, or blocks of text. */
export function fromSystem(value: Json, path: string): Message[] {
  const parts = fromTextContent(value, path).filter(({ text }) => text !== '')
  return parts.length > 0 ? [{ role: 'system', parts }] : []
}

function fromMessage(value: Json, path: string): Message[] {
  const message = readObject(value, path)
  const role = readOneOf(message['role'], `${path}.role`, ROLES)
  const at = `${path}.content`
  const parts = role === 'system' ? fromTextContent(message['content'], at) : fromContent(message['content'], at)
  refuseMisplaced(parts, role, at)
  const extra = unknownFields(message, KNOWN, path)
  return role === 'user' ? byRole(parts, extra) : [{ role, parts, ...(extra && { extra }) }]
}

/** A user's turn may hold results of tools, each of which is a message of its own here. */
function byRole(parts: readonly ContentPart[], extra: Message['extra']): Message[] {
  const messages: { role: Role; parts: ContentPart[]; extra?: Message['extra'] }[] = []
  for (const part of parts) {
    const open = messages[messages.length - 1]
    if (part.type === 'tool-result') messages.push({ role: 'tool', parts: [part] })
    else if (open?.role === 'user') open.parts.push(part)
    else messages.push({ role: 'user', parts: [part] })
  }
  const [first] = messages
  if (first && extra) first.extra = extra
  return messages.length > 0 ? messages : [{ role: 'user', parts: [] }]
}

function refuseMisplaced(parts: readonly ContentPart[], role: Role, path: string): void {
  const foreign = role === 'assistant' ? 'tool-result' : 'tool-call'
  const index = parts.findIndex((part) => part.type === foreign)
  if (index >= 0) refuse(foreign, `${path}[${index}].type`, `a type that a message of the role '${role}' may hold`)
}
