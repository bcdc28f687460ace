import {
  type ContentPart,
  GatewayError,
  type Json,
  type JsonObject,
  type ReasoningPart,
  type ToolCallPart,
  type ToolResultPart,
} from '../../../src/plugin-api.js'
import { fitToolCallId } from '../../provider-transport/fit-tool-call-id.js'
import { toArgumentsObject } from '../../provider-transport/to-arguments-object.js'
import type { BedrockModel, Family } from './model-family.js'
import { stateOwner } from './state-owner.js'
import { toAudioBlock, toFileBlock, toImageBlock } from './to-media-block.js'

/** What the blocks of one request share. */
export interface BlockContext {
  readonly model: BedrockModel
  readonly documentNames: Set<string>
  /** Says that a part of another dialect was left out. */
  readonly dropNative: (path: string) => void
}

const ID = /^[a-zA-Z0-9_-]{1,64}$/
const ID_LENGTH = 24
/** Others refuse the field: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolResultBlock.html */
const KNOWS_STATUS: readonly Family[] = ['anthropic', 'nova', 'unknown']

/**
 * The block that a part is; undefined for what has no place: text of white space, which Converse refuses, and reasoning that nobody signed.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
 */
export function toBlock(part: ContentPart, context: BlockContext, path: string): JsonObject | undefined {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return isBlank(part.text) ? undefined : { text: part.text }
    case 'image':
      return toImageBlock(part, path)
    case 'audio':
      return toAudioBlock(part, path)
    case 'file':
      return toFileBlock(part, context.documentNames, path)
    case 'tool-call':
      return toToolUse(part)
    case 'tool-result':
      return toToolResult(part, context, path)
    case 'reasoning':
      return toReasoning(part, context)
    case 'native':
      if (part.dialect === 'bedrock') return part.value
      return void context.dropNative(path)
    default:
      return part satisfies never
  }
}

export function isBlank(text: string): boolean {
  return text.trim() === ''
}

function toToolUse({ id, name, arguments: text }: ToolCallPart): JsonObject {
  return { toolUse: { toolUseId: fitToolCallId(id, ID, ID_LENGTH), name, input: toArgumentsObject(text) } }
}

function toToolResult(part: ToolResultPart, context: BlockContext, path: string): JsonObject {
  const { toolCallId, parts, isError } = part
  const blocks = parts.map((inner, index) => toBlock(inner, context, `${path}.parts[${index}]`))
  const content = blocks.filter((block) => block !== undefined)
  const flagged = isError && KNOWS_STATUS.includes(context.model.family)
  if (isError && !flagged) content.unshift({ text: 'The tool failed.' })
  if (content.length === 0) content.push({ text: '(no output)' })
  return { toolResult: { toolUseId: fitToolCallId(toolCallId, ID, ID_LENGTH), content, ...(flagged && { status: 'error' }) } }
}

function toReasoning({ text, providerState }: ReasoningPart, { model }: BlockContext): JsonObject | undefined {
  if (providerState?.provider !== stateOwner(model)) return undefined
  const state = providerState.value as { readonly signature?: Json; readonly redacted?: Json } | null
  if (typeof state?.redacted === 'string') return { reasoningContent: { redactedContent: state.redacted } }
  if (typeof state?.signature !== 'string') return undefined
  return { reasoningContent: { reasoningText: { text, signature: state.signature } } }
}

/** System prompts are text only. */
export function toSystemBlock(part: ContentPart, path: string): JsonObject | undefined {
  if (part.type === 'text') return isBlank(part.text) ? undefined : { text: part.text }
  throw new GatewayError(
    'UNSUPPORTED_PARAMETER',
    'Bedrock takes text only in a system message. Move this part into a user message.',
    {
      path,
    },
  )
}
