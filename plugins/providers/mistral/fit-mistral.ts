import { type CompletionRequest, type Json, type ReasoningEffort, type Warning, warningsOf } from '../../../src/plugin-api.js'
import { ALWAYS_REASONS, mayReason } from './capabilities-of.js'

/** Fields of Mistral's own, or that it shares with OpenAI; any other would be a 422. */
const KNOWN = new Set(['safe_prompt', 'prompt_mode', 'prompt_cache_key', 'prediction', 'guardrails'])

export interface MistralFit {
  readonly request: CompletionRequest
  /** What the canonical request has no name for, as it is sent. */
  readonly fields: Readonly<Record<string, Json>>
  readonly warnings: readonly Warning[]
}

/**
 * The request as far as Mistral can do it; what it does in another way is in `fields`.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the caller asked for an error instead of a warning
 */
export function fitMistral(asked: CompletionRequest, model: string): MistralFit {
  const { extra, reasoning, ...request } = asked
  const own = toOwnFields(asked)
  const thought = toEffort(asked, model)
  const lost = [...own.lost, ...thought.lost]
  return {
    request,
    fields: { ...own.fields, ...thought.fields },
    warnings: [...warningsOf(asked, lost), ...(asked.onUnsupported === 'IGNORE' ? [] : [...thought.mapped, ...prefixed(asked)])],
  }
}

interface Lost {
  readonly fields: Readonly<Record<string, Json>>
  readonly lost: readonly string[]
}

/** Fields written for Mistral are its affair; of another dialect's only those that it knows are sent. */
function toOwnFields({ extra }: CompletionRequest): Lost {
  const given = Object.entries(extra?.fields ?? {})
  if (extra?.dialect === 'mistral') return { fields: Object.fromEntries(given.filter(([name]) => !OURS.has(name))), lost: [] }
  const known = given.filter(([name]) => KNOWN.has(name))
  const lost = given.flatMap(([name]) => (KNOWN.has(name) || IGNORED.has(name) ? [] : [`extra.${name}`]))
  return { fields: Object.fromEntries(known), lost }
}

/** What the canonical request decides, so that `extra` may not. */
const OURS = new Set(['model', 'messages', 'stream', 'tools', 'tool_choice', 'response_format', 'reasoning_effort'])
/** They change nothing here: nobody stores at Mistral, usage comes unasked, and `reasoning` says what `thinking` of Anthropic's says. */
const IGNORED = new Set(['store', 'stream_options', 'thinking'])

type Effort = 'none' | 'low' | 'medium' | 'high'

/** https://docs.mistral.ai/capabilities/reasoning/adjustable: Small and Medium think or do not, other models by degrees. */
const NEAREST: Readonly<Record<ReasoningEffort, Effort>> = {
  none: 'none',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
}

function toEffort({ reasoning }: CompletionRequest, model: string): Lost & { readonly mapped: readonly Warning[] } {
  if (!reasoning) return { fields: {}, lost: [], mapped: [] }
  const budget = reasoning.maxTokens === undefined ? [] : ['reasoning.maxTokens']
  const { effort } = reasoning
  if (!mayReason(model)) return { fields: {}, lost: ['reasoning'], mapped: [] }
  if (effort === undefined) return { fields: {}, lost: budget, mapped: [] }
  if (ALWAYS_REASONS.test(model)) return { fields: {}, lost: ['reasoning.effort', ...budget], mapped: [] }
  const sent = isSwitch(model) && NEAREST[effort] !== 'none' ? 'high' : NEAREST[effort]
  return { fields: { reasoning_effort: sent }, lost: budget, mapped: sent === effort ? [] : [mappedEffort(effort, sent)] }
}

function isSwitch(model: string): boolean {
  return /^mistral-(?:small|medium)/.test(model)
}

function mappedEffort(asked: string, sent: string): Warning {
  const message = `Mistral has no reasoning effort "${asked}" for this model: "${sent}" was asked for.`
  return { code: 'PARAMETER_MAPPED', message, parameter: 'reasoning.effort' }
}

function prefixed({ messages }: CompletionRequest): Warning[] {
  const last = messages.at(-1)
  if (last?.role !== 'assistant' || last.extra?.['prefix'] === true) return []
  const message =
    "The last message is the assistant's: it was sent as a prefix, which Mistral repeats at the beginning of its answer."
  return [{ code: 'PARAMETER_MAPPED', message, parameter: 'messages' }]
}
