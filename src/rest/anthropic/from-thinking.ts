import type { CompletionRequest, ReasoningEffort, ResponseFormat } from '../../domain/completion-request.js'
import type { Json, JsonObject } from '../../domain/json.js'
import {
  isObject,
  readInteger,
  readObject,
  readOneOf,
  readOpaqueObject,
  refuseUnknownFields,
  unknownFields,
} from '../read-json.js'

export type Reasoning = NonNullable<CompletionRequest['reasoning']>

const THINKING = new Set(['type', 'budget_tokens', 'display'])
const ONLY_FORMAT = new Set(['format'])
const FORMAT = new Set(['type', 'schema'])
/** `max` has no canonical equal: the nearest is taken. The words themselves are kept for providers of the dialect. */
const EFFORTS = { low: 'low', medium: 'medium', high: 'high', xhigh: 'xhigh', max: 'xhigh' } as const satisfies Record<
  string,
  ReasoningEffort
>

/** What Anthropic does when thinking is left to the model and nothing is said about effort: this is for providers of other dialects. */
const ADAPTIVE: Reasoning = { effort: 'high' }

export function fromThinking(value: Json, path: string): Reasoning {
  const wire = readObject(value, path)
  const type = readOneOf(wire['type'], `${path}.type`, ['enabled', 'disabled', 'adaptive', 'between_tools'])
  refuseUnknownFields(wire, THINKING, path)
  const display = wire['display'] == null ? undefined : readOneOf(wire['display'], `${path}.display`, ['summarized', 'omitted'])
  const show = display && { show: display === 'summarized' }
  if (type === 'disabled') return { effort: 'none' }
  if (type === 'enabled') return { maxTokens: readInteger(wire['budget_tokens'], `${path}.budget_tokens`, 1), ...show }
  return { ...ADAPTIVE, ...show }
}

export interface OutputConfig {
  readonly effort?: ReasoningEffort
  readonly format?: ResponseFormat
  /** What has no canonical name, and effort as it was said. */
  readonly rest?: JsonObject
}

export function fromOutputConfig(value: Json, path: string): OutputConfig {
  const wire = readObject(value, path)
  const effort = wire['effort'] == null ? undefined : readOneOf(wire['effort'], `${path}.effort`, EFFORT_NAMES)
  const rest = unknownFields(wire, ONLY_FORMAT, path)
  return {
    ...(effort && { effort: EFFORTS[effort] }),
    ...(wire['format'] != null && { format: fromFormat(wire['format'], `${path}.format`) }),
    ...(rest && { rest }),
  }
}

const EFFORT_NAMES = ['low', 'medium', 'high', 'xhigh', 'max'] as const

export function fromFormat(value: Json, path: string): ResponseFormat {
  const wire = readObject(value, path)
  readOneOf(wire['type'], `${path}.type`, ['json_schema'])
  refuseUnknownFields(wire, FORMAT, path)
  return { type: 'json-schema', name: 'output', schema: readOpaqueObject(wire['schema'], `${path}.schema`), strict: true }
}

/**
 * An effort with adaptive thinking is all in the canonical request, but for `max`: said twice, providers of other dialects would warn of
 * what they did do.
 */
export function withoutSaid(fields: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const { thinking, output_config: config, ...others } = fields
  if (!isObject(thinking) || thinking['type'] !== 'adaptive' || !isObject(config) || config['effort'] == null) return fields
  const { effort, ...rest } = config
  const unsaid = effort === 'max' ? config : rest
  return { ...others, ...(Object.keys(unsaid).length > 0 && { output_config: unsaid }) }
}

/**
 * An effort that is asked for wins over what adaptive thinking implies. Alone it asks for no thought: it is about the whole answer, and
 * making other providers think would change what was asked.
 */
export function withEffort(reasoning: Reasoning, effort: ReasoningEffort): Reasoning {
  return reasoning.effort === 'none' ? reasoning : { ...reasoning, effort }
}
