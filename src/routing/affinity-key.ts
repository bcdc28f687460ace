import type { CompletionRequest } from '../domain/completion-request.js'
import type { ContentPart, Message } from '../domain/content.js'
import { hash32 } from './hash.js'
import { firstTextOf, type RoutedRequest } from './request-contents.js'

/** Characters of each text that are looked at: prompt caches go by how a prompt begins. */
const SYSTEM_CHARACTERS = 1_024
const TURN_CHARACTERS = 512
const MOST_TOOLS = 64
const MOST_PARTS = 16

/**
 * The same text for requests that share tenant, system prompt, tools and first turn of the user, and so for all turns of a conversation: what
 * a provider's prompt cache keeps. Of long texts the beginning and the length count, so that it costs the same for each size.
 * A request that is no conversation goes by its first text.
 */
export function affinityKeyOf(organizationId: string, request: RoutedRequest): string {
  const texts = [organizationId]
  if ('messages' in request) addBeginning(texts, request)
  else texts.push(beginningOfText(firstTextOf(request), TURN_CHARACTERS))
  return hash32(texts.join('\0')).toString(16).padStart(8, '0')
}

function addBeginning(texts: string[], { messages, tools = [] }: CompletionRequest): void {
  const firstTurn = messages.findIndex(({ role }) => role === 'user')
  for (const message of messages.slice(0, firstTurn < 0 ? MOST_PARTS : Math.min(firstTurn, MOST_PARTS)))
    if (isInstruction(message)) addTexts(texts, message, SYSTEM_CHARACTERS)
  for (const { name, description = '' } of tools.slice(0, MOST_TOOLS)) texts.push(`${name} ${description.length}`)
  texts.push(`${tools.length} tools`)
  if (firstTurn >= 0) addTexts(texts, messages[firstTurn]!, TURN_CHARACTERS)
}

function isInstruction({ role }: Message): boolean {
  return role === 'system' || role === 'developer'
}

/** What the parts of a message have in all: their characters are shared out from the first to the last. */
function addTexts(texts: string[], { parts }: Message, characters: number): void {
  let left = characters
  for (const part of parts.slice(0, MOST_PARTS)) {
    const text = beginningOfText(contentOf(part), left)
    left = Math.max(0, left - text.length)
    texts.push(text)
  }
}

function contentOf(part: ContentPart): string {
  if ('text' in part) return part.text
  if (!('source' in part)) return part.type
  const { source } = part
  return `${part.type} ${source.type === 'url' ? source.url : source.type === 'file-id' ? source.id : source.data}`
}

function beginningOfText(text: string, characters: number): string {
  return `${text.length} ${text.slice(0, characters)}`
}
