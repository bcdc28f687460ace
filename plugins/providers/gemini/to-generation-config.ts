import type { CompletionRequest, Json, JsonObject, ResponseFormat } from '../../../src/plugin-api.js'
import { DIALECT } from './gemini-state.js'

type Fields = Record<string, Json | undefined>

/** https://ai.google.dev/api/generate-content#generationconfig. What has a name of ours wins over the same field of `extra`. */
export function toGenerationConfig(request: CompletionRequest, thinkingConfig: JsonObject | undefined): JsonObject {
  const ours = defined({
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    maxOutputTokens: request.maxOutputTokens,
    stopSequences: request.stop?.length ? request.stop : undefined,
    candidateCount: request.n,
    seed: request.seed,
    presencePenalty: request.presencePenalty,
    frequencyPenalty: request.frequencyPenalty,
    ...toLogprobs(request),
    ...toFormat(request.responseFormat),
  })
  const { thinkingConfig: askedThinking, ...foreign } = foreignConfig(request)
  const thinking = { ...(askedThinking as JsonObject | undefined), ...thinkingConfig }
  if ('responseJsonSchema' in ours) delete foreign['responseSchema']
  return { ...foreign, ...ours, ...(Object.keys(thinking).length > 0 && { thinkingConfig: thinking }) }
}

function toLogprobs({ logprobs }: CompletionRequest): Fields {
  if (!logprobs) return {}
  return { responseLogprobs: true, ...(logprobs.top > 0 && { logprobs: logprobs.top }) }
}

function toFormat(format: ResponseFormat | undefined): Fields {
  if (!format || format.type === 'text') return {}
  if (format.type === 'json-object') return { responseMimeType: 'application/json' }
  const { schema, description } = format
  const told = description !== undefined && schema['description'] === undefined ? { ...schema, description } : schema
  return { responseMimeType: 'application/json', responseJsonSchema: told }
}

function foreignConfig({ extra }: CompletionRequest): Fields {
  const config = extra?.dialect === DIALECT ? extra.fields['generationConfig'] : undefined
  return typeof config === 'object' && config !== null && !Array.isArray(config) ? { ...(config as JsonObject) } : {}
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
