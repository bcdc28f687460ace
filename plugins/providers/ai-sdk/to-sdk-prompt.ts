import type { LanguageModelV3FilePart, LanguageModelV3Message } from '@ai-sdk/provider'
import type { ContentPart, Message, TextPart, ToolCallPart } from '../../../src/plugin-api.js'
import type { PromptReceiver } from './prompt-receiver.js'
import { toPartOptions } from './state.js'
import { type FileAsked, toFilePart, unsupported } from './to-file-part.js'
import { toResultOutput } from './to-result-output.js'

type SdkMessage = LanguageModelV3Message
type Of<Role> = Extract<SdkMessage, { role: Role }>
type UserPart = Of<'user'>['content'][number]
type AssistantPart = Of<'assistant'>['content'][number]
type ToolPart = Of<'tool'>['content'][number]

/**
 * The conversation as packages take it: https://github.com/vercel/ai/tree/main/packages/provider. V2 differs in the output of tools only.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toSdkPrompt(messages: readonly Message[], receiver: PromptReceiver): SdkMessage[] {
  const names = new Map<string, string>()
  return messages.flatMap((message, index) => {
    for (const part of message.parts) if (part.type === 'tool-call') names.set(part.id, part.name)
    return toSdkMessages(message, receiver, names, `messages[${index}]`)
  })
}

/** Tool results are a message of their own, and come before what else was said. */
function toSdkMessages(
  message: Message,
  receiver: PromptReceiver,
  names: ReadonlyMap<string, string>,
  path: string,
): SdkMessage[] {
  const results = message.parts.flatMap((part, index) =>
    part.type === 'tool-result' ? [toToolPart(part, receiver, names, `${path}.parts[${index}]`)] : [],
  )
  const tool: SdkMessage[] = results.length > 0 ? [{ role: 'tool', content: results }] : []
  if (results.length > 0 && results.length === message.parts.length) return tool
  switch (message.role) {
    case 'system':
    case 'developer':
      return [...tool, { role: 'system', content: toSystem(message, path) }]
    case 'assistant':
      return [...tool, { role: 'assistant', content: toAssistant(message, receiver, path) }]
    case 'user':
    case 'tool':
      return [...tool, { role: 'user', content: toUser(message, receiver, path) }]
    default:
      return message.role satisfies never
  }
}

function toSystem({ parts }: Message, path: string): string {
  return parts
    .map((part, index) => {
      if (part.type === 'text') return part.text
      throw unsupported(`${path}.parts[${index}]`, 'Packages of the AI SDK take text only as instructions.')
    })
    .join('\n\n')
}

function toUser({ parts }: Message, receiver: PromptReceiver, path: string): UserPart[] {
  return parts.flatMap((part, index): UserPart[] => {
    if (part.type === 'tool-result') return []
    if (part.type === 'text' || part.type === 'refusal') return [toText(part, receiver)]
    const asked = toAsked(part)
    if (asked) return [toFilePart(asked, receiver, `${path}.parts[${index}]`)]
    throw unsupported(`${path}.parts[${index}]`, `A ${part.type} part does not belong in a message of the user.`)
  })
}

function toAssistant({ parts }: Message, receiver: PromptReceiver, path: string): AssistantPart[] {
  return parts.flatMap((part, index): AssistantPart[] => {
    switch (part.type) {
      case 'text':
      case 'refusal':
        return [toText(part, receiver)]
      case 'reasoning':
        return [{ type: 'reasoning', text: part.text, ...toPartOptions(part.providerState, receiver.owner) }]
      case 'tool-call':
        return [toCall(part, receiver)]
      case 'native':
        // What the package gave: a call of a tool that its provider ran itself, or the result of one.
        return [part.value as unknown as AssistantPart]
      case 'tool-result':
        return []
      default:
        return [fileOf(part, receiver, `${path}.parts[${index}]`)]
    }
  })
}

function fileOf(part: ContentPart, receiver: PromptReceiver, path: string): LanguageModelV3FilePart {
  const asked = toAsked(part)
  if (asked) return toFilePart(asked, receiver, path)
  throw unsupported(path, `A ${part.type} part does not belong in this message.`)
}

function toAsked(part: ContentPart): FileAsked | undefined {
  const { providerState } = part
  if (part.type === 'image') return { kind: 'image', source: part.source, providerState }
  if (part.type === 'audio') return { kind: 'audio', source: part.source, providerState }
  if (part.type === 'file') return { kind: 'application', source: part.source, filename: part.filename, providerState }
  return undefined
}

function toText({ text, providerState }: Pick<TextPart, 'text' | 'providerState'>, { owner }: PromptReceiver) {
  return { type: 'text' as const, text, ...toPartOptions(providerState, owner) }
}

function toCall({ id, name, arguments: args, providerState }: ToolCallPart, { owner }: PromptReceiver): AssistantPart {
  return { type: 'tool-call', toolCallId: id, toolName: name, input: parseInput(args), ...toPartOptions(providerState, owner) }
}

/** What a model wrote that is not JSON is handed on as it wrote it. */
function parseInput(args: string): unknown {
  if (args.trim() === '') return {}
  try {
    return JSON.parse(args)
  } catch {
    return args
  }
}

function toToolPart(
  part: Extract<ContentPart, { type: 'tool-result' }>,
  receiver: PromptReceiver,
  names: ReadonlyMap<string, string>,
  path: string,
): ToolPart {
  return {
    type: 'tool-result',
    toolCallId: part.toolCallId,
    toolName: names.get(part.toolCallId) ?? 'unknown',
    output: toResultOutput(part, receiver, path),
    ...toPartOptions(part.providerState, receiver.owner),
  }
}
