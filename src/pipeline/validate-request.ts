import type { CompletionRequest, EmbedRequest, ModerationRequest, RerankRequest } from '../domain/completion-request.js'
import { GatewayError } from '../domain/gateway-error.js'

const MOST_MESSAGES = 10_000
const MOST_TOOLS = 1_000
const MOST_CHOICES = 128
const MOST_STOPS = 64
const MOST_TAGS = 10
const LONGEST_TAG = 64
const MOST_INPUTS = 10_000

type Range = readonly [minimum: number, maximum: number, kind: 'integer' | 'number']

/** What providers differ in is theirs to refuse; this is what can mean nothing anywhere. */
const RANGES: Readonly<Partial<Record<keyof CompletionRequest, Range>>> = {
  maxOutputTokens: [1, 100_000_000, 'integer'],
  temperature: [0, 100, 'number'],
  topP: [0, 1, 'number'],
  topK: [1, 1_000_000, 'integer'],
  presencePenalty: [-100, 100, 'number'],
  frequencyPenalty: [-100, 100, 'number'],
  n: [1, MOST_CHOICES, 'integer'],
  seed: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'integer'],
}

/** @throws {GatewayError} INVALID_REQUEST naming the field, whatever door it came by */
export function validateCompletionRequest(request: CompletionRequest): void {
  atLeastOne('messages', request.messages, MOST_MESSAGES)
  for (const [index, { role, parts }] of request.messages.entries()) {
    // An assistant's turn may be nothing but its refusal or its tool calls, which some formats keep apart from parts.
    if (parts.length === 0 && role !== 'assistant') refuse(`messages[${index}]`, `A message of the role ${role} needs content.`)
  }
  for (const [field, range] of Object.entries(RANGES)) inRange(field, request[field as keyof CompletionRequest], range)
  if (request.logprobs) inRange('logprobs', request.logprobs.top, [0, 100, 'integer'])
  if (request.tools) atMost('tools', request.tools.length, MOST_TOOLS)
  if (request.stop) atMost('stop', request.stop.length, MOST_STOPS)
  validateTags(request.tags)
}

/** @throws {GatewayError} INVALID_REQUEST naming the field */
export function validateEmbedRequest(request: EmbedRequest): void {
  atLeastOne('input', request.input, MOST_INPUTS)
  const empty = request.input.findIndex((item) => item.length === 0)
  if (empty >= 0) refuse(`input[${empty}]`, 'There is nothing to embed in it.')
  inRange('dimensions', request.dimensions, [1, 1_000_000, 'integer'])
  validateTags(request.tags)
}

/** @throws {GatewayError} INVALID_REQUEST naming the field */
export function validateRerankRequest(request: RerankRequest): void {
  if (request.query === '') refuse('query', 'query is empty: there is nothing to rank by.')
  atLeastOne('documents', request.documents, MOST_INPUTS)
  inRange('topN', request.topN, [1, MOST_INPUTS, 'integer'])
  validateTags(request.tags)
}

/** @throws {GatewayError} INVALID_REQUEST naming the field */
export function validateModerationRequest(request: ModerationRequest): void {
  atLeastOne('input', request.input, MOST_INPUTS)
  const empty = request.input.findIndex((parts) => parts.length === 0)
  if (empty >= 0) refuse(`input[${empty}]`, 'There is nothing to judge in it.')
  validateTags(request.tags)
}

function validateTags(tags: readonly string[] = []): void {
  atMost('tags', tags.length, MOST_TAGS)
  const wrong = tags.findIndex((tag) => tag === '' || tag.length > LONGEST_TAG)
  if (wrong >= 0) refuse(`tags[${wrong}]`, `A tag has 1 to ${LONGEST_TAG} characters.`)
}

function inRange(field: string, value: unknown, [minimum, maximum, kind]: Range): void {
  if (value === undefined) return
  const isRight = typeof value === 'number' && (kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value))
  if (isRight && value >= minimum && value <= maximum) return
  refuse(field, `${field} must be ${kind === 'integer' ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}.`)
}

function atLeastOne(field: string, items: readonly unknown[], most: number): void {
  if (items.length === 0) refuse(field, `${field} is empty: at least one is needed.`)
  atMost(field, items.length, most)
}

function atMost(field: string, count: number, most: number): void {
  if (count > most) refuse(field, `${field} has ${count} items; at most ${most} are taken.`)
}

function refuse(path: string, message: string): never {
  throw new GatewayError('INVALID_REQUEST', message, { path })
}
