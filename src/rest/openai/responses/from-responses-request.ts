import type { CompletionRequest } from '../../../domain/completion-request.js'
import { GatewayError } from '../../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../../domain/json.js'
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
  refuseUnknownFields,
} from '../../read-json.js'
import { readMetadata } from '../from-chat-request.js'
import { fromResponseToolChoice, fromResponseTools, fromTextFormat } from './from-response-tools.js'
import { notServed } from './refusals.js'

export interface ResponsesRequest {
  /** Without messages: they depend on what is stored. */
  readonly request: Omit<CompletionRequest, 'messages'>
  /** Items as they came, to be read when what they refer to is loaded. */
  readonly input: Json
  readonly instructions: string | undefined
  readonly previousResponseId: string | undefined
  readonly stream: boolean
  readonly store: boolean
  /** Whether log probabilities are shown. */
  readonly logprobs: boolean
  /** The body, for the fields that a response repeats. */
  readonly body: JsonObject
}

type Draft = { -readonly [Field in keyof CompletionRequest]?: CompletionRequest[Field] }
type FieldReader = (draft: Draft, value: Json, path: string) => void

const DIALECT = 'openai-responses'
const MAX_NAME = 512
const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const
const SUMMARIES = ['auto', 'concise', 'detailed'] as const
const LOGPROBS = 'message.output_text.logprobs'
const ENCRYPTED = 'reasoning.encrypted_content'
const TEXT = new Set(['format', 'verbosity'])

const FIELDS: Readonly<Record<string, FieldReader>> = {
  model: (draft, value, path) => {
    draft.model = readName(value, path, MAX_NAME)
  },
  tools: (draft, value, path) => {
    const { tools, nativeTools } = fromResponseTools(value, path)
    if (tools.length > 0) draft.tools = tools
    // It tells whose words the extras of single tools are.
    if (tools.some(({ extra }) => extra)) draft.extra ??= { dialect: DIALECT, fields: {} }
    if (nativeTools.length > 0) draft.nativeTools = nativeTools
  },
  parallel_tool_calls: (draft, value, path) => {
    draft.parallelToolCalls = readBoolean(value, path)
  },
  text: readText,
  reasoning: readReasoning,
  max_output_tokens: (draft, value, path) => {
    draft.maxOutputTokens = readInteger(value, path, 1)
  },
  temperature: (draft, value, path) => {
    draft.temperature = readNumber(value, path, 0, 2)
  },
  top_p: (draft, value, path) => {
    draft.topP = readNumber(value, path, 0, 1)
  },
  metadata: (draft, value, path) => {
    draft.metadata = readMetadata(value, path)
  },
  user: (draft, value, path) => {
    draft.endUser ??= readLimited(value, path, MAX_NAME)
  },
  safety_identifier: (draft, value, path) => {
    draft.endUser = readLimited(value, path, MAX_NAME)
  },
  truncation: (draft, value, path) => {
    if (readOneOf(value, path, ['auto', 'disabled']) === 'auto') keep(draft, path, value)
  },
  include: (draft, value, path) => {
    const wanted = readArray(value, path).map((entry, index) => readString(entry, `${path}[${index}]`))
    const theirs = wanted.filter((entry) => entry !== LOGPROBS && entry !== ENCRYPTED)
    // What is canonical is asked for in the provider's own way; a list that replaces the provider's must say it too.
    if (theirs.length > 0) keep(draft, path, [...new Set([...wanted, ENCRYPTED])])
  },
  background: (_draft, value, path) => {
    if (!readBoolean(value, path)) return
    throw notServed(path, 'background: true is not served: send the request without it, and stream the answer if it takes long.')
  },
  conversation: (_draft, _value, path) => {
    throw notServed(path, 'Conversations are not served: continue with previous_response_id, or send the items again.')
  },
  prompt: (_draft, _value, path) => {
    throw notServed(path, 'Prompt templates of OpenAI are not served: send input and instructions.')
  },
}
const READERS: ReadonlyMap<string, FieldReader> = new Map(Object.entries(FIELDS))
/** Read together, or meant for the door itself. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'input',
  'instructions',
  'previous_response_id',
  'stream',
  'stream_options',
  'store',
  'tool_choice',
  'top_logprobs',
])

/**
 * A request to the Responses API in the gateway's words. null is as good as absent; fields that have no canonical name are kept for
 * providers of this dialect.
 * @throws {GatewayError} INVALID_REQUEST | UNSUPPORTED_PARAMETER, with the path in the body
 */
