import type { ContentPart, ProviderState, ReasoningPart, RefusalPart, TextPart } from '../../domain/content.js'
import type { Json } from '../../domain/json.js'
import { readArray, readInteger, readName, readObject, readOneOf, readOpaqueObject } from '../read-json.js'

/**
 * An extension of the wire format. A chat message has one string for all its text and one for all its reasoning, so the state that a
 * provider attached to single parts (signatures, encrypted reasoning) goes beside them: `provider_state` on the message lists the
 * parts in order, `{ type, length, provider?, value? }`, by which the strings are cut into the same parts again. A tool call
 * carries its own state, `{ provider, value }`, in its `provider_state`. Clients send both back unchanged.
 */
type SpokenPart = TextPart | ReasoningPart | RefusalPart
const ENTRY_TYPES = ['text', 'reasoning', 'refusal', 'tool-call'] as const

/** The parts' layout for the wire, or undefined when no state would be lost without it. */
export function toPartLayout(parts: readonly ContentPart[]): object[] | undefined {
  if (!parts.some((part) => part.providerState && isSpoken(part))) return undefined
  const layout: object[] = []
  for (const part of parts) {
    if (isSpoken(part)) layout.push({ type: part.type, length: part.text.length, ...part.providerState })
    else if (part.type === 'tool-call') layout.push({ type: part.type })
  }
  return layout
}

/**
 * The parts that a layout describes, from the message's strings and tool calls. A layout that does not fit is passed over: accumulators of official
 * clients keep only the last piece of a field that they do not know, and what is lost so is found again by the tool calls.
 */
export function fromPartLayout(value: Json, path: string, parts: ContentPart[]): ContentPart[] {
  const spoken = { text: textOf(parts, 'text'), reasoning: textOf(parts, 'reasoning'), refusal: textOf(parts, 'refusal') }
  const calls = parts.filter((part) => part.type === 'tool-call')
  const ordered: ContentPart[] = []
  for (const [index, item] of readArray(value, path).entries()) {
    const at = `${path}[${index}]`
    const entry = readObject(item, at)
    const type = readOneOf(entry['type'], `${at}.type`, ENTRY_TYPES)
    if (type === 'tool-call') {
      const call = calls.shift()
      if (!call) return parts
      ordered.push(call)
      continue
    }
    const length = readInteger(entry['length'], `${at}.length`, 0)
    const text = spoken[type].slice(0, length)
    if (text.length < length) return parts
    spoken[type] = spoken[type].slice(length)
    ordered.push(entry['provider'] === undefined ? { type, text } : { type, text, providerState: fromProviderState(entry, at) })
  }
  return spoken.text + spoken.reasoning + spoken.refusal === '' && calls.length === 0 ? ordered : parts
}

export function fromProviderState(value: Json, path: string): ProviderState {
  const state = readOpaqueObject(value, path)
  return { provider: readName(state['provider'], `${path}.provider`), value: state['value'] ?? null }
}

function isSpoken(part: ContentPart): part is SpokenPart {
  return part.type === 'text' || part.type === 'reasoning' || part.type === 'refusal'
}

function textOf(parts: readonly ContentPart[], type: SpokenPart['type']): string {
  return parts.reduce((text, part) => (part.type === type ? text + part.text : text), '')
}
