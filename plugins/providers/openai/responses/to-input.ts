import type { CompletionRequest, ContentPart, Json, JsonObject, Message, ToolResultPart } from '../../../../src/plugin-api.js'
import { DIALECT } from './native-reader.js'
import { type Dropped, fitCallId, type ItemOptions, toAssistantItems } from './to-assistant-items.js'
import { toInputContent } from './to-input-content.js'

export interface Input {
  readonly instructions?: string
  readonly input: readonly JsonObject[]
  readonly dropped: Readonly<Dropped>
}

/** A conversation as instructions and items. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toInput({ messages }: Pick<CompletionRequest, 'messages'>, options: ItemOptions): Input {
  const dropped: Dropped = { reasoning: false, native: false }
  const leading = countInstructions(messages)
  const input = messages
    .slice(leading)
    .flatMap((message, index) => toItems(message, options, dropped, `messages[${index + leading}]`))
  return { ...(leading > 0 && { instructions: messages.slice(0, leading).map(textOf).join('\n\n') }), input, dropped }
}

/** Nobody can be asked nothing: a request of instructions alone keeps them as items. */
function countInstructions(messages: readonly Message[]): number {
  const first = messages.findIndex((message) => !isInstruction(message))
  return first === -1 ? 0 : first
}

function isInstruction({ role, parts }: Message): boolean {
  return (role === 'system' || role === 'developer') && parts.every((part) => part.type === 'text')
}

function textOf({ parts }: Message): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n\n')
}

function toItems({ role, parts }: Message, options: ItemOptions, dropped: Dropped, path: string): JsonObject[] {
  if (role === 'assistant') return toAssistantItems(parts, options, dropped, path)
  const items: JsonObject[] = []
  let said: JsonObject[] = []
  const close = () => {
    if (said.length > 0) items.push({ type: 'message', role: role === 'tool' ? 'user' : role, content: toContent(said) })
    said = []
  }
  for (const [index, part] of parts.entries()) {
    const item = toOwnItem(part, dropped, `${path}.parts[${index}]`)
    if (item === 'content') said.push(toInputContent(part, `${path}.parts[${index}]`))
    else if (item) {
      close()
      items.push(item)
    }
  }
  close()
  return items
}

/** What is an item of its own rather than content of a message; undefined when it is left out. */
function toOwnItem(part: ContentPart, dropped: Dropped, path: string): JsonObject | 'content' | undefined {
  if (part.type === 'tool-result') return toOutputItem(part, path)
  if (part.type !== 'native') return 'content'
  if (part.dialect === DIALECT) return part.value
  dropped.native = true
  return undefined
}

function toContent(said: readonly JsonObject[]): Json {
  const [only] = said
  return said.length === 1 && only?.['type'] === 'input_text' ? (only['text'] ?? '') : said
}

function toOutputItem({ toolCallId, parts }: ToolResultPart, path: string): JsonObject {
  const hasText = parts.every((part) => part.type === 'text')
  const output = hasText
    ? parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
    : parts.map((part) => toInputContent(part, path))
  return { type: 'function_call_output', call_id: fitCallId(toolCallId), output }
}
