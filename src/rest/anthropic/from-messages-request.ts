import type { IncomingHttpHeaders } from 'node:http'
import type { CompletionRequest, ReasoningEffort } from '../../domain/completion-request.js'
import type { Message } from '../../domain/content.js'
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
  readString,
  refuse,
  unknownFields,
} from '../read-json.js'
import { fromCacheControl } from './cache-control.js'
import { fromMessages, fromSystem } from './from-messages.js'
import { fromFormat, fromOutputConfig, fromThinking, withEffort, withoutSaid } from './from-thinking.js'
import { fromToolChoice, fromTools } from './from-tools.js'
import { OWNER } from './provider-state.js'

export interface MessagesRequest {
  readonly request: CompletionRequest
  readonly stream: boolean
}

type Draft = { -readonly [Field in keyof CompletionRequest]?: CompletionRequest[Field] } & {
  system?: Message[]
  effort?: ReasoningEffort
  fields: Record<string, Json>
}
type FieldReader = (draft: Draft, value: Json, path: string) => void

const MAX_NAME = 512
/** How much to think is then the model's to say, for which the canonical model has no word: providers of the dialect get it as it came. */
const LEFT_TO_CLAUDE: ReadonlySet<unknown> = new Set(['adaptive', 'between_tools'])
const METADATA = new Set(['user_id'])

const FIELDS: Readonly<Record<string, FieldReader>> = {
  model: (draft, value, path) => {
    draft.model = readName(value, path, MAX_NAME)
  },
  messages: (draft, value, path) => {
    draft.messages = fromMessages(value, path)
  },
  system: (draft, value, path) => {
    draft.system = fromSystem(value, path)
  },
  max_tokens: (draft, value, path) => {
    draft.maxOutputTokens = readInteger(value, path, 1)
  },
  tools: (draft, value, path) => {
    const { tools, nativeTools } = fromTools(value, path)
    if (tools.length > 0) draft.tools = tools
    if (nativeTools.length > 0) draft.nativeTools = nativeTools
  },
  tool_choice: (draft, value, path) => {
    Object.assign(draft, fromToolChoice(value, path))
  },
  stop_sequences: (draft, value, path) => {
    draft.stop = readArray(value, path).map((stop, i) => readString(stop, `${path}[${i}]`))
  },
  temperature: (draft, value, path) => {
    draft.temperature = readNumber(value, path, 0, 2)
  },
  top_p: (draft, value, path) => {
    draft.topP = readNumber(value, path, 0, 1)
  },
  top_k: (draft, value, path) => {
    draft.topK = readInteger(value, path, 1)
  },
  thinking: (draft, value, path) => {
    draft.reasoning = fromThinking(value, path)
    if (LEFT_TO_CLAUDE.has((value as JsonObject)['type'])) draft.fields['thinking'] = value
  },
  output_config: (draft, value, path) => {
    const { effort, format, rest } = fromOutputConfig(value, path)
    if (effort) draft.effort = effort
    if (format) draft.responseFormat = format
    if (rest) draft.fields['output_config'] = rest
  },
  output_format: (draft, value, path) => {
    draft.responseFormat ??= fromFormat(value, path)
  },
  metadata: (draft, value, path) => {
    const metadata = readObject(value, path)
    const user = metadata['user_id']
    if (user != null) draft.endUser = readLimited(user, `${path}.user_id`, MAX_NAME)
    const rest = unknownFields(metadata, METADATA, path)
    if (rest) draft.fields['metadata'] = rest
  },
}
const READERS: ReadonlyMap<string, FieldReader> = new Map(Object.entries(FIELDS))
const ELSEWHERE: ReadonlySet<string> = new Set(['stream', 'cache_control'])

/**
 * Anthropic's message request in the gateway's words. null is as good as absent; fields that have no canonical name are kept for
 * providers of this dialect, and `anthropic-beta` with them. `extra` is always there: it tells whose words the extras of single parts are.
 * @throws {GatewayError} INVALID_REQUEST | UNSUPPORTED_PARAMETER, with the path in the body
 */
export function fromMessagesRequest(body: unknown, headers: IncomingHttpHeaders = {}): MessagesRequest {
  if (!isObject(body))
    throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with model, messages and max_tokens.')
  if (body['model'] == null) refuse(undefined, 'model', 'a string that is not empty')
  if (body['messages'] == null) refuse(undefined, 'messages', 'a list of at least one message')
  const draft: Draft = { fields: {} }
  for (const key in body) {
    const field = body[key] as Json
    const read = READERS.get(key)
    if (!read && !ELSEWHERE.has(key)) keepField(draft.fields, key, field, '')
    else if (field !== null) read?.(draft, field, key)
  }
  const stream = body['stream'] != null && readBoolean(body['stream'], 'stream')
  return { request: toRequest(draft, body, headers), stream }
}

function toRequest(
  { system = [], effort, fields, ...draft }: Draft,
  body: JsonObject,
  headers: IncomingHttpHeaders,
): CompletionRequest {
  const messages = [...system, ...(draft.messages ?? [])]
  const beta = headers['anthropic-beta']
  return {
    ...(draft as CompletionRequest),
    messages: markLast(messages, fromCacheControl(body, '')),
    ...(effort && draft.reasoning && { reasoning: withEffort(draft.reasoning, effort) }),
    extra: {
      dialect: OWNER,
      fields: withoutSaid(fields),
      ...(beta !== undefined && { headers: { 'anthropic-beta': String(beta) } }),
    },
  }
}

/** A mark on the request itself stands for one on its last block. */
function markLast(messages: Message[], mark: ReturnType<typeof fromCacheControl>): Message[] {
  const last = messages.at(-1)
  if (!mark || !last) return messages
  const parts = last.parts.map((part, index) => (index === last.parts.length - 1 ? { ...mark, ...part } : part))
  return [...messages.slice(0, -1), { ...last, parts }]
}
