import type { CompletionRequest, Json, ResponseFormat, Tool, Warning } from '../../../src/plugin-api.js'
import { fitCohere, foreignFields } from './fit-cohere.js'
import { toCohereMessages } from './to-cohere-messages.js'

export interface ChatBody {
  readonly body: Readonly<Record<string, Json | undefined>>
  readonly warnings: readonly Warning[]
}

/** The request as POST /v2/chat takes it: https://docs.cohere.com/reference/chat. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toChatBody(
  asked: CompletionRequest,
  { model, stream }: { readonly model: string; readonly stream: boolean },
): ChatBody {
  const { request, warnings } = fitCohere(asked, model)
  const body = {
    ...foreignFields(request),
    model,
    messages: toCohereMessages(request.messages, model),
    stream,
    ...toTools(request),
    response_format: request.responseFormat && toFormat(request.responseFormat),
    thinking: toThinking(request),
    max_tokens: request.maxOutputTokens,
    stop_sequences: request.stop?.length ? request.stop : undefined,
    temperature: request.temperature,
    p: request.topP,
    k: request.topK,
    seed: request.seed,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    logprobs: request.logprobs ? true : undefined,
  }
  return { body, warnings }
}

/** A named tool is the only one that is offered, and has to be called. */
function toTools({ tools = [], toolChoice }: CompletionRequest): Record<string, Json | undefined> {
  if (tools.length === 0) return {}
  const offered = toolChoice?.type === 'tool' ? tools.filter(({ name }) => name === toolChoice.name) : tools
  const isForced = toolChoice?.type === 'tool' || toolChoice?.type === 'required'
  return {
    tools: offered.map(toTool),
    ...(tools.every(({ strict }) => strict) ? { strict_tools: true } : {}),
    tool_choice: isForced ? 'REQUIRED' : toolChoice?.type === 'none' ? 'NONE' : undefined,
  }
}

function toTool({ name, description, parameters = { type: 'object', properties: {} } }: Tool): Json {
  return { type: 'function', function: { name, description, parameters } }
}

/** https://docs.cohere.com/docs/structured-outputs: a schema has neither a name nor degrees of strictness. */
function toFormat(format: ResponseFormat): Json {
  if (format.type === 'text') return { type: 'text' }
  return { type: 'json_object', ...(format.type === 'json-schema' ? { json_schema: format.schema } : {}) }
}

function toThinking({ reasoning }: CompletionRequest): Json | undefined {
  if (!reasoning || (reasoning.effort === undefined && reasoning.maxTokens === undefined)) return undefined
  if (reasoning.effort === 'none') return { type: 'disabled' }
  return { type: 'enabled', ...(reasoning.maxTokens === undefined ? {} : { token_budget: reasoning.maxTokens }) }
}
