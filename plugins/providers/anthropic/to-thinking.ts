import type { CompletionRequest, ReasoningEffort } from '../../../src/plugin-api.js'
import type { ClaudeModel } from './claude-model.js'
import type { Notes } from './notes.js'
import type { Block } from './wire.js'

/** The least that may be given: https://platform.claude.com/docs/en/build-with-claude/extended-thinking. */
const MIN_BUDGET = 1_024
/** Of an output that the caller did not limit, what thought may take at most: the rest is for the answer. */
const MOST_OF_DEFAULT = 0.8
const SHARES: Readonly<Record<Effort, number>> = { minimal: 0.25, low: 0.25, medium: 0.5, high: 0.8, xhigh: 0.9 }
type Effort = Exclude<ReasoningEffort, 'none'>

type Reasoning = NonNullable<CompletionRequest['reasoning']>

export interface ThinkingContext {
  readonly model: ClaudeModel
  /** `max_tokens` as it is sent: thought counts towards it. */
  readonly maxTokens: number
  /** The caller limited the output, and so knows what is left for the answer. */
  readonly isLimited: boolean
  /** Nobody who is made to call a tool may be asked to think. */
  readonly isForced: boolean
  /** A turn that began without thought is being continued: it cannot be given a budget now. */
  readonly continuesWithoutThought: boolean
  /** What a client of this dialect said in words that the canonical model does not have. */
  readonly own: OwnWords
}

export interface OwnWords {
  /** Of `thinking.type`. */
  readonly thinking?: unknown
  /** Of `output_config.effort`. */
  readonly effort?: unknown
}

export interface Thinking {
  readonly thinking?: Block
  readonly effort?: string
}

/** @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toThinking(reasoning: Reasoning | undefined, context: ThinkingContext, notes: Notes): Thinking {
  const thought = toThought(reasoning, context, notes)
  const effort = thought.effort ?? toOwnEffort(thought, context, notes)
  return effort === undefined ? thought : { ...thought, effort }
}

function toThought(reasoning: Reasoning | undefined, context: ThinkingContext, notes: Notes): Thinking {
  const { model, isForced, continuesWithoutThought, maxTokens } = context
  if (!reasoning || !model.thinking) return {}
  if (context.own.thinking === 'between_tools' && model.thinking.off === 'between_tools') {
    return { thinking: { type: 'between_tools' } }
  }
  if (reasoning.effort === 'none') return withoutThought(model.thinking.off, notes)
  const prefersBudget = reasoning.maxTokens !== undefined && model.thinking.budget
  const isAdaptive = model.thinking.adaptive && !prefersBudget
  if (isForced || (!isAdaptive && (continuesWithoutThought || maxTokens <= MIN_BUDGET))) {
    notes.lose('reasoning')
    return {}
  }
  if (isAdaptive) return adaptive(reasoning, context, notes)
  return { thinking: { type: 'enabled', budget_tokens: toBudget(reasoning, context, notes), ...display(reasoning) } }
}

function withoutThought(off: NonNullable<ClaudeModel['thinking']>['off'], notes: Notes): Thinking {
  if (off === 'absent') return {}
  if (off !== 'never') return { thinking: { type: off } }
  notes.map('reasoning.effort', 'This model always thinks: it was asked for its least effort.')
  return { thinking: { type: 'adaptive' }, effort: 'low' }
}

function adaptive(reasoning: Reasoning, { model: { topEffort }, own }: ThinkingContext, notes: Notes): Thinking {
  const thinking = { type: 'adaptive', ...display(reasoning) }
  // Its own client says itself what effort it wants, or none: the canonical one is for other dialects.
  if (own.thinking !== undefined || own.effort !== undefined) return { thinking }
  const asked = toEffort(reasoning, notes)
  const effort = asked === 'minimal' ? 'low' : asked && toHighest(asked, topEffort, notes)
  return { thinking, ...(effort ? { effort } : {}) }
}

/** Effort is no thought: it holds for a whole answer, whether the model thinks or not. */
function toOwnEffort({ thinking }: Thinking, { model, own }: ThinkingContext, notes: Notes): string | undefined {
  if (typeof own.effort !== 'string') return undefined
  if (model.takesEffort) return toHighest(own.effort, model.topEffort, notes)
  if (!thinking) notes.lose('extra.output_config.effort')
  return undefined
}

function toHighest(asked: string, top: ClaudeModel['topEffort'], notes: Notes): string {
  if (asked !== 'xhigh' || top === 'xhigh') return asked
  notes.map('reasoning.effort', 'This model has no effort between high and max: it was asked for high.')
  return top
}

function toEffort({ effort, maxTokens }: Reasoning, notes: Notes): Effort | undefined {
  if (effort !== undefined || maxTokens === undefined) return effort as Effort | undefined
  notes.map('reasoning.maxTokens', 'This model decides itself how long it thinks: the number of tokens became an effort.')
  if (maxTokens <= 2_048) return 'low'
  if (maxTokens <= 8_192) return 'medium'
  return maxTokens <= 32_768 ? 'high' : 'xhigh'
}

function toBudget({ effort, maxTokens: asked }: Reasoning, { maxTokens, isLimited }: ThinkingContext, notes: Notes): number {
  const most = isLimited ? maxTokens - 1 : Math.floor(maxTokens * MOST_OF_DEFAULT)
  const wanted = asked ?? Math.floor(maxTokens * SHARES[(effort as Effort | undefined) ?? 'medium'])
  const budget = Math.max(MIN_BUDGET, Math.min(wanted, most))
  if (asked !== undefined && asked !== budget) {
    notes.map(
      'reasoning.maxTokens',
      `Claude was given ${budget} tokens to think: at least ${MIN_BUDGET}, and fewer than maxOutputTokens.`,
    )
  }
  return budget
}

function display({ show }: Reasoning): Block {
  return show === undefined ? {} : { display: show ? 'summarized' : 'omitted' }
}
