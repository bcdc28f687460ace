import type { ModelCapabilities, Parameter, ReasoningEffort } from '../../../src/plugin-api.js'

/** What a name of a model of OpenAI's tells. Sources: https://platform.openai.com/docs/models, /docs/guides/reasoning, /docs/guides/latest-model. */
export interface ModelFacts {
  /** null: the name is not one of OpenAI's. */
  readonly reasons: boolean | null
  /** In ascending order; absent: whatever is asked for. */
  readonly efforts?: readonly ReasoningEffort[]
  /** Takes temperature and the like: always, never, or only while it does not reason. */
  readonly sampling: 'always' | 'never' | 'without-reasoning'
}

const O_SERIES = /^o\d+(-|$)/
const GPT = /^gpt-(\d+)(?:\.(\d+))?(-|$)/
const OTHER_REASONERS = /^(codex-|computer-use-)/
const NON_REASONERS = /^(gpt-[34]|chatgpt-|davinci|babbage)/
/** Variants of a family of models that reason, which do not. */
const PLAIN = /-(chat|search-api|audio|realtime|image|transcribe|tts)(-|$)/

export function toModelFacts(model: string): ModelFacts {
  const name = model.startsWith('ft:') ? (model.split(':')[1] ?? '') : model
  if (O_SERIES.test(name)) return { reasons: true, efforts: ['low', 'medium', 'high'], sampling: 'never' }
  if (OTHER_REASONERS.test(name)) return { reasons: true, sampling: 'never' }
  const [, major, minor = '0'] = GPT.exec(name) ?? []
  if (NON_REASONERS.test(name) || PLAIN.test(name)) return { reasons: false, sampling: 'always' }
  return major ? toGptFacts(name, Number(major) + Number(minor) / 100) : { reasons: null, sampling: 'always' }
}

function toGptFacts(name: string, version: number): ModelFacts {
  const only = /-(pro|codex)(-|$)/.test(name)
  if (name.includes('-pro'))
    return { reasons: true, efforts: version < 5.01 ? ['high'] : ['medium', 'high', 'xhigh'], sampling: 'never' }
  if (version < 5.01)
    return { reasons: true, efforts: [...(only ? [] : (['minimal'] as const)), 'low', 'medium', 'high'], sampling: 'never' }
  const lowest = only ? [] : (['none'] as const)
  const highest = version >= 5.02 || name.includes('-codex-max') ? (['xhigh'] as const) : []
  return {
    reasons: true,
    efforts: [...lowest, 'low', 'medium', 'high', ...highest],
    sampling: only ? 'never' : 'without-reasoning',
  }
}

export const SAMPLING: readonly Parameter[] = ['temperature', 'topP', 'presencePenalty', 'frequencyPenalty', 'logprobs', 'stop']

export function toCapabilities(model: string): Partial<ModelCapabilities> {
  if (/^(omni|text)-moderation/.test(model)) return { moderation: true }
  if (/^text-embedding-/.test(model)) return { embeddings: true }
  const { reasons, sampling } = toModelFacts(model)
  if (reasons)
    return { reasoning: true, jsonSchema: true, jsonMode: true, ...(sampling === 'never' && { unsupported: SAMPLING }) }
  if (/^(ft:)?(gpt-4o|gpt-4\.1)(-mini|-nano)?(-\d{4}|:|$)/.test(model))
    return { reasoning: false, jsonSchema: true, jsonMode: true, unsupported: ['reasoning'] }
  return {}
}
