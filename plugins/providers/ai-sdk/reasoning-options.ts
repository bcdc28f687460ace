import type { CompletionRequest, JsonObject, Parameter } from '../../../src/plugin-api.js'

/** How a package is told what the contract of packages has no field for. */
interface Knobs {
  /** The name of its provider in `providerOptions`. */
  readonly name: string
  readonly reasoning?: (asked: NonNullable<CompletionRequest['reasoning']>) => JsonObject
  readonly parallelToolCalls?: string
  readonly endUser?: string
}

const byEffort: Knobs['reasoning'] = ({ effort }) => (effort === undefined ? {} : { reasoningEffort: effort })

const KNOBS: Readonly<Record<string, Knobs>> = {
  '@ai-sdk/openai': { name: 'openai', reasoning: byEffort, parallelToolCalls: 'parallelToolCalls', endUser: 'user' },
  '@ai-sdk/azure': { name: 'openai', reasoning: byEffort, parallelToolCalls: 'parallelToolCalls', endUser: 'user' },
  '@ai-sdk/openai-compatible': { name: 'openaiCompatible', reasoning: byEffort, endUser: 'user' },
  '@ai-sdk/groq': { name: 'groq', reasoning: byEffort, parallelToolCalls: 'parallelToolCalls', endUser: 'user' },
  '@ai-sdk/xai': { name: 'xai', reasoning: byEffort },
  '@ai-sdk/google': {
    name: 'google',
    reasoning: ({ effort, maxTokens, show }) => ({
      thinkingConfig: {
        ...(effort === 'none' ? { thinkingBudget: 0 } : { thinkingBudget: maxTokens }),
        includeThoughts: show ?? true,
      },
    }),
  },
  '@ai-sdk/anthropic': {
    name: 'anthropic',
    reasoning: ({ effort, maxTokens }) => ({
      thinking: effort === 'none' ? { type: 'disabled' } : { type: 'enabled', budgetTokens: maxTokens ?? 4096 },
    }),
  },
}

/** Whether the package can be told of a parameter that is none of its contract. */
export function canTell(packageName: string, parameter: Parameter): boolean {
  const knobs = KNOBS[packageName]
  if (parameter === 'reasoning') return knobs?.reasoning !== undefined
  if (parameter === 'parallelToolCalls') return knobs?.parallelToolCalls !== undefined
  return parameter === 'endUser' && knobs?.endUser !== undefined
}

/** Those parameters as the package's own options. */
export function toKnobs(request: CompletionRequest, packageName: string): Readonly<Record<string, JsonObject>> {
  const knobs = KNOBS[packageName]
  if (!knobs) return {}
  const fields: JsonObject = {
    ...(request.reasoning && knobs.reasoning ? knobs.reasoning(request.reasoning) : {}),
    ...(request.parallelToolCalls !== undefined && knobs.parallelToolCalls
      ? { [knobs.parallelToolCalls]: request.parallelToolCalls }
      : {}),
    ...(request.endUser !== undefined && knobs.endUser ? { [knobs.endUser]: request.endUser } : {}),
  }
  return Object.keys(fields).length === 0 ? {} : { [knobs.name]: fields }
}
