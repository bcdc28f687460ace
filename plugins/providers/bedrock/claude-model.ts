import type { BedrockModel } from './model-family.js'

/** What one of Claude's versions does on Bedrock. */
export interface ClaudeTraits {
  /** `always`: it thinks as it likes and cannot be stopped; `adaptive`: it thinks when told to, by effort; `budget`: by a number of tokens. */
  readonly thinking: 'none' | 'budget' | 'adaptive' | 'always'
  /** Takes a budget of thinking tokens although it is adaptive. */
  readonly takesBudget: boolean
  /** Thinks unless told not to. */
  readonly thinksByItself: boolean
  /** `outputConfig.textFormat` and `strict` tools. */
  readonly structured: boolean
  readonly caching: boolean
  readonly cachesForAnHour: boolean
  /** Temperature, topP and topK. */
  readonly sampling: boolean
  /** Temperature and topP in one request. */
  readonly samplesTwice: boolean
}

const NEWEST: ClaudeTraits = {
  thinking: 'adaptive',
  takesBudget: false,
  thinksByItself: true,
  structured: false,
  caching: true,
  cachesForAnHour: true,
  sampling: false,
  samplesTwice: false,
}
const V4: ClaudeTraits = { ...NEWEST, thinking: 'budget', takesBudget: true, thinksByItself: false, sampling: true }
const V3: ClaudeTraits = { ...V4, thinking: 'none', caching: false, cachesForAnHour: false, samplesTwice: true }

/**
 * First match holds; what matches nothing is newer than this table. Sources, as of late 2026:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
const TABLE: readonly (readonly [RegExp, ClaudeTraits])[] = [
  [/claude-(?:mythos|fable)/, { ...NEWEST, thinking: 'always' }],
  [/claude-opus-4-[78]/, { ...NEWEST, thinksByItself: false }],
  [/claude-(?:opus|sonnet)-4-6/, { ...V4, thinking: 'adaptive', structured: true }],
  [/claude-(?:opus|sonnet|haiku)-4-5/, { ...V4, structured: true }],
  [/claude-opus-4-1/, { ...V4, cachesForAnHour: false }],
  [/claude-(?:opus|sonnet)-4(?:-2025|-v|:|$)/, { ...V4, cachesForAnHour: false, samplesTwice: true }],
  [/claude-3-7/, { ...V3, thinking: 'budget', caching: true }],
  [/claude-3-5-(?:haiku|sonnet-20241022)/, { ...V3, caching: true }],
  [/claude-(?:3|v2|v1|instant)/, V3],
]

export function claudeTraits({ base, family }: BedrockModel): ClaudeTraits | undefined {
  if (family !== 'anthropic') return undefined
  return TABLE.find(([pattern]) => pattern.test(base))?.[1] ?? NEWEST
}
