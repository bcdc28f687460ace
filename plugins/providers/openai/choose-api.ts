import type { CompletionRequest } from '../../../src/plugin-api.js'
import { toModelFacts } from './model-facts.js'

/** `auto` is undecided until there is a request. */
export type Api = 'auto' | 'chat' | 'responses'

/** Responses for what only it can do: keep the reasoning of earlier turns, show a summary of it, run OpenAI's own tools. */
export function choosesResponses(api: Api, model: string, request: CompletionRequest): boolean {
  if (api !== 'auto') return api === 'responses'
  return toModelFacts(model).reasons === true || needsResponses(request)
}

function needsResponses({ nativeTools = [], reasoning, extra, messages }: CompletionRequest): boolean {
  return (
    nativeTools.some(({ dialect }) => dialect === 'openai-responses') ||
    reasoning?.show === true ||
    extra?.dialect === 'openai-responses' ||
    messages.some(({ parts }) => parts.some((part) => part.type === 'native' && part.dialect === 'openai-responses'))
  )
}
