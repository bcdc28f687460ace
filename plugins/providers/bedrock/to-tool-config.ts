import type { CompletionRequest, JsonObject, Tool, Warning } from '../../../src/plugin-api.js'
import { toCachePoint } from './cache-points.js'
import { takesSchema } from './capabilities-of.js'
import { isForced } from './fit-to-bedrock.js'
import type { BedrockModel } from './model-family.js'

export interface ToolFields {
  readonly toolConfig?: JsonObject
  /** Claude's own `tool_choice`, which says more than Converse's and excludes it. */
  readonly toolChoice?: JsonObject
  /** Stands in for a choice that the model has no word for. */
  readonly instruction?: string
  readonly warnings: readonly Warning[]
}

const NO_TOOLS = 'Answer in text. Do not call any tool in this turn.'

/** Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html */
export function toToolFields(request: CompletionRequest, model: BedrockModel): ToolFields {
  const offered = request.tools ?? []
  const native = request.nativeTools?.flatMap(({ dialect, definition }) => (dialect === 'bedrock' ? [definition] : [])) ?? []
  const isOff = request.toolChoice?.type === 'none' || offered.length + native.length === 0
  if (isOff) return toolsOff(request, offered, model)
  const tools = [...offered.flatMap((tool) => toTools(tool, model)), ...native]
  const own = toOwnChoice(request, model)
  const choice = own ? undefined : toChoice(request)
  return { toolConfig: { tools, ...(choice && { toolChoice: choice }) }, ...(own && { toolChoice: own }), warnings: [] }
}

/** Converse has no word for `none` and wants the tools described as long as the conversation shows calls of them. */
function toolsOff(request: CompletionRequest, offered: readonly Tool[], model: BedrockModel): ToolFields {
  const used = namesUsed(request)
  if (used.length === 0) return { warnings: [] }
  const missing = used.filter((name) => !offered.some((tool) => tool.name === name)).map((name): Tool => ({ name }))
  const toolConfig = { tools: [...offered, ...missing].flatMap((tool) => toTools(tool, model)) }
  if (model.family === 'anthropic') return { toolConfig, toolChoice: { type: 'none' }, warnings: [] }
  return { toolConfig, instruction: NO_TOOLS, warnings: request.onUnsupported === 'IGNORE' ? [] : [INSTRUCTED] }
}

const INSTRUCTED: Warning = {
  code: 'PARAMETER_MAPPED',
  message: 'Bedrock must be told of tools while the conversation shows calls of them: the model was instructed not to call any.',
  parameter: 'toolChoice',
}

function namesUsed({ messages }: CompletionRequest): string[] {
  const calls = messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'tool-call' ? [part.name] : [])))
  return [...new Set(calls)]
}

function toTools({ name, description, parameters, strict, cacheControl }: Tool, model: BedrockModel): JsonObject[] {
  const toolSpec = {
    name,
    ...(description?.trim() && { description }),
    inputSchema: { json: { type: 'object', ...parameters } },
    ...(strict && takesSchema(model) && { strict: true }),
  }
  const point = toCachePoint(cacheControl, 'tools', model)
  return point ? [{ toolSpec }, point] : [{ toolSpec }]
}

function toOwnChoice(request: CompletionRequest, { family }: BedrockModel): JsonObject | undefined {
  if (request.parallelToolCalls !== false || family !== 'anthropic') return undefined
  const { toolChoice } = request
  const name = toolChoice?.type === 'tool' ? { name: toolChoice.name } : {}
  const type = toolChoice?.type === 'tool' ? 'tool' : isForced(request) ? 'any' : 'auto'
  return { type, ...name, disable_parallel_tool_use: true }
}

function toChoice({ toolChoice }: CompletionRequest): JsonObject | undefined {
  switch (toolChoice?.type) {
    case 'auto':
      return { auto: {} }
    case 'required':
      return { any: {} }
    case 'tool':
      return { tool: { name: toolChoice.name } }
    default:
      return undefined
  }
}