export function fromResponsesRequest(value: unknown): ResponsesRequest {
  if (!isObject(value)) throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with model and input.')
  const body = value
  const draft: Draft = {}
  for (const key in body) {
    const field = body[key] as Json
    const read = READERS.get(key)
    if (read) {
      if (field !== null) read(draft, field, key)
    } else if (!ELSEWHERE.has(key) && field !== null) keep(draft, key, field)
  }
  if (draft.model === undefined) refuse(undefined, 'model', 'a string that is not empty')
  if (body['tool_choice'] != null) readToolChoice(draft, body['tool_choice'])
  const logprobs = readLogprobs(draft, body)
  return {
    request: draft as Omit<CompletionRequest, 'messages'>,
    input: readInput(body),
    instructions: textOf(body, 'instructions'),
    previousResponseId: textOf(body, 'previous_response_id'),
    stream: flagOf(body, 'stream', false),
    store: flagOf(body, 'store', true),
    logprobs,
    body,
  }
}

/** With a conversation to continue there need not be anything new. */
function readInput(body: JsonObject): Json {
  const input = body['input'] ?? null
  if (input === null && body['previous_response_id'] == null) return refuse(undefined, 'input', 'a string or a list of items')
  return input ?? []
}

function readText(draft: Draft, value: Json, path: string): void {
  const text = readObject(value, path)
  refuseUnknownFields(text, TEXT, path)
  if (text['format'] != null) draft.responseFormat = fromTextFormat(text['format'], `${path}.format`)
  if (text['verbosity'] == null) return
  readOneOf(text['verbosity'], `${path}.verbosity`, ['low', 'medium', 'high'])
  keep(draft, path, { verbosity: text['verbosity'] })
}

/** A wish for a summary is one for showing the reasoning; which kind of summary is this dialect's own. */
function readReasoning(draft: Draft, value: Json, path: string): void {
  const { effort, summary, generate_summary: older, ...others } = readObject(value, path)
  const asked = summary ?? older
  const kind = asked == null ? undefined : readOneOf(asked, `${path}.summary`, SUMMARIES)
  draft.reasoning = {
    ...(effort != null && { effort: effort === 'max' ? 'xhigh' : readOneOf(effort, `${path}.effort`, EFFORTS) }),
    ...(kind && { show: true }),
  }
  const own = { ...(kind && kind !== 'auto' && { summary: kind }), ...(effort === 'max' && { effort }), ...others }
  if (Object.keys(own).length > 0) keep(draft, path, own)
}

function readToolChoice(draft: Draft, value: Json): void {
  const read = fromResponseToolChoice(value, 'tool_choice')
  if ('native' in read) return keep(draft, 'tool_choice', read.native)
  draft.toolChoice = read.choice
  const { allowed } = read
  if (!allowed) return
  draft.tools = draft.tools?.filter(({ name }) => allowed({ type: 'function', name }))
  draft.nativeTools = draft.nativeTools?.filter(({ definition }) => allowed(definition))
}

function readLogprobs(draft: Draft, body: JsonObject): boolean {
  const top = body['top_logprobs'] == null ? 0 : readInteger(body['top_logprobs'], 'top_logprobs', 0, 20)
  const shown = Array.isArray(body['include']) && body['include'].includes(LOGPROBS)
  if (shown || top > 0) draft.logprobs = { top }
  return shown || top > 0
}

function textOf(body: JsonObject, name: string): string | undefined {
  return body[name] == null ? undefined : readString(body[name], name)
}

function flagOf(body: JsonObject, name: string, otherwise: boolean): boolean {
  return body[name] == null ? otherwise : readBoolean(body[name], name)
}

function keep(draft: Draft, key: string, value: Json): void {
  draft.extra ??= { dialect: DIALECT, fields: {} }
  keepField(draft.extra.fields as Record<string, Json>, key, value, '')
}
