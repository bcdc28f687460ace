import type { CompletionRequest, Json } from '../../../../src/plugin-api.js'
import { DIALECT } from './native-reader.js'

export interface ExtraFields {
  readonly fields: Readonly<Record<string, Json>>
  /** Within `text`, beside the format. */
  readonly text: Readonly<Record<string, Json>>
  /** Within `reasoning`, beside effort and summary. */
  readonly reasoning: Readonly<Record<string, Json>>
  readonly include: readonly Json[]
  /** Names of what this API cannot do, or not without storing the answer at the provider. */
  readonly lost: readonly string[]
}

/** What the canonical request decides, so that `extra` may not. */
const OURS = new Set([
  ...['model', 'input', 'instructions', 'stream', 'stream_options', 'max_output_tokens', 'temperature', 'top_p', 'top_logprobs'],
  ...['tools', 'parallel_tool_calls', 'metadata', 'store', 'user', 'text', 'reasoning', 'include'],
])
/** State is ours to keep, and the whole conversation is sent each time. */
const STORED = new Set(['previous_response_id', 'conversation', 'background'])

/** Fields of chat completions that this API has under the same name. */
const SHARED = new Set([
  'service_tier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prompt_cache_options',
  'safety_identifier',
])

export function readExtra({ extra }: CompletionRequest): ExtraFields {
  if (extra?.dialect === DIALECT) return ofResponses(extra.fields)
  if (extra?.dialect === 'openai') return ofChat(extra.fields)
  return { fields: {}, text: {}, reasoning: {}, include: [], lost: [] }
}

function ofResponses(all: Readonly<Record<string, Json>>): ExtraFields {
  const entries = Object.entries(all).filter(([, value]) => value !== null && value !== false)
  return {
    fields: Object.fromEntries(Object.entries(all).filter(([name]) => !OURS.has(name) && !STORED.has(name))),
    text: object(all['text']),
    reasoning: object(all['reasoning']),
    include: Array.isArray(all['include']) ? (all['include'] as readonly Json[]) : [],
    lost: entries.flatMap(([name]) => (STORED.has(name) ? [name] : [])),
  }
}

function ofChat(all: Readonly<Record<string, Json>>): ExtraFields {
  const { verbosity, ...others } = all
  const entries = Object.entries(others).filter(([, value]) => value !== null && value !== false)
  return {
    fields: Object.fromEntries(entries.filter(([name]) => SHARED.has(name))),
    text: verbosity == null ? {} : { verbosity },
    reasoning: {},
    include: [],
    lost: entries.flatMap(([name]) => (SHARED.has(name) ? [] : [name])),
  }
}

function object(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {}
}
