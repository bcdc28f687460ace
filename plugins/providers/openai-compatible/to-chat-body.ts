import type { CompletionRequest, Json, Parameter, ResponseFormat, Tool, ToolChoice, Warning } from '../../../src/plugin-api.js'
import { leaveOutNatives } from '../../provider-transport/leave-out-natives.js'
import { dropForeignExtra } from './drop-foreign-extra.js'
import { dropRejected } from './drop-rejected.js'
import type { Quirks } from './quirks.js'
import { type Receiver, toWireMessages } from './to-wire-message.js'

export interface ChatBodyOptions extends Receiver {
  readonly model: string
  readonly stream: boolean
}

export interface ChatBody {
  readonly body: Readonly<Record<string, Json | undefined>>
  readonly warnings: readonly Warning[]
}

/**
 * The request as POST /chat/completions takes it.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toChatBody(asked: CompletionRequest, { model, stream, kind, quirks }: ChatBodyOptions): ChatBody {
  const { request: fitted, warnings: unsupported } = dropRejected(asked, quirks)
  const { request, warnings: foreign } = leaveOutNatives(dropForeignExtra(fitted))
  const body = {
    ...foreignFields(request),
    model,
    messages: request.messages.flatMap((message, index) => toWireMessages(message, { kind, quirks }, `messages[${index}]`)),
    ...parameters(request, quirks),
    ...(sendsMetadata(request, quirks) ? { metadata: request.metadata } : {}),
    ...(stream ? streaming(quirks) : {}),
  }
  return { body, warnings: foreign.length === 0 ? unsupported : [...unsupported, ...foreign] }
}

/** Tools of a provider's own are not of this dialect. */
type Field = Exclude<Parameter, 'nativeTools'>

/** In OpenAI's spelling; a vendor's own is in its quirks. */
const NAMES: Readonly<Record<Field, string>> = {
  tools: 'tools',
  toolChoice: 'tool_choice',
  parallelToolCalls: 'parallel_tool_calls',
  responseFormat: 'response_format',
  maxOutputTokens: 'max_tokens',
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  stop: 'stop',
  n: 'n',
  seed: 'seed',
  logprobs: 'logprobs',
  reasoning: 'reasoning_effort',
  endUser: 'user',
}

/** What the canonical request decides, so that `extra` may not. */
const OURS = new Set([
  ...Object.values(NAMES),
  ...['model', 'messages', 'stream', 'stream_options', 'metadata', 'max_completion_tokens', 'top_logprobs'],
])

function foreignFields({ extra }: CompletionRequest): Record<string, Json> {
  if (extra?.dialect !== 'openai') return {}
  return Object.fromEntries(Object.entries(extra.fields).filter(([name]) => !OURS.has(name)))
}

function parameters(request: CompletionRequest, quirks: Quirks): Record<string, Json | undefined> {
  const body: Record<string, Json | undefined> = {}
  for (const parameter of Object.keys(NAMES) as Field[]) {
    if (request[parameter] === undefined) continue
    Object.assign(body, toField(parameter, quirks.names?.[parameter] ?? NAMES[parameter], request, quirks))
  }
  return body
}

function toField(parameter: Field, name: string, request: CompletionRequest, quirks: Quirks): Record<string, Json | undefined> {
  switch (parameter) {
    case 'tools':
      return request.tools?.length ? { [name]: request.tools.map(toWireTool) } : {}
    case 'toolChoice':
      return request.tools?.length ? { [name]: toWireToolChoice(request.toolChoice!) } : {}
    case 'parallelToolCalls':
      return request.tools?.length ? { [name]: request.parallelToolCalls } : {}
    case 'responseFormat':
      return { [name]: toWireFormat(request.responseFormat!) }
    case 'logprobs':
      return { [name]: true, ...(request.logprobs!.top > 0 ? { top_logprobs: request.logprobs!.top } : {}) }
    case 'reasoning':
      return toReasoning(name, request.reasoning!, quirks)
    default:
      return { [name]: request[parameter] }
  }
}

function toWireTool({ name, description, parameters, strict, extra }: Tool): Json {
  return { ...extra, type: 'function', function: { name, description, parameters, strict } }
}

function toWireToolChoice(choice: ToolChoice): Json {
  return choice.type === 'tool' ? { type: 'function', function: { name: choice.name } } : choice.type
}

function toWireFormat(format: ResponseFormat): Json {
  if (format.type !== 'json-schema') return { type: format.type === 'text' ? 'text' : 'json_object' }
  const { name, schema, strict, description } = format
  return { type: 'json_schema', json_schema: { name, description, schema, strict } }
}

function toReasoning(name: string, { effort, maxTokens }: NonNullable<CompletionRequest['reasoning']>, quirks: Quirks) {
  if (quirks.reasoningOption === 'object') return { reasoning: { effort, max_tokens: maxTokens } }
  return effort === undefined ? {} : { [name]: effort }
}

/** OpenAI refuses metadata of an answer that it is not asked to store. */
function sendsMetadata({ metadata, extra }: CompletionRequest, { storesMetadata }: Quirks): boolean {
  return storesMetadata === true && metadata !== undefined && extra?.dialect === 'openai' && extra.fields['store'] === true
}

/** Usage is always asked for: a stream without it could only be billed by an estimate. */
function streaming({ noStreamOptions, padsStreams }: Quirks): Record<string, Json> {
  if (noStreamOptions) return { stream: true }
  return { stream: true, stream_options: { include_usage: true, ...(padsStreams ? { include_obfuscation: false } : {}) } }
}
