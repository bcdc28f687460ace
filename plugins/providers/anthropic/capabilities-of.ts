import type { ModelCapabilities, Parameter } from '../../../src/plugin-api.js'
import { type ClaudeModel, toClaudeModel } from './claude-model.js'

/** No Claude model has these. */
const NEVER: readonly Parameter[] = ['n', 'seed', 'logprobs', 'presencePenalty', 'frequencyPenalty']

/** What a Claude model can do by its own means, by its name. */
export function capabilitiesOf(name: string): Partial<ModelCapabilities> {
  const model = toClaudeModel(name)
  return {
    input: ['text', 'image', 'file'],
    output: ['text'],
    tools: true,
    parallelTools: true,
    ...(model.jsonSchema === null ? {} : { jsonSchema: model.jsonSchema }),
    ...(model.prefill === null ? {} : { prefill: model.prefill }),
    jsonMode: false,
    reasoning: model.thinking !== null,
    promptCache: true,
    embeddings: false,
    rerank: false,
    moderation: false,
    unsupported: unsupportedBy(model),
  }
}

/** The parameters that a model refuses. */
export function unsupportedBy({ sampling, thinking }: ClaudeModel): readonly Parameter[] {
  return [
    ...NEVER,
    ...(sampling === 'none' ? (['temperature', 'topP', 'topK'] as const) : []),
    ...(thinking === null ? (['reasoning'] as const) : []),
  ]
}
