import type { CallBody } from '../domain/call-record.js'
import type { ContentPart, MediaSource, Message } from '../domain/content.js'

/** The shape of a conversation without its words: roles, kinds of parts, lengths, tool names. */
export function redactBody({ messages, choices }: CallBody): CallBody {
  return {
    messages: messages.map(({ role, parts }: Message) => ({ role, parts: parts.map(redactPart) })),
    choices: choices.map(({ parts }) => ({ parts: parts.map(redactPart) })),
  }
}

function redactPart(part: ContentPart): ContentPart {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return { type: part.type, text: redactText(part.text) }
    case 'image':
    case 'audio':
    case 'file':
      return { type: part.type, source: redactSource(part.source) }
    case 'tool-call':
      return { type: part.type, id: part.id, name: part.name, arguments: redactText(part.arguments) }
    case 'tool-result':
      return { type: part.type, toolCallId: part.toolCallId, parts: part.parts.map((inner) => redactPart(inner) as typeof inner) }
    case 'native':
      return { type: part.type, dialect: part.dialect, value: {} }
    default:
      return part satisfies never
  }
}

function redactSource(source: MediaSource): MediaSource {
  switch (source.type) {
    case 'url':
      return { type: 'url', url: redactText(source.url) }
    case 'base64':
      return { ...source, data: redactText(source.data) }
    case 'file-id':
      return { type: 'file-id', id: redactText(source.id) }
    default:
      return source satisfies never
  }
}

function redactText(text: string): string {
  return `[redacted: ${text.length} characters]`
}
