import type { CompletionRequest, Json, JsonObject, Tool, Warning } from '../../../src/plugin-api.js'
import { leaveOutNatives } from '../../provider-transport/leave-out-natives.js'
import { fitToOllama } from './fit-to-ollama.js'
import type { Settings } from './settings.js'
import { toOllamaMessages } from './to-ollama-messages.js'
import { toThink } from './to-think.js'

export interface ChatBody {
  readonly body: JsonObject
  readonly warnings: readonly Warning[]
}

export interface ChatOptions {
  readonly model: string
  readonly stream: boolean
  readonly settings: Settings
}

/**
 * The body of POST /api/chat. Source: https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toChatBody(asked: CompletionRequest, { model, stream, settings }: ChatOptions): ChatBody {
  const known = leaveOutNatives(asked)
  const { request, warnings: unfit } = fitToOllama(known.request)
  const messages = toOllamaMessages(request.messages)
  const { think, warnings: mapped } = toThink(request, model)
  const { options: theirs, ...extra } = extraOf(request)
  const body = {
    keep_alive: settings.keepAlive,
    ...extra,
    model,
    messages,
    stream,
    tools: toTools(request),
    format: toFormat(request) ?? extra['format'],
    think: think ?? extra['think'],
    logprobs: request.logprobs && true,
    top_logprobs: request.logprobs?.top,
    options: { ...settings.options, ...(theirs as JsonObject | undefined), ...toOptions(request) },
  }
  return { body, warnings: [...unfit, ...mapped, ...known.warnings] }
}

/** Fields such as `keep_alive` and further `options`, from callers that speak of them. */
function extraOf({ extra }: CompletionRequest): Readonly<Record<string, Json | undefined>> {
  return extra?.dialect === 'ollama' ? extra.fields : {}
}

function toTools({ tools, toolChoice }: CompletionRequest): Json[] | undefined {
  return tools?.length && toolChoice?.type !== 'none' ? tools.map(toTool) : undefined
}

function toTool({ name, description, parameters }: Tool): JsonObject {
  const schema = parameters ?? { type: 'object', properties: {} }
  return { type: 'function', function: { name, ...(description && { description }), parameters: schema } }
}

function toFormat({ responseFormat }: CompletionRequest): Json | undefined {
  if (responseFormat?.type === 'json-schema') return responseFormat.schema
  return responseFormat?.type === 'json-object' ? 'json' : undefined
}

/** Only what is said: the others are the model's own. */
function toOptions(request: CompletionRequest): JsonObject {
  const options = {
    num_predict: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    seed: request.seed,
    stop: request.stop?.length ? request.stop : undefined,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
