import type { CompletionRequest } from '../../domain/completion-request.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import {
  isObject,
  keepField,
  readArray,
  readBoolean,
  readInteger,
  readLimited,
  readName,
  readNumber,
  readObject,
  readOneOf,
  readString,
  refuse,
  setField,
} from '../read-json.js'
import { fromChatMessages } from './from-chat-message.js'
import { fromResponseFormat, fromToolChoice, fromTools } from './from-tools.js'

export interface ChatRequest {
  readonly request: CompletionRequest
  readonly stream: boolean
  /** Whether the client wants the usage as a last chunk; it is asked of the provider in any case. */
  readonly includeUsage: boolean
}

type Draft = { -readonly [Field in keyof CompletionRequest]?: CompletionRequest[Field] }
type FieldReader = (draft: Draft, value: Json, path: string) => void

/** What OpenAI allows, and more than any record should hold. */
const MAX_NAME = 512
const MAX_METADATA = 16
const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const

const FIELDS: Readonly<Record<string, FieldReader>> = {
  model: (draft, value, path) => {
    draft.model = readName(value, path, MAX_NAME)
  },
  messages: (draft, value, path) => {
    draft.messages = fromChatMessages(value, path)
  },
  tools: (draft, value, path) => {
    draft.tools = fromTools(value, path)
  },
  tool_choice: (draft, value, path) => {
    draft.toolChoice = fromToolChoice(value, path)
  },
  parallel_tool_calls: (draft, value, path) => {
    draft.parallelToolCalls = readBoolean(value, path)
  },
  response_format: (draft, value, path) => {
    draft.responseFormat = fromResponseFormat(value, path)
  },
  max_tokens: readMaxOutputTokens,
  max_completion_tokens: readMaxOutputTokens,
  temperature: (draft, value, path) => {
    draft.temperature = readNumber(value, path, 0, 2)
  },
  top_p: (draft, value, path) => {
    draft.topP = readNumber(value, path, 0, 1)
  },
  top_k: (draft, value, path) => {
    draft.topK = readInteger(value, path, -1)
  },
  presence_penalty: (draft, value, path) => {
    draft.presencePenalty = readNumber(value, path, -2, 2)
  },
  frequency_penalty: (draft, value, path) => {
    draft.frequencyPenalty = readNumber(value, path, -2, 2)
  },
  stop: (draft, value, path) => {
    draft.stop = typeof value === 'string' ? [value] : readArray(value, path).map((stop, i) => readString(stop, `${path}[${i}]`))
  },
  n: (draft, value, path) => {
    draft.n = readInteger(value, path, 1, 128)
  },
  seed: (draft, value, path) => {
    draft.seed = readInteger(value, path, Number.MIN_SAFE_INTEGER)
  },
  reasoning_effort: (draft, value, path) => {
    draft.reasoning = { ...draft.reasoning, effort: readOneOf(value, path, EFFORTS) }
  },
  // Not OpenAI's own: hosts of its dialect ask so for the text of the reasoning.
  include_reasoning: (draft, value, path) => {
    draft.reasoning = { ...draft.reasoning, show: readBoolean(value, path) }
  },
  metadata: (draft, value, path) => {
    draft.metadata = readMetadata(value, path)
  },
  user: (draft, value, path) => {
    draft.endUser = readLimited(value, path, MAX_NAME)
  },
  safety_identifier: (draft, value, path) => {
    draft.endUser ??= readLimited(value, path, MAX_NAME)
    keep(draft, path, value)
  },
  functions: (_draft, _value, path) => refuseLegacy(path, 'tools'),
  function_call: (_draft, _value, path) => refuseLegacy(path, 'tool_choice'),
}
const READERS: ReadonlyMap<string, FieldReader> = new Map(Object.entries(FIELDS))
/** Read together, or meant for the door itself. */
const ELSEWHERE: ReadonlySet<string> = new Set(['stream', 'stream_options', 'logprobs', 'top_logprobs'])

/**
 * OpenAI's chat completion request in the gateway's words. null is as good as absent, as it is with OpenAI; fields that have no
 * canonical name are kept for providers of this dialect.
 * @throws {GatewayError} INVALID_REQUEST | UNSUPPORTED_PARAMETER, with the path in the body
 */
export function fromChatRequest(value: unknown): ChatRequest {
  if (!isObject(value)) throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with model and messages.')
  const body = value
  if (body['model'] == null) refuse(undefined, 'model', 'a string that is not empty')
  if (body['messages'] == null) refuse(undefined, 'messages', 'a list of at least one message')
  const draft: Draft = {}
  for (const key in body) {
    const field = body[key] as Json
    const read = READERS.get(key)
    if (read) {
      if (field !== null) read(draft, field, key)
    } else if (!ELSEWHERE.has(key)) keep(draft, key, field)
  }
  const logprobs = readLogprobs(body)
  if (logprobs) draft.logprobs = logprobs
  const stream = body['stream'] != null && readBoolean(body['stream'], 'stream')
  return { request: draft as CompletionRequest, stream, includeUsage: readIncludeUsage(body['stream_options']) }
}

function readMaxOutputTokens(draft: Draft, value: Json, path: string): void {
  const tokens = readInteger(value, path, 1)
  if (draft.maxOutputTokens !== undefined && draft.maxOutputTokens !== tokens) {
    throw new GatewayError('INVALID_REQUEST', 'max_tokens and max_completion_tokens differ. Send one of them.', { path })
  }
  draft.maxOutputTokens = tokens
}

function readLogprobs(body: JsonObject): { top: number } | undefined {
  const { logprobs, top_logprobs: top } = body
  const wanted = logprobs != null && readBoolean(logprobs, 'logprobs')
  if (top == null) return wanted ? { top: 0 } : undefined
  const count = readInteger(top, 'top_logprobs', 0, 20)
  if (wanted) return { top: count }
  throw new GatewayError('INVALID_REQUEST', 'top_logprobs needs logprobs to be true.', { path: 'top_logprobs' })
}

function readIncludeUsage(options: Json | undefined): boolean {
  if (options == null) return false
  const include = readObject(options, 'stream_options')['include_usage']
  return include != null && readBoolean(include, 'stream_options.include_usage')
}

export function readMetadata(value: Json, path: string): Record<string, string> {
  const metadata: Record<string, Json> = {}
  const entries = Object.entries(readObject(value, path))
  if (entries.length > MAX_METADATA) refuse(value, path, `an object of at most ${MAX_METADATA} fields`)
  for (const [key, text] of entries) setField(metadata, key, readLimited(text, `${path}.${key.slice(0, 64)}`, MAX_NAME))
  return metadata as Record<string, string>
}

function keep(draft: Draft, key: string, value: Json): void {
  draft.extra ??= { dialect: 'openai', fields: {} }
  keepField(draft.extra.fields as Record<string, Json>, key, value, '')
}

function refuseLegacy(path: string, instead: string): never {
  throw new GatewayError('UNSUPPORTED_PARAMETER', `${path} is of the retired functions interface. Send ${instead} instead.`, {
    path,
  })
}
