import type { CompletionRequest, Json, JsonObject, Tool } from '../../../src/plugin-api.js'
import { withMarks } from './cache-control.js'
import type { ClaudeModel } from './claude-model.js'
import { fitSchema } from './fit-schema.js'
import type { Notes } from './notes.js'
import { DIALECT } from './to-blocks.js'
import type { Block, Receiver } from './wire.js'

/** `tools` and `tool_choice`; neither without a tool. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toTools(request: CompletionRequest, model: ClaudeModel, receiver: Receiver, notes: Notes): Block {
  const native = (request.nativeTools ?? []).filter(({ dialect }) => dialect === DIALECT)
  if (native.length < (request.nativeTools?.length ?? 0)) notes.lose('nativeTools')
  const tools = [
    ...(request.tools ?? []).map((tool) => toWireTool(tool, model, receiver, notes)),
    ...native.map(({ definition }) => definition),
  ]
  if (tools.length === 0) return {}
  const choice = toToolChoice(request, model, notes)
  return { tools, ...(choice ? { tool_choice: choice } : {}) }
}

function toWireTool(tool: Tool, { jsonSchema }: ClaudeModel, receiver: Receiver, notes: Notes): Block {
  const { name, description, parameters = {}, strict } = tool
  if (strict && jsonSchema === false) notes.lose('tools.strict')
  const isStrict = strict === true && jsonSchema !== false
  const wire = {
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: toInputSchema(parameters, isStrict),
    ...(isStrict ? { strict } : {}),
  }
  return withMarks(wire, tool, receiver)
}

/** The root must be said to be an object. */
function toInputSchema(parameters: JsonObject, isStrict: boolean): JsonObject {
  const rooted = parameters['type'] === 'object' ? parameters : { ...parameters, type: 'object' }
  return isStrict ? fitSchema(rooted) : rooted
}

function toToolChoice(request: CompletionRequest, { forcedTools }: ClaudeModel, notes: Notes): Json | undefined {
  const { toolChoice = { type: 'auto' }, parallelToolCalls } = request
  if (toolChoice.type === 'none') return { type: 'none' }
  const single = parallelToolCalls === false ? { disable_parallel_tool_use: true } : {}
  if (isForced(request) && !forcedTools) {
    notes.map('toolChoice', 'This model cannot be made to call a tool: it was left to choose.')
    return { type: 'auto', ...single }
  }
  if (toolChoice.type === 'tool') return { type: 'tool', name: toolChoice.name, ...single }
  if (toolChoice.type === 'required') return { type: 'any', ...single }
  return request.toolChoice || parallelToolCalls === false ? { type: 'auto', ...single } : undefined
}

export function isForced({ toolChoice }: Pick<CompletionRequest, 'toolChoice'>): boolean {
  return toolChoice?.type === 'required' || toolChoice?.type === 'tool'
}
