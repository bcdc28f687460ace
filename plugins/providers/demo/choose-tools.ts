import type { CompletionRequest, Message, Tool } from '../../../src/plugin-api.js'

/** Shorter words are too common to mean a tool. */
const SHORTEST_WORD = 4

/**
 * Which tools the demo calls:
 * 1. none when there are none, or the choice is `none`, or a tool has answered since the last user message;
 * 2. the named tool when the choice names one;
 * 3. the tools whose name the last user text mentions, whole (`get_weather`) or by a word of it (`weather`): one call each;
 * 4. the first tool when the choice is `required` and the text mentions none.
 * Without `parallelToolCalls: false` several may be called at once.
 */
export function chooseTools(
  { tools = [], toolChoice, messages, parallelToolCalls }: CompletionRequest,
  asked: string,
): readonly Tool[] {
  if (tools.length === 0 || toolChoice?.type === 'none' || endsWithToolResult(messages)) return []
  if (toolChoice?.type === 'tool') return tools.filter(({ name }) => name === toolChoice.name)
  const mentioned = mentionedIn(asked, tools)
  const chosen = mentioned.length === 0 && toolChoice?.type === 'required' ? tools.slice(0, 1) : mentioned
  return parallelToolCalls === false ? chosen.slice(0, 1) : chosen
}

function mentionedIn(asked: string, tools: readonly Tool[]): readonly Tool[] {
  const said = asked.toLowerCase()
  const whole = tools.filter(({ name }) => said.includes(name.toLowerCase()))
  if (whole.length > 0) return whole
  const words = new Set(said.match(/[\p{L}\d]+/gu) ?? [])
  return tools.filter(({ name }) => wordsOf(name).some((word) => words.has(word)))
}

function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
  return words.filter((word) => word.length >= SHORTEST_WORD)
}

function endsWithToolResult(messages: readonly Message[]): boolean {
  const lastUser = messages.findLastIndex(
    ({ role, parts }) => role === 'user' && !parts.some(({ type }) => type === 'tool-result'),
  )
  return messages.slice(lastUser + 1).some(({ parts }) => parts.some(({ type }) => type === 'tool-result'))
}
