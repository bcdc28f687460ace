import type { CompletionRequest, JsonObject, ReasoningEffort } from '../../../src/plugin-api.js'
import { isThirdGeneration, type ModelFamily } from './model-family.js'

export interface Thinking {
  readonly config: JsonObject
  /** In words, what had to become something near. */
  readonly mapped?: string
  /** A budget beside a level: the models take one of the two. */
  readonly losesBudget: boolean
}

/** https://ai.google.dev/gemini-api/docs/thinking; undefined when nothing is asked. */
export function toThinkingConfig({ reasoning }: CompletionRequest, family: ModelFamily): Thinking | undefined {
  if (!reasoning) return undefined
  const { effort, maxTokens, show } = reasoning
  const amount = takesLevel(family) ? toLevel(effort, maxTokens, family) : toBudget(effort, maxTokens, family)
  const config = { ...amount.config, ...(show !== undefined && { includeThoughts: show }) }
  return { ...amount, config }
}

/** A name that does not tell is taken for a recent model's. */
function takesLevel(family: ModelFamily): boolean {
  return family.version === null || isThirdGeneration(family)
}

function toLevel(effort: ReasoningEffort | undefined, maxTokens: number | undefined, { isPro }: ModelFamily): Thinking {
  if (effort === undefined) {
    return { config: maxTokens === undefined ? {} : { thinkingBudget: maxTokens }, losesBudget: false }
  }
  const level = isPro && (effort === 'none' || effort === 'minimal') ? 'LOW' : LEVELS[effort]
  const mapped = level === effort.toUpperCase() ? {} : { mapped: `reasoning.effort became the thinking level ${level}` }
  return { config: { thinkingLevel: level }, losesBudget: maxTokens !== undefined, ...mapped }
}

/** These models always think: the least is near to nothing. */
const LEVELS: Readonly<Record<ReasoningEffort, string>> = {
  none: 'MINIMAL',
  minimal: 'MINIMAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  xhigh: 'HIGH',
}

/** As Google's own endpoint of the OpenAI dialect translates them: https://ai.google.dev/gemini-api/docs/openai#thinking. */
const BUDGETS: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 24_576,
}

/** Below it 2.5 Pro refuses, since it cannot be kept from thinking. */
const LEAST_OF_PRO = 128

function toBudget(effort: ReasoningEffort | undefined, maxTokens: number | undefined, { isPro }: ModelFamily): Thinking {
  const asked = maxTokens ?? (effort === undefined ? undefined : BUDGETS[effort])
  if (asked === undefined) return { config: {}, losesBudget: false }
  const thinkingBudget = isPro && asked >= 0 ? Math.max(asked, LEAST_OF_PRO) : asked
  const isMapped = thinkingBudget !== asked || (maxTokens === undefined && effort === 'xhigh')
  return {
    config: { thinkingBudget },
    losesBudget: false,
    ...(isMapped && { mapped: `reasoning became a thinking budget of ${thinkingBudget} tokens` }),
  }
}
