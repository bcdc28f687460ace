import type { ContentPart, Message } from './content.js'

/**
 * A rough count for answers whose provider never said: four ASCII characters a token, one token for each other code unit.
 * Always flagged as ESTIMATED; bills come from provider usage.
 */
export function estimateTextTokens(text: string): number {
  let ascii = 0
  let other = 0
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 128) ascii++
    else other++
  }
  return Math.ceil(ascii / 4) + other
}

const TOKENS_PER_MESSAGE = 4
const TOKENS_PER_IMAGE = 765

export function estimateMessagesTokens(messages: readonly Message[]): number {
  let total = 0
  for (const message of messages) {
    total += TOKENS_PER_MESSAGE
    for (const part of message.parts) total += estimatePartTokens(part)
  }
  return total
}

export function estimatePartTokens(part: ContentPart): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return estimateTextTokens(part.text)
    case 'tool-call':
      return estimateTextTokens(part.name) + estimateTextTokens(part.arguments)
    case 'tool-result':
      return part.parts.reduce((sum, inner) => sum + estimatePartTokens(inner), 0)
    case 'native':
      return estimateTextTokens(JSON.stringify(part.value))
    case 'image':
    case 'audio':
    case 'file':
      return TOKENS_PER_IMAGE
    default:
      return part satisfies never
  }
}
