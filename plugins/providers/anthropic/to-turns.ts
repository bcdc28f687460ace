import type { CompletionRequest, Message } from '../../../src/plugin-api.js'
import type { ClaudeModel } from './claude-model.js'
import type { Notes } from './notes.js'
import { toBlocks } from './to-blocks.js'
import { unsupported } from './to-media-block.js'
import type { Block, Receiver } from './wire.js'

export interface Turn {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: Block[]
}

export interface Turns {
  readonly system: readonly Block[]
  readonly messages: readonly Turn[]
}

/**
 * The conversation as Claude takes it: instructions apart, messages of one role in a row as one turn, and the results of tools first in theirs.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toTurns({ messages }: CompletionRequest, model: ClaudeModel, receiver: Receiver, notes: Notes): Turns {
  const system: Block[] = []
  const turns: Turn[] = []
  for (const [index, message] of messages.entries()) {
    const path = `messages[${index}]`
    if (message.name !== undefined) notes.lose(`${path}.name`)
    const content = message.parts.flatMap((part, at) => toBlocks(part, receiver, notes, `${path}.parts[${at}]`))
    if (!isInstruction(message)) append(turns, message.role === 'assistant' ? 'assistant' : 'user', content)
    else if (model.systemTurns && mayStandHere(turns, messages, index)) append(turns, 'system', onlyText(content, path))
    else {
      if (turns.length > 0) notes.map('messages', 'Instructions within the conversation were moved to its beginning.')
      system.push(...onlyText(content, path))
    }
  }
  return { system, messages: withoutTrailingSpace(turns.map(resultsFirst)) }
}

function isInstruction({ role }: Message): boolean {
  return role === 'system' || role === 'developer'
}

/** Between a turn of the user and one of the assistant: https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages. */
function mayStandHere(turns: readonly Turn[], messages: readonly Message[], index: number): boolean {
  const before = turns.at(-1)?.role
  const after = messages.slice(index + 1).find((message) => !isInstruction(message))
  return (before === 'user' || before === 'system') && (after === undefined || after.role === 'assistant')
}

function append(turns: Turn[], role: Turn['role'], content: readonly Block[]): void {
  if (content.length === 0) return
  const last = turns.at(-1)
  if (last?.role === role) last.content.push(...content)
  else turns.push({ role, content: [...content] })
}

function onlyText(blocks: Block[], path: string): Block[] {
  if (blocks.every(({ type }) => type === 'text')) return blocks
  throw unsupported(path, 'Claude takes nothing but text as instructions. Put images and files into a message of the user.')
}

function resultsFirst(turn: Turn): Turn {
  if (turn.role !== 'user') return turn
  const isResult = ({ type }: Block) => type === 'tool_result'
  return { ...turn, content: [...turn.content.filter(isResult), ...turn.content.filter((block) => !isResult(block))] }
}

/** An answer that Claude is to continue may not end in white space. */
function withoutTrailingSpace(turns: Turn[]): Turn[] {
  const last = turns.at(-1)
  const block = last?.content.at(-1)
  if (last?.role !== 'assistant' || block?.['type'] !== 'text') return turns
  const trimmed = { ...block, text: String(block['text']).trimEnd() }
  return [...turns.slice(0, -1), { ...last, content: [...last.content.slice(0, -1), trimmed] }]
}

/**
 * Whether the turn to be continued began without thought, so that it cannot go on with it: a turn with a budget for thought begins with it.
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking#extended-thinking-with-tool-use
 */
export function continuesWithoutThought(turns: readonly Turn[]): boolean {
  const last = turns.at(-1)
  const isOpen = last?.role === 'assistant' || last?.content.some(({ type }) => type === 'tool_result')
  const said = isOpen ? turns.findLast(({ role }) => role === 'assistant') : undefined
  const first = said?.content[0]?.['type']
  return said !== undefined && first !== 'thinking' && first !== 'redacted_thinking'
}
