import type { LanguageModelV3CallOptions } from '@ai-sdk/provider'
import type { CompletionRequest, JsonObject, NativeTool, ProviderCall, ResponseFormat, Tool } from '../../../src/plugin-api.js'
import type { PromptReceiver } from './prompt-receiver.js'
import { toKnobs } from './reasoning-options.js'
import type { AiSdkSettings } from './settings.js'
import { mergeMetadata } from './state.js'
import { toSdkPrompt } from './to-sdk-prompt.js'

type Options = LanguageModelV3CallOptions
type SdkTool = NonNullable<Options['tools']>[number]
type Schema = Extract<SdkTool, { type: 'function' }>['inputSchema']

const ANYTHING: JsonObject = { type: 'object', properties: {} }

/** What doGenerate and doStream take. V2 is the same but for the word for tools that the provider runs. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toCallOptions(
  request: CompletionRequest,
  { signal, traceparent }: Pick<ProviderCall<CompletionRequest>, 'signal' | 'traceparent'>,
  settings: AiSdkSettings,
  receiver: PromptReceiver,
): Options {
  return {
    prompt: toSdkPrompt(request.messages, receiver),
    ...toTools(request, receiver),
    ...(request.responseFormat ? { responseFormat: toFormat(request.responseFormat) } : {}),
    maxOutputTokens: request.maxOutputTokens,
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    presencePenalty: request.presencePenalty,
    frequencyPenalty: request.frequencyPenalty,
    stopSequences: request.stop?.length ? [...request.stop] : undefined,
    seed: request.seed,
    abortSignal: signal,
    ...(traceparent ? { headers: { traceparent } } : {}),
    providerOptions: toProviderOptions(request, settings, receiver),
  }
}

/** The operator's, then what the request says in canonical words, then what it says to this package alone. */
function toProviderOptions(
  request: CompletionRequest,
  settings: AiSdkSettings,
  { owner }: PromptReceiver,
): Options['providerOptions'] {
  const own = request.extra?.dialect === owner ? request.extra.fields : {}
  const told = [toKnobs(request, settings.package), own].reduce<unknown>(mergeMetadata, settings.providerOptions ?? {})
  return told as Options['providerOptions']
}

function toTools({ tools = [], nativeTools = [], toolChoice }: CompletionRequest, { version }: PromptReceiver): Partial<Options> {
  if (tools.length === 0 && nativeTools.length === 0) return {}
  const choice = toolChoice?.type === 'tool' ? { type: 'tool' as const, toolName: toolChoice.name } : toolChoice
  return {
    tools: [...tools.map((tool) => toTool(tool)), ...nativeTools.map((tool) => toNativeTool(tool, version))],
    ...(choice ? { toolChoice: choice } : {}),
  }
}

function toTool({ name, description, parameters = ANYTHING, strict }: Tool): SdkTool {
  return { type: 'function', name, description, inputSchema: parameters as Schema, ...(strict === undefined ? {} : { strict }) }
}

/** `{ id: 'openai.web_search', name, args }`, as the package documents it. */
function toNativeTool({ definition }: NativeTool, version: PromptReceiver['version']): SdkTool {
  const type = (version === 'v2' ? 'provider-defined' : 'provider') as 'provider'
  return { args: {}, ...definition, type } as unknown as SdkTool
}

function toFormat(format: ResponseFormat): Options['responseFormat'] {
  if (format.type === 'text') return { type: 'text' }
  if (format.type === 'json-object') return { type: 'json' }
  const { name, schema, description } = format
  return { type: 'json', schema: schema as Schema, name, ...(description ? { description } : {}) }
}
