import type { CompletionRequest, ContentPart } from '../../src/plugin-api.js'

/** What a caller wrote, to keep it out of messages. */
export function promptTexts({ messages }: CompletionRequest): string[] {
  return messages.flatMap(({ parts }) => parts.flatMap(partTexts))
}

function partTexts(part: ContentPart): string[] {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return [part.text]
    case 'tool-call':
      return [part.arguments]
    case 'tool-result':
      return part.parts.flatMap(partTexts)
    default:
      return []
  }
}
