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
  const beginning = 'messages' in request ? beginningOf(request) : [beginningOfText(firstTextOf(request), TURN_CHARACTERS)]
  return hash32([organizationId, ...beginning].join('\0'))
    .toString(16)
    .padStart(8, '0')
}

function beginningOf({ messages, tools = [] }: CompletionRequest): readonly string[] {
  const firstTurn = messages.findIndex(({ role }) => role === 'user')
  const instructions = messages.slice(0, firstTurn < 0 ? MOST_PARTS : Math.min(firstTurn, MOST_PARTS))
  return [
    ...instructions.filter(isInstruction).flatMap((message) => textsOf(message, SYSTEM_CHARACTERS)),
    ...tools.slice(0, MOST_TOOLS).map(({ name, description = '' }) => `${name} ${description.length}`),
    `${tools.length} tools`,
    ...(firstTurn < 0 ? [] : textsOf(messages[firstTurn]!, TURN_CHARACTERS)),
  ]
}

function isInstruction({ role }: Message): boolean {
  return role === 'system' || role === 'developer'
}

/** What the parts of a message have in all: their characters are shared out from the first to the last. */
function textsOf({ parts }: Message, characters: number): readonly string[] {
  let left = characters
  return parts.slice(0, MOST_PARTS).map((part) => {
    const text = beginningOfText(contentOf(part), left)
    left = Math.max(0, left - text.length)
    return text
  })
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
