import type { CompletionRequest } from './completion-request.js'
import type { CacheControl, Message } from './content.js'

const AUTO: CacheControl = { ttl: '5m' }

/**
 * The request with the breakpoints that `providerCache: AUTO` asks for, for providers that cache only what is marked: after the tools, after
 * the instructions, and after the two last turns of the user, so that a conversation finds the prefix that its last turn has written. A
 * request that marks anything itself is left as it is; with `OFF` its marks are taken away.
 * Source: https://docs.claude.com/en/docs/build-with-claude/prompt-caching (at most four breakpoints).
 */
export function placeCacheMarks(request: CompletionRequest): CompletionRequest {
  if (request.providerCache === 'OFF') return hasMarks(request) ? withoutMarks(request) : request
  if (request.providerCache !== 'AUTO' || hasMarks(request)) return request
  const marked = new Set([lastInstruction(request.messages), ...lastTurns(request.messages)])
  return {
    ...request,
    ...(request.tools && { tools: markLast(request.tools) }),
    messages: request.messages.map((message, index) =>
      marked.has(index) ? { ...message, parts: markLast(message.parts) } : message,
    ),
  }
}

function hasMarks({ tools = [], messages }: CompletionRequest): boolean {
  return tools.some((tool) => tool.cacheControl) || messages.some(({ parts }) => parts.some((part) => part.cacheControl))
}

function withoutMarks(request: CompletionRequest): CompletionRequest {
  return {
    ...request,
    ...(request.tools && { tools: request.tools.map(unmarked) }),
    messages: request.messages.map((message) => ({ ...message, parts: message.parts.map(unmarked) })),
  }
}

function unmarked<Item extends { readonly cacheControl?: CacheControl }>(item: Item): Item {
  return item.cacheControl ? { ...item, cacheControl: undefined } : item
}

function lastInstruction(messages: readonly Message[]): number {
  return messages.findLastIndex(({ role }) => role === 'system' || role === 'developer')
}

function lastTurns(messages: readonly Message[]): number[] {
  const turns = messages.flatMap(({ role }, index) => (role === 'user' || role === 'tool' ? [index] : []))
  // Several tool messages in a row are one turn: the last of them ends it.
  return turns.filter((index) => !turns.includes(index + 1)).slice(-2)
}

function markLast<Item extends { readonly cacheControl?: CacheControl }>(items: readonly Item[]): Item[] {
  return items.map((item, index) => (index === items.length - 1 ? { ...item, cacheControl: AUTO } : item))
}
