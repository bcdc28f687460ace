import {
  type CompletionRequest,
  fitRequest,
  type JsonObject,
  placeCacheMarks,
  type ResponseFormat,
  type Warning,
} from '../../../src/plugin-api.js'
import { unsupportedBy } from './capabilities-of.js'
import { type ClaudeModel, toClaudeModel } from './claude-model.js'
import { fitSchema } from './fit-schema.js'
import { createNotes, type Notes } from './notes.js'
import { DIALECT } from './to-blocks.js'
import { toSampling } from './to-sampling.js'
import { type OwnWords, type Thinking, toThinking } from './to-thinking.js'
import { isForced, toTools } from './to-tools.js'
import { continuesWithoutThought, toTurns } from './to-turns.js'
import { type Block, type Receiver, toJsonObject } from './wire.js'

/** What is reserved for a request that does not limit its output. */
export const DEFAULT_MAX_TOKENS = 4_096

export interface MessagesBodyOptions {
  /** The model's name wherever it is served: what it takes is read from it. */
  readonly model: string
}

export interface MessagesBody {
  /** Without `model`, `stream` and `anthropic_version`, which are the transport's to say. */
  readonly body: Readonly<Block>
  readonly warnings: readonly Warning[]
  /** Of the request itself, such as `anthropic-beta`; lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The request as POST /v1/messages takes it: https://platform.claude.com/docs/en/api/messages.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toMessagesBody(asked: CompletionRequest, { model: name }: MessagesBodyOptions): MessagesBody {
  const model = toClaudeModel(name)
  const cannot = new Set(unsupportedBy(model))
  const fitted = fitRequest(asked, (parameter) => cannot.has(parameter))
  const request = placeCacheMarks(fitted.request)
  const receiver: Receiver = { ownWords: request.extra?.dialect === DIALECT }
  const notes = createNotes(request)
  const body = toBody(request, model, receiver, notes)
  return { body, warnings: [...fitted.warnings, ...notes.warnings], headers: toHeaders(request, receiver) }
}

function toBody(request: CompletionRequest, model: ClaudeModel, receiver: Receiver, notes: Notes): Block {
  const { system, messages } = toTurns(request, model, receiver, notes)
  const maxTokens = toMaxTokens(request, model, notes)
  const thought = toThinking(
    request.reasoning,
    {
      model,
      maxTokens,
      isLimited: request.maxOutputTokens !== undefined,
      isForced: isForced(request) && model.forcedTools,
      continuesWithoutThought: continuesWithoutThought(messages),
      own: toOwnWords(request, receiver),
    },
    notes,
  )
  return {
    ...foreignFields(request, receiver),
    max_tokens: maxTokens,
    ...(system.length > 0 ? { system } : {}),
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...toTools(request, model, receiver, notes),
    ...(thought.thinking ? { thinking: thought.thinking } : {}),
    ...toOutputConfig(request, thought, receiver, notes),
    ...toSampling(request, model, isOn(thought), notes),
    ...toStop(request, notes),
    ...toMetadata(request, receiver),
  }
}

function toOwnWords({ extra }: CompletionRequest, { ownWords }: Receiver): OwnWords {
  if (!ownWords || !extra) return {}
  return {
    thinking: toJsonObject(extra.fields['thinking'])['type'],
    effort: toJsonObject(extra.fields['output_config'])['effort'],
  }
}

function toMetadata({ endUser, extra }: CompletionRequest, { ownWords }: Receiver): Block {
  const metadata = {
    ...(ownWords ? toJsonObject(extra?.fields['metadata']) : {}),
    ...(endUser === undefined ? {} : { user_id: endUser }),
  }
  return Object.keys(metadata).length > 0 ? { metadata } : {}
}

function isOn({ thinking }: Thinking): boolean {
  return thinking?.['type'] === 'enabled' || thinking?.['type'] === 'adaptive'
}

function toMaxTokens({ maxOutputTokens }: CompletionRequest, model: ClaudeModel, notes: Notes): number {
  const most = model.maxOutputTokens ?? Number.POSITIVE_INFINITY
  if (maxOutputTokens !== undefined && maxOutputTokens > most) {
    notes.map('maxOutputTokens', `This model writes at most ${most} tokens: it was asked for those.`)
  }
  return Math.min(maxOutputTokens ?? DEFAULT_MAX_TOKENS, most)
}

/** Effort and format, over what a client of this dialect says there beside them. */
function toOutputConfig(request: CompletionRequest, { effort }: Thinking, receiver: Receiver, notes: Notes): Block {
  const { effort: _, ...own } = receiver.ownWords ? toJsonObject(request.extra?.fields['output_config']) : {}
  const config = {
    ...own,
    ...(effort === undefined ? {} : { effort }),
    ...(request.responseFormat ? toFormat(request.responseFormat, notes) : {}),
  }
  return Object.keys(config).length > 0 ? { output_config: config } : {}
}

function toFormat(format: ResponseFormat, notes: Notes): JsonObject {
  if (format.type === 'json-object') notes.lose('responseFormat')
  if (format.type !== 'json-schema') return {}
  const { schema, name, description } = format
  const named = { title: name, ...(description === undefined ? {} : { description }), ...schema }
  return { format: { type: 'json_schema', schema: fitSchema(named) } }
}

/** Each must hold more than white space. */
function toStop({ stop }: CompletionRequest, notes: Notes): Block {
  const sequences = (stop ?? []).filter((sequence) => sequence.trim() !== '')
  if (sequences.length < (stop?.length ?? 0)) notes.lose('stop')
  return sequences.length > 0 ? { stop_sequences: sequences } : {}
}

/** What the canonical request decides, so that `extra` may not. */
const OURS = new Set([
  ...['model', 'messages', 'system', 'max_tokens', 'stream', 'tools', 'tool_choice', 'thinking', 'output_config'],
  ...['temperature', 'top_p', 'top_k', 'stop_sequences', 'metadata', 'anthropic_version', 'anthropic_beta'],
])

/** Service tier, container, servers of MCP and whatever else the vendor may add. */
function foreignFields({ extra }: CompletionRequest, { ownWords }: Receiver): JsonObject {
  if (!ownWords || !extra) return {}
  return Object.fromEntries(Object.entries(extra.fields).filter(([name]) => !OURS.has(name)))
}

function toHeaders({ extra }: CompletionRequest, { ownWords }: Receiver): Record<string, string> {
  const beta = ownWords ? extra?.headers?.['anthropic-beta'] : undefined
  return beta === undefined ? {} : { 'anthropic-beta': beta }
}
