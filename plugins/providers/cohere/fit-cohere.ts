import {
  type CompletionRequest,
  type FittedRequest,
  fitRequest,
  type Json,
  type Parameter,
  type Warning,
} from '../../../src/plugin-api.js'
import { leaveOutNatives } from '../../provider-transport/leave-out-natives.js'
import { mayReason } from './capabilities-of.js'

const UNSUPPORTED = new Set<Parameter>(['n', 'endUser', 'nativeTools'])
/** Fields of Cohere's own that a client of another dialect may send beside ours. */
const KNOWN = new Set(['documents', 'citation_options', 'safety_mode', 'priority', 'strict_tools'])
/** What the canonical request decides, so that `extra` may not. */
const OURS = new Set(['model', 'messages', 'stream', 'tools', 'tool_choice', 'response_format', 'thinking'])
/** They change nothing here: nobody stores at Cohere, usage comes unasked, and `reasoning` says what `thinking` of Anthropic's says. */
const IGNORED = new Set(['store', 'stream_options', 'thinking'])

/** The request as far as Cohere can do it. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function fitCohere(asked: CompletionRequest, model: string): FittedRequest {
  const known = leaveOutNatives(asked, 'cohere')
  const cannot = (parameter: Parameter) =>
    UNSUPPORTED.has(parameter) ||
    (parameter === 'parallelToolCalls' && asked.parallelToolCalls === false) ||
    (parameter === 'reasoning' && !mayReason(model))
  const { request, warnings } = fitRequest(known.request, cannot, lostDetails(asked))
  const mapped = asked.onUnsupported === 'IGNORE' ? [] : mappedEffort(request)
  return { request, warnings: [...known.warnings, ...warnings, ...mapped] }
}

function lostDetails({ logprobs, tools = [], extra }: CompletionRequest): string[] {
  const strict = tools.filter((tool) => tool.strict).length
  return [
    ...(logprobs && logprobs.top > 0 ? ['logprobs.top'] : []),
    // Strictness is of all tools or of none.
    ...(strict > 0 && strict < tools.length ? ['tools.strict'] : []),
    ...(extra && extra.dialect !== 'cohere'
      ? Object.keys(extra.fields).flatMap((name) => (KNOWN.has(name) || IGNORED.has(name) ? [] : [`extra.${name}`]))
      : []),
  ]
}

/** Thought is on or off, with a budget or without: https://docs.cohere.com/docs/reasoning. */
function mappedEffort({ reasoning }: CompletionRequest): Warning[] {
  const effort = reasoning?.effort
  if (effort === undefined || effort === 'none' || reasoning?.maxTokens !== undefined) return []
  const message = `Cohere knows no degrees of reasoning: instead of "${effort}" it was switched on without a budget.`
  return [{ code: 'PARAMETER_MAPPED', message, parameter: 'reasoning.effort' }]
}

/** Fields written for Cohere are its affair; of another dialect's only those that it knows are sent. */
export function foreignFields({ extra }: CompletionRequest): Record<string, Json> {
  const fields = Object.entries(extra?.fields ?? {})
  const own = extra?.dialect === 'cohere'
  return Object.fromEntries(fields.filter(([name]) => (own ? !OURS.has(name) : KNOWN.has(name))))
}
