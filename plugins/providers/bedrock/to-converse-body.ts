import {
  type CompletionRequest,
  GatewayError,
  type Json,
  type JsonObject,
  placeCacheMarks,
  type Warning,
  warningsOf,
} from '../../../src/plugin-api.js'
import { claudeTraits } from './claude-model.js'
import { ADDITIONAL, fitToBedrock, isForced, losesTopP } from './fit-to-bedrock.js'
import type { BedrockModel } from './model-family.js'
import { toConversation } from './to-messages.js'
import { type ReasoningFields, toReasoning } from './to-reasoning.js'
import { type ToolFields, toToolFields } from './to-tool-config.js'

export interface ConverseBody {
  readonly body: JsonObject
  readonly warnings: readonly Warning[]
}

/**
 * The body of Converse and ConverseStream.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toConverseBody(asked: CompletionRequest, model: BedrockModel): ConverseBody {
  const { request, warnings: unfit } = fitToBedrock(placeCacheMarks(asked), model)
  const warnings = [...unfit]
  const dropNative = (path: string) => warnings.push(nativeDropped(path))
  const { system, messages } = toConversation(request.messages, { model, documentNames: new Set(), dropNative })
  const reasoning = toReasoning(request, model)
  const sampling = toSampling(request, model, reasoning)
  const tools = toToolFields(sampling.request, model)
  warnings.push(...reasoning.warnings, ...warningsOf(asked, [...reasoning.lost, ...sampling.lost]), ...tools.warnings)
  const instructions = tools.instruction ? [...system, { text: tools.instruction }] : system
  const fields = {
    messages,
    system: instructions.length > 0 ? instructions : undefined,
    inferenceConfig: sampling.inferenceConfig,
    toolConfig: tools.toolConfig,
    outputConfig: toOutputConfig(request, reasoning),
    additionalModelRequestFields: toAdditional(sampling.request, model, reasoning, tools),
    additionalModelResponseFieldPaths: request.stop?.length && model.family === 'anthropic' ? STOP_SEQUENCE : undefined,
  }
  return { body: withExtra(fields, request), warnings }
}

/** Claude names the sequence it stopped at under either, by the way it was asked. */
const STOP_SEQUENCE = ['/stop_sequence', '/delta/stop_sequence']

interface Sampling {
  readonly inferenceConfig: JsonObject | undefined
  /** The request without what excludes thinking. */
  readonly request: CompletionRequest
  readonly lost: readonly string[]
}

const SAMPLING = ['temperature', 'topP', 'topK'] as const
/** What the model does anyway when none can be said. */
const ONLY_TEMPERATURE = 1

/** Claude takes neither temperature nor topK while it thinks, and no forced tool. */
function toSampling(asked: CompletionRequest, model: BedrockModel, { isOn }: ReasoningFields): Sampling {
  const isThinking = isOn && model.family === 'anthropic'
  const refuses = isThinking || claudeTraits(model)?.sampling === false
  const dropped = refuses ? SAMPLING.filter((name) => asked[name] !== undefined) : losesTopP(asked, model) ? ['topP'] : []
  const forced = isThinking && isForced(asked) && claudeTraits(model)?.thinking === 'always' ? ['toolChoice'] : []
  const request = { ...asked, ...Object.fromEntries([...dropped, ...forced].map((name) => [name, undefined])) }
  const lost = dropped.filter((name) => name !== 'temperature' || asked.temperature !== ONLY_TEMPERATURE)
  const { maxOutputTokens: maxTokens, temperature, topP, stop } = request
  const config = { maxTokens, temperature, topP, stopSequences: stop?.length ? stop : undefined }
  const isEmpty = Object.values(config).every((value) => value === undefined)
  return { inferenceConfig: isEmpty ? undefined : config, request, lost: [...lost, ...forced] }
}

function toOutputConfig({ responseFormat }: CompletionRequest, { effort }: ReasoningFields): JsonObject | undefined {
  const textFormat = responseFormat?.type === 'json-schema' ? toTextFormat(responseFormat) : undefined
  return textFormat || effort ? { ...(textFormat && { textFormat }), ...(effort && { effort }) } : undefined
}

function toTextFormat({ name, schema, description }: { name: string; schema: JsonObject; description?: string }): JsonObject {
  const jsonSchema = { name, schema: JSON.stringify(schema), ...(description && { description }) }
  return { type: 'json_schema', structure: { jsonSchema } }
}

function toAdditional(
  request: CompletionRequest,
  { family }: BedrockModel,
  reasoning: ReasoningFields,
  tools: ToolFields,
): JsonObject | undefined {
  const names = Object.entries(ADDITIONAL[family] ?? {}) as [keyof CompletionRequest, string][]
  const values = Object.fromEntries(
    names.flatMap(([ours, theirs]) => (request[ours] === undefined ? [] : [[theirs, request[ours]]])),
  )
  const beta = family === 'anthropic' ? request.extra?.headers?.['anthropic-beta'] : undefined
  const fields = {
    ...(family === 'nova' && Object.keys(values).length > 0 ? { inferenceConfig: values } : values),
    ...reasoning.additional,
    ...(tools.toolChoice && { tool_choice: tools.toolChoice }),
    ...(beta && { anthropic_beta: beta.split(',').map((name) => name.trim()) }),
  } as Record<string, Json>
  return Object.keys(fields).length > 0 ? fields : undefined
}

const OURS = ['messages', 'system', 'inferenceConfig', 'toolConfig']

/** Converse's other fields, such as `performanceConfig`, `serviceTier` and `guardrailConfig`, from callers that speak of them. */
function withExtra(fields: Readonly<Record<string, Json | undefined>>, { extra }: CompletionRequest): JsonObject {
  if (extra?.dialect !== 'bedrock') return fields
  const clash = OURS.find((name) => name in extra.fields)
  if (clash) {
    throw new GatewayError('INVALID_REQUEST', `Say "${clash}" in the request itself, not among the fields of Bedrock.`, {
      path: `extra.${clash}`,
    })
  }
  const merged: Record<string, Json | undefined> = { ...fields }
  for (const [name, value] of Object.entries(extra.fields)) merged[name] = merge(merged[name], value)
  return merged
}

/** What the request itself says wins. */
function merge(ours: Json | undefined, theirs: Json): Json {
  return isObject(ours) && isObject(theirs) ? { ...theirs, ...ours } : (ours ?? theirs)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nativeDropped(path: string): Warning {
  return {
    code: 'STATE_DROPPED',
    message: `${path} is an item of another provider's dialect: it was left out.`,
    parameter: path,
  }
}
