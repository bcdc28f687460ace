import type { ModelCapabilities, Parameter } from '../../../src/plugin-api.js'
import { claudeTraits } from './claude-model.js'
import type { BedrockModel, Family } from './model-family.js'

const EMBEDDINGS = /^amazon\.titan-embed|^cohere\.embed/

/** https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html */
const STRUCTURED =
  /^(?:qwen\.qwen3|openai\.gpt-oss|deepseek\.v3|google\.gemma-3|minimax\.|moonshot|nvidia\.|mistral\.(?:mistral-large-3|ministral|magistral|voxtral))/
const UNSTRUCTURED: readonly Family[] = ['nova', 'titan', 'meta', 'mistral', 'cohere', 'ai21', 'deepseek']

/** null: nothing is known of the model. */
export function takesSchema(model: BedrockModel): boolean | null {
  const claude = claudeTraits(model)
  if (claude) return claude.structured
  if (STRUCTURED.test(model.base)) return true
  return UNSTRUCTURED.includes(model.family) ? false : null
}

export function capabilitiesOf(model: BedrockModel): Partial<ModelCapabilities> {
  if (EMBEDDINGS.test(model.base)) return { embeddings: true, tools: false, reasoning: false }
  const claude = claudeTraits(model)
  return {
    jsonSchema: takesSchema(model),
    jsonMode: false,
    embeddings: false,
    rerank: false,
    moderation: false,
    unsupported: claude && !claude.sampling ? SAMPLING : [],
    ...(claude && { tools: true, parallelTools: true, promptCache: claude.caching, reasoning: claude.thinking !== 'none' }),
    ...(model.family === 'nova' && { tools: true, promptCache: true }),
  }
}

const SAMPLING: readonly Parameter[] = ['temperature', 'topP', 'topK']
