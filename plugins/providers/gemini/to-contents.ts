import { type ContentPart, GatewayError, type JsonObject, type Message, type ToolResultPart } from '../../../src/plugin-api.js'
import { isThirdGeneration, type ModelFamily } from './model-family.js'
import { addPlaceholders, type WireContent } from './placeholder-signature.js'
import { toFunctionResponse } from './to-function-response.js'
import { toMediaPart } from './to-media-part.js'
import { toPart } from './to-part.js'

export interface Conversation {
  readonly contents: readonly WireContent[]
  /** Texts of every system and developer message, wherever it stood. */
  readonly instructions: readonly JsonObject[]
  /** Whether any of them stood within the conversation. */
  readonly movesInstructions: boolean
}

/**
 * Messages as `contents`: results of parallel calls in one, in the order of the calls, as the vendor wants them.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER, INVALID_REQUEST
 */
export function toContents(messages: readonly Message[], family: ModelFamily): Conversation {
  const instructions: JsonObject[] = []
  const turns = createTurns(messages, family)
  let movesInstructions = false
  messages.forEach((message, index) => {
    if (message.role === 'system' || message.role === 'developer') {
      movesInstructions ||= !turns.isEmpty
      instructions.push(...toInstructions(message, `messages[${index}]`))
    } else turns.add(message, `messages[${index}]`)
  })
  const contents = turns.end()
  return { contents: isThirdGeneration(family) ? addPlaceholders(contents) : contents, instructions, movesInstructions }
}

function createTurns(messages: readonly Message[], family: ModelFamily) {
  const calls = indexCalls(messages)
  const contents: WireContent[] = []
  let results: ToolResultPart[] = []

  /** Once all results that stand together are known. */
  function flush(path: string): void {
    if (results.length === 0) return
    const sorted = results.sort(
      (one, other) => (calls.get(one.toolCallId)?.order ?? 0) - (calls.get(other.toolCallId)?.order ?? 0),
    )
    const wire = sorted.map((result) => {
      const call = calls.get(result.toolCallId)
      if (!call) throw unknownCall(path)
      return toFunctionResponse(result, call.name, isThirdGeneration(family))
    })
    results = []
    contents.push({ role: 'user', parts: wire.map(({ part }) => part) })
    const images = wire.flatMap((result) => result.images)
    if (images.length > 0) contents.push({ role: 'user', parts: [{ text: IMAGES_FOLLOW }, ...images.map(toMediaPart)] })
  }

  return {
    get isEmpty() {
      return contents.length === 0 && results.length === 0
    },
    end(): readonly WireContent[] {
      flush('messages')
      return contents
    },
    add({ role, parts }: Message, path: string): void {
      results.push(...parts.filter((part) => part.type === 'tool-result'))
      const wire = parts.map(toPart).filter((part) => part !== undefined)
      if (wire.length === 0) return
      flush(path)
      contents.push({ role: role === 'assistant' ? 'model' : 'user', parts: wire })
    },
  }
}

const IMAGES_FOLLOW = 'The images of the tool results:'

interface Called {
  readonly name: string
  readonly order: number
}

/** The dialect wants a result to name the function again. */
function indexCalls(messages: readonly Message[]): ReadonlyMap<string, Called> {
  const calls = new Map<string, Called>()
  for (const { parts } of messages) {
    for (const part of parts) if (part.type === 'tool-call') calls.set(part.id, { name: part.name, order: calls.size })
  }
  return calls
}

function toInstructions({ parts }: Message, path: string): JsonObject[] {
  return parts.flatMap((part, index) => {
    if (part.type === 'text') return part.text === '' ? [] : [{ text: part.text }]
    throw onlyText(part, `${path}.parts[${index}]`)
  })
}

function onlyText({ type }: ContentPart, path: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', `Gemini takes text only as instructions, and no ${type} part.`, { path })
}

function unknownCall(path: string): GatewayError {
  const message = 'There is a tool result without the call that it answers. Send the assistant message with the call before it.'
  return new GatewayError('INVALID_REQUEST', message, { path })
}
