import type { ContentPart } from '../../domain/content.js'
import type { Json } from '../../domain/json.js'
import { isObject } from '../read-json.js'
import { DIALECT, toSignature } from './provider-state.js'

/** An item of another dialect has no part here: its own door shows it. */
export function toParts(parts: readonly ContentPart[]): object[] {
  return parts.flatMap((part) => toPart(part) ?? [])
}

export function toPart(part: ContentPart): object | undefined {
  const signature = toSignature(part.providerState)
  switch (part.type) {
    case 'text':
    case 'refusal':
      return { ...part.extra, text: part.text, ...signature }
    case 'reasoning':
      return { ...part.extra, text: part.text, thought: true, ...signature }
    case 'tool-call':
      return { functionCall: { ...part.extra, id: part.id, name: part.name, args: toArgs(part.arguments) }, ...signature }
    case 'native':
      return part.dialect === DIALECT ? { ...part.value, ...signature } : undefined
    default:
      return undefined
  }
}

/** The format knows arguments as an object only: what is none is kept as text. */
function toArgs(text: string): object {
  if (text.trim() === '') return {}
  const value = parse(text)
  return isObject(value) ? value : { arguments: text }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
