import type {
  Citation,
  ContentPart,
  ImagePart,
  MediaSource,
  Message,
  PartState,
  ProviderState,
  TextPart,
} from '../../domain/content.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import {
  type CitationInput,
  type ContentPartInput,
  type ImageInput,
  type MediaInput,
  type MessageInput,
  type ToolResultInput,
  type ToolResultPartInput,
  toCacheControl,
} from './message.input.js'
import { withoutNulls } from './without-nulls.js'

/** @throws {GatewayError} INVALID_REQUEST, naming the path */
export function toMessages(messages: readonly MessageInput[], path = 'messages'): Message[] {
  return messages.map((message, index) => toMessage(message, `${path}[${index}]`))
}

function toMessage(input: MessageInput, path: string): Message {
  const kind = onlyOne(input, ['text', 'parts'], path)
  const parts: ContentPart[] =
    kind === 'text'
      ? [{ type: 'text', text: input.text! }]
      : input.parts!.map((part, index) => toPart(part, `${path}.parts[${index}]`))
  return input.name == null ? { role: input.role, parts } : { role: input.role, parts, name: input.name }
}

const PART_KINDS = ['text', 'image', 'audio', 'file', 'toolCall', 'toolResult', 'reasoning', 'refusal', 'native'] as const

function toPart(input: ContentPartInput, path: string): ContentPart {
  const kind = onlyOne(input, PART_KINDS, path)
  const state = toState(input, path)
  if (input.citations != null && kind !== 'text') throw invalid(`${path}.citations`, 'belong to a text')
  switch (kind) {
    case 'text':
      return {
        type: kind,
        text: input.text!,
        ...state,
        ...(input.citations != null && { citations: toCitations(input.citations, path) }),
      }
    case 'reasoning':
    case 'refusal':
      return { type: kind, text: input[kind]!, ...state }
    case 'image':
      return toImage(input.image!, state, `${path}.image`)
    case 'audio':
      return { type: kind, source: toSource(input.audio!, `${path}.audio`), ...state }
    case 'file': {
      const filename = input.file!.filename
      return { type: kind, source: toSource(input.file!, `${path}.file`), ...(filename != null && { filename }), ...state }
    }
    case 'toolCall':
      return { type: 'tool-call', ...input.toolCall!, ...state }
    case 'toolResult':
      return { type: 'tool-result', ...toToolResult(input.toolResult!, `${path}.toolResult`), ...state }
    case 'native': {
      const { dialect, value } = input.native!
      return { type: kind, dialect, value: toJsonObject(value, `${path}.native.value`), ...state }
    }
    default:
      return kind satisfies never
  }
}

function toCitations(inputs: readonly CitationInput[], path: string): Citation[] {
  return inputs.map(({ native, ...citation }, index) => ({
    ...withoutNulls(citation),
    ...(native != null && { native: toNativeCitation(native, `${path}.citations[${index}].native`) }),
  }))
}

function toNativeCitation(given: unknown, path: string): NonNullable<Citation['native']> {
  const { dialect, value } = toJsonObject(given, path)
  if (typeof dialect !== 'string') throw invalid(path, 'must be sent back exactly as it came, with dialect and value')
  return { dialect, value: toJsonObject(value, `${path}.value`) }
}

function toToolResult(input: ToolResultInput, path: string) {
  const kind = onlyOne(input, ['text', 'parts'], path)
  const parts =
    kind === 'text'
      ? [{ type: 'text' as const, text: input.text! }]
      : input.parts!.map((part, index) => toToolResultPart(part, `${path}.parts[${index}]`))
  return { toolCallId: input.toolCallId, parts, ...(input.isError != null && { isError: input.isError }) }
}

function toToolResultPart(input: ToolResultPartInput, path: string): TextPart | ImagePart {
  const kind = onlyOne(input, ['text', 'image'], path)
  const state = toState(input, path)
  return kind === 'text' ? { type: 'text', text: input.text!, ...state } : toImage(input.image!, state, `${path}.image`)
}

export function toImage(input: ImageInput, state: PartState, path: string): ImagePart {
  return { type: 'image', source: toSource(input, path), ...(input.detail != null && { detail: input.detail }), ...state }
}

function toSource(input: MediaInput, path: string): MediaSource {
  const kind = onlyOne(input, ['url', 'base64', 'fileId'], path)
  if (kind === 'url') return { type: 'url', url: input.url! }
  if (kind === 'fileId') return { type: 'file-id', id: input.fileId! }
  if (input.mediaType == null) throw invalid(`${path}.mediaType`, 'is required with base64')
  return { type: 'base64', mediaType: input.mediaType, data: input.base64! }
}

const NO_STATE: PartState = {}

type StateInput = Pick<ContentPartInput, 'providerState' | 'extra' | 'cacheControl'>

function toState(input: StateInput, path: string): PartState {
  if (input.providerState == null && input.extra == null && input.cacheControl == null) return NO_STATE
  return {
    ...(input.providerState != null && { providerState: toProviderState(input.providerState, `${path}.providerState`) }),
    ...(input.extra != null && { extra: toJsonObject(input.extra, `${path}.extra`) }),
    ...(input.cacheControl != null && { cacheControl: toCacheControl(input.cacheControl) }),
  }
}

function toProviderState(value: unknown, path: string): ProviderState {
  const state = toJsonObject(value, path)
  if (typeof state['provider'] !== 'string' || state['value'] === undefined) {
    throw invalid(path, 'must be sent back exactly as it came, with provider and value')
  }
  return { provider: state['provider'], value: state['value'] as Json }
}

export function toJsonObject(value: unknown, path: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw invalid(path, 'must be a JSON object')
}

/** The one of `kinds` that is given. */
export function onlyOne<Kind extends string>(
  input: { readonly [K in Kind]?: unknown },
  kinds: readonly Kind[],
  path: string,
): Kind {
  let given: Kind | undefined
  for (const kind of kinds) {
    if (input[kind] == null) continue
    if (given !== undefined) throw invalid(path, `has both ${given} and ${kind}: give exactly one`)
    given = kind
  }
  if (given === undefined) throw invalid(path, `needs exactly one of ${kinds.join(', ')}`)
  return given
}

export function invalid(path: string, problem: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `${path} ${problem}.`, { path })
}
