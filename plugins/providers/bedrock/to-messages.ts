import type { ContentPart, JsonObject, Message } from '../../../src/plugin-api.js'
import { toCachePoint } from './cache-points.js'
import { type BlockContext, toBlock, toSystemBlock } from './to-block.js'

export interface Conversation {
  readonly system: readonly JsonObject[]
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: JsonObject[] }[]
}

/** Converse has two roles, which alternate: what follows in one role is one message, and instructions stand before all of them. */
export function toConversation(messages: readonly Message[], context: BlockContext): Conversation {
  const system: JsonObject[] = []
  const turns: { role: 'user' | 'assistant'; content: JsonObject[] }[] = []
  messages.forEach((message, index) => {
    const path = `messages[${index}]`
    if (message.role === 'system' || message.role === 'developer') {
      system.push(...toBlocks(message.parts, 'system', context, path))
      return
    }
    const role = message.role === 'assistant' ? 'assistant' : 'user'
    const content = toBlocks(message.parts, 'messages', context, path)
    const last = turns.at(-1)
    if (last?.role === role) last.content.push(...content)
    else if (content.length > 0) turns.push({ role, content })
  })
  return { system, messages: turns.map(resultsFirst).map(trimmedPrefill) }
}

function toBlocks(
  parts: readonly ContentPart[],
  place: 'system' | 'messages',
  context: BlockContext,
  path: string,
): JsonObject[] {
  return parts.flatMap((part, index) => {
    const at = `${path}.parts[${index}]`
    const block = place === 'system' ? toSystemBlock(part, at) : toBlock(part, context, at)
    if (!block) return []
    // A mark on reasoning has no place of its own: the next block takes it along.
    const point = part.type === 'reasoning' ? undefined : toCachePoint(part.cacheControl, place, context.model)
    return point ? [block, point] : [block]
  })
}

type Turn = Conversation['messages'][number]

/** Claude wants the results of tools before anything else that the user says. A cache point stays with the block before it. */
function resultsFirst(turn: Turn): Turn {
  if (turn.role === 'assistant' || !turn.content.some(isResult)) return turn
  const groups: JsonObject[][] = []
  for (const block of turn.content) {
    if (block['cachePoint'] && groups.length > 0) groups.at(-1)!.push(block)
    else groups.push([block])
  }
  const results = groups.filter(([first]) => isResult(first!))
  const others = groups.filter(([first]) => !isResult(first!))
  return { role: turn.role, content: [...results, ...others].flat() }
}

function isResult(block: JsonObject): boolean {
  return block['toolResult'] !== undefined
}

/** An answer that the caller began may not end in white space. */
function trimmedPrefill(turn: Turn, index: number, turns: readonly Turn[]): Turn {
  const last = turn.content.at(-1)
  if (index !== turns.length - 1 || turn.role !== 'assistant' || typeof last?.['text'] !== 'string') return turn
  return { role: turn.role, content: [...turn.content.slice(0, -1), { text: last['text'].trimEnd() }] }
}
