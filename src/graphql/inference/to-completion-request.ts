import type {
  CompletionRequest,
  EmbedRequest,
  NativeTool,
  ResponseFormat,
  Tool,
  ToolChoice,
} from '../../domain/completion-request.js'
import { toNanos } from '../scalars.js'
import type {
  CompletionInput,
  EmbedInput,
  NativeToolInput,
  ResponseFormatInput,
  ToolChoiceInput,
  ToolInput,
} from './completion.input.js'
import { toCacheControl } from './message.input.js'
import { invalid, onlyOne, toJsonObject, toMessages } from './to-messages.js'
import { withoutNulls } from './without-nulls.js'

const MAX_DATA_CLASSES = 32
const DATA_CLASS = /^[a-z0-9][a-z0-9._-]{0,63}$/

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Fields that mean the same on both sides: null, like absence, leaves them out. */
const SAME = [
  'parallelToolCalls',
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'stop',
  'n',
  'seed',
  'endUser',
  'tags',
  'idempotencyKey',
  'onUnsupported',
  'providerCache',
  'objective',
] as const satisfies readonly (keyof CompletionRequest & keyof CompletionInput)[]

/** @throws {GatewayError} INVALID_REQUEST, naming the path */
export function toCompletionRequest(input: CompletionInput): CompletionRequest {
  const request: Mutable<CompletionRequest> = { model: input.model, messages: toMessages(input.messages) }
  for (const field of SAME) {
    const value = input[field]
    if (value != null) Object.assign(request, { [field]: value })
  }
  if (input.tools != null) request.tools = input.tools.map((tool, index) => toTool(tool, `tools[${index}]`))
  if (input.nativeTools != null) request.nativeTools = input.nativeTools.map(toNativeTool)
  if (input.toolChoice != null) request.toolChoice = toToolChoice(input.toolChoice)
  if (input.responseFormat != null) request.responseFormat = toResponseFormat(input.responseFormat)
  if (input.logprobs != null) request.logprobs = { top: input.logprobs }
  if (input.reasoning != null) request.reasoning = withoutNulls(input.reasoning)
  if (input.metadata != null) request.metadata = toMetadata(input.metadata)
  if (input.dataClasses != null) request.dataClasses = input.dataClasses.map(toDataClass)
  if (input.maxCost != null) request.maxCostNanos = toNanos(input.maxCost)
  return request
}

export function toEmbedRequest({ model, input, dimensions, endUser, tags }: EmbedInput): EmbedRequest {
  return { model, input, ...withoutNulls({ dimensions, endUser, tags }) }
}

function toTool({ parameters, cacheControl, ...tool }: ToolInput, path: string): Tool {
  const named = {
    ...withoutNulls(tool),
    name: tool.name,
    ...(cacheControl != null && { cacheControl: toCacheControl(cacheControl) }),
  }
  return parameters == null ? named : { ...named, parameters: toJsonObject(parameters, `${path}.parameters`) }
}

function toNativeTool({ dialect, definition }: NativeToolInput, index: number): NativeTool {
  return { dialect, definition: toJsonObject(definition, `nativeTools[${index}].definition`) }
}

function toToolChoice(input: ToolChoiceInput): ToolChoice {
  return onlyOne(input, ['mode', 'tool'], 'toolChoice') === 'tool' ? { type: 'tool', name: input.tool! } : { type: input.mode! }
}

function toResponseFormat({ type, jsonSchema }: ResponseFormatInput): ResponseFormat {
  if (type !== 'json-schema') return { type }
  if (jsonSchema == null) throw invalid('responseFormat.jsonSchema', 'is required with the type JSON_SCHEMA')
  const { name, schema, ...rest } = jsonSchema
  return { type, name, schema: toJsonObject(schema, 'responseFormat.jsonSchema.schema'), ...withoutNulls(rest) }
}

function toDataClass(name: string, index: number): string {
  const dataClass = name.toLowerCase()
  if (index < MAX_DATA_CLASSES && DATA_CLASS.test(dataClass)) return dataClass
  throw invalid(`dataClasses[${index}]`, `must be one of at most ${MAX_DATA_CLASSES} names of a class of data, such as pii`)
}

function toMetadata(value: unknown): Record<string, string> {
  const metadata = toJsonObject(value, 'metadata')
  if (Object.values(metadata).every((entry) => typeof entry === 'string')) return metadata as Record<string, string>
  throw invalid('metadata', 'must be an object whose values are all strings')
}
