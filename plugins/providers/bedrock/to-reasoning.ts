import type { CompletionRequest, JsonObject, ReasoningEffort, Warning } from '../../../src/plugin-api.js'
import { type ClaudeTraits, claudeTraits } from './claude-model.js'
import { isForced } from './fit-to-bedrock.js'
import type { BedrockModel } from './model-family.js'

export interface ReasoningFields {
  /** For `additionalModelRequestFields`. */
  readonly additional?: JsonObject
  /** For `outputConfig`. */
  readonly effort?: string
  /** Parameters that had to go, for `warningsOf`. */
  readonly lost: readonly string[]
  readonly warnings: readonly Warning[]
  /** The model thinks: Claude then takes neither sampling nor a forced tool. */
  readonly isOn: boolean
}

const OFF: ReasoningFields = { lost: [], warnings: [], isOn: false }
const LOST: ReasoningFields = { ...OFF, lost: ['reasoning'] }

/** https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html: at least 1024, and less than the whole output. */
const LEAST_BUDGET = 1024
const BUDGETS: Readonly<Record<Exclude<ReasoningEffort, 'none'>, number>> = {
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 32_768,
}

/** How the model is told to reason, which each family has its own words for. */
export function toReasoning(request: CompletionRequest, model: BedrockModel): ReasoningFields {
  const claude = claudeTraits(model)
  if (claude) return toThinking(request, claude)
  const { reasoning } = request
  if (!reasoning) return OFF
  if (model.family === 'openai') return toEffort(reasoning)
  if (model.base.startsWith('amazon.nova-2')) return toNova(request)
  return reasoning.effort === 'none' && reasoning.maxTokens === undefined ? OFF : LOST
}

function toThinking(request: CompletionRequest, claude: ClaudeTraits): ReasoningFields {
  const { reasoning } = request
  const always = claude.thinking === 'always'
  if (!reasoning && !isForced(request)) return { ...OFF, isOn: always || claude.thinksByItself }
  if (!reasoning) return always ? { ...OFF, isOn: true } : stopThinking(claude)
  if (reasoning.effort === 'none') return stopThinking(claude)
  // Thinking and a forced tool exclude each other; the tool is what the caller cannot do without.
  if (claude.thinking === 'none' || (isForced(request) && !always)) return { ...stopThinking(claude), lost: ['reasoning'] }
  const wantsBudget = reasoning.maxTokens !== undefined && claude.takesBudget
  return claude.thinking === 'budget' || wantsBudget ? withBudget(request) : adaptive(reasoning, claude)
}

function stopThinking({ thinking, thinksByItself }: ClaudeTraits): ReasoningFields {
  if (thinking === 'always') return { ...LOST, isOn: true }
  return thinksByItself ? { ...OFF, additional: { thinking: { type: 'disabled' } } } : OFF
}

function adaptive(
  { effort, maxTokens, show }: NonNullable<CompletionRequest['reasoning']>,
  { takesBudget }: ClaudeTraits,
): ReasoningFields {
  const display = show === undefined ? {} : { display: show ? 'summarized' : 'omitted' }
  // The first adaptive versions, which still take budgets, have no level between high and max.
  const isLowered = effort === 'xhigh' && takesBudget
  const level = isLowered ? 'high' : effort === 'minimal' ? 'low' : effort
  return {
    additional: { thinking: { type: 'adaptive', ...display } },
    ...(level && { effort: level }),
    lost: maxTokens === undefined ? [] : ['reasoning.maxTokens'],
    warnings: isLowered ? [mapped('reasoning.effort was set to high, the most that this model knows')] : [],
    isOn: true,
  }
}

function withBudget({ reasoning, maxOutputTokens }: CompletionRequest): ReasoningFields {
  const effort = reasoning?.effort
  const asked = reasoning?.maxTokens ?? BUDGETS[effort && effort !== 'none' ? effort : 'medium']
  const most = maxOutputTokens === undefined ? Number.POSITIVE_INFINITY : maxOutputTokens - 1
  if (most < LEAST_BUDGET) return LOST
  const budget = Math.max(LEAST_BUDGET, Math.min(asked, reasoning?.maxTokens === undefined ? roomFor(most) : most))
  return {
    additional: { thinking: { type: 'enabled', budget_tokens: budget } },
    lost: reasoning?.show === false ? ['reasoning.show'] : [],
    warnings: reasoning?.maxTokens !== undefined && budget !== asked ? [mapped(`reasoning.maxTokens was set to ${budget}`)] : [],
    isOn: true,
  }
}

/** A budget of our choosing leaves a quarter of the output to the answer. */
function roomFor(most: number): number {
  return Number.isFinite(most) ? Math.floor(most * 0.75) : most
}

/** gpt-oss: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html */
function toEffort({ effort, maxTokens }: NonNullable<CompletionRequest['reasoning']>): ReasoningFields {
  const lost = maxTokens === undefined ? [] : ['reasoning.maxTokens']
  if (effort === 'none') return LOST
  if (!effort) return { ...OFF, lost }
  return { additional: { reasoning_effort: toThreeLevels(effort) }, lost, warnings: [], isOn: true }
}

/** https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html: the highest effort takes no maximum of output tokens. */
function toNova({ reasoning, maxOutputTokens }: CompletionRequest): ReasoningFields {
  const lost = reasoning?.maxTokens === undefined ? [] : ['reasoning.maxTokens']
  if (reasoning?.effort === 'none') return { ...OFF, additional: { reasoningConfig: { type: 'disabled' } } }
  const asked = toThreeLevels(reasoning?.effort ?? 'medium')
  const isCapped = asked === 'high' && maxOutputTokens !== undefined
  return {
    additional: { reasoningConfig: { type: 'enabled', maxReasoningEffort: isCapped ? 'medium' : asked } },
    lost,
    warnings: isCapped ? [mapped('reasoning.effort was set to medium, since high takes no maxOutputTokens')] : [],
    isOn: true,
  }
}

function toThreeLevels(effort: Exclude<ReasoningEffort, 'none'>): 'low' | 'medium' | 'high' {
  if (effort === 'minimal' || effort === 'low') return 'low'
  return effort === 'medium' ? 'medium' : 'high'
}

function mapped(what: string): Warning {
  return { code: 'PARAMETER_MAPPED', message: `${what}.`, parameter: 'reasoning' }
}
