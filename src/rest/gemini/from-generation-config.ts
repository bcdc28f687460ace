import type { CompletionRequest, ReasoningEffort } from '../../domain/completion-request.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { keepField, readArray, readBoolean, readInteger, readNumber, readOneOf, readString } from '../read-json.js'
import { fromJsonSchema, fromSchema } from './from-schema.js'
import { readFields } from './read-fields.js'

type Draft = { -readonly [Field in keyof CompletionRequest]?: CompletionRequest[Field] }
type FieldReader = (draft: Draft, value: Json, path: string) => void

const FIELDS: Readonly<Record<string, FieldReader>> = {
  temperature: (draft, value, path) => {
    draft.temperature = readNumber(value, path, 0, 2)
  },
  topP: (draft, value, path) => {
    draft.topP = readNumber(value, path, 0, 1)
  },
  topK: (draft, value, path) => {
    draft.topK = readInteger(value, path, 1)
  },
  candidateCount: (draft, value, path) => {
    draft.n = readInteger(value, path, 1, 128)
  },
  maxOutputTokens: (draft, value, path) => {
    draft.maxOutputTokens = readInteger(value, path, 1)
  },
  stopSequences: (draft, value, path) => {
    draft.stop = readArray(value, path).map((stop, i) => readString(stop, `${path}[${i}]`))
  },
  seed: (draft, value, path) => {
    draft.seed = readInteger(value, path, Number.MIN_SAFE_INTEGER)
  },
  presencePenalty: (draft, value, path) => {
    draft.presencePenalty = readNumber(value, path, -2, 2)
  },
  frequencyPenalty: (draft, value, path) => {
    draft.frequencyPenalty = readNumber(value, path, -2, 2)
  },
}
const READERS: ReadonlyMap<string, FieldReader> = new Map(Object.entries(FIELDS))
/** Read together. */
const TOGETHER = new Set([
  'responseLogprobs',
  'logprobs',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  'thinkingConfig',
])

export interface GenerationConfig {
  readonly request: Draft
  /** What has no canonical name, such as `mediaResolution`. */
  readonly rest?: JsonObject
}

export function fromGenerationConfig(value: Json, path: string): GenerationConfig {
  const config = readFields(value, path)
  const draft: Draft = {}
  const rest: Record<string, Json> = {}
  for (const key in config) {
    const field = config[key] as Json
    const read = READERS.get(key)
    if (field === null || TOGETHER.has(key)) continue
    if (read) read(draft, field, `${path}.${key}`)
    else keepField(rest, key, field, path)
  }
  readLogprobs(draft, config, path)
  Object.assign(rest, readFormat(draft, config, path), readThinking(draft, config, path))
  return { request: draft, ...(Object.keys(rest).length > 0 && { rest }) }
}

function readLogprobs(draft: Draft, { responseLogprobs, logprobs }: JsonObject, path: string): void {
  const wanted = responseLogprobs != null && readBoolean(responseLogprobs, `${path}.responseLogprobs`)
  const top = logprobs == null ? 0 : readInteger(logprobs, `${path}.logprobs`, 0, 20)
  if (wanted) draft.logprobs = { top }
  else if (logprobs != null) {
    const at = `${path}.logprobs`
    throw new GatewayError('INVALID_REQUEST', `${at} needs responseLogprobs to be true.`, { path: at })
  }
}

/** A type of answer that is neither text nor JSON is Google's own. */
function readFormat(draft: Draft, config: JsonObject, path: string): JsonObject | undefined {
  const { responseSchema, responseJsonSchema } = config
  const type = config['responseMimeType'] == null ? undefined : readString(config['responseMimeType'], `${path}.responseMimeType`)
  const schema =
    responseJsonSchema != null
      ? fromJsonSchema(responseJsonSchema, `${path}.responseJsonSchema`)
      : responseSchema != null
        ? fromSchema(responseSchema, `${path}.responseSchema`)
        : undefined
  if (type !== undefined && type !== 'application/json' && type !== 'text/plain' && type !== '') {
    return { responseMimeType: type, ...(responseSchema != null && { responseSchema }) }
  }
  if (schema) draft.responseFormat = { type: 'json-schema', name: 'response', schema }
  else if (type === 'application/json') draft.responseFormat = { type: 'json-object' }
  return undefined
}

const LEVELS = ['THINKING_LEVEL_UNSPECIFIED', 'MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] as const
const DYNAMIC = -1

/** A budget of nothing is no thought; one that the model chooses is what it does by itself, and said to Google's models only. */
function readThinking(draft: Draft, config: JsonObject, path: string): JsonObject | undefined {
  if (config['thinkingConfig'] == null) return undefined
  const at = `${path}.thinkingConfig`
  const { includeThoughts, thinkingBudget, thinkingLevel, ...unknown } = readFields(config['thinkingConfig'], at)
  const budget = thinkingBudget == null ? undefined : readInteger(thinkingBudget, `${at}.thinkingBudget`, DYNAMIC)
  const level = thinkingLevel == null ? undefined : readOneOf(upper(thinkingLevel), `${at}.thinkingLevel`, LEVELS)
  const effort = budget === 0 ? 'none' : toEffort(level)
  const reasoning = {
    ...(effort && { effort }),
    ...(budget !== undefined && budget > 0 && { maxTokens: budget }),
    ...(includeThoughts != null && { show: readBoolean(includeThoughts, `${at}.includeThoughts`) }),
  }
  if (Object.keys(reasoning).length > 0) draft.reasoning = reasoning
  const rest: Record<string, Json> = budget === DYNAMIC ? { thinkingBudget: DYNAMIC } : {}
  for (const key in unknown) keepField(rest, key, unknown[key] as Json, at)
  return Object.keys(rest).length > 0 ? { thinkingConfig: rest } : undefined
}

function toEffort(level: (typeof LEVELS)[number] | undefined): ReasoningEffort | undefined {
  if (level === undefined || level === 'THINKING_LEVEL_UNSPECIFIED') return undefined
  return level.toLowerCase() as ReasoningEffort
}

function upper(value: Json): Json {
  return typeof value === 'string' ? value.toUpperCase() : value
}
