import type { StructuredOutput } from '../domain/completion.js'
import type { CompletionRequest, ResponseFormat, Tool } from '../domain/completion-request.js'
import type { Message } from '../domain/content.js'
import type { JsonObject } from '../domain/json.js'

type Strategy = StructuredOutput['strategy']

/** The request as it is put to a model that has to be brought to JSON, and the name of the tool that stands for the answer. */
export interface StructuredRequest {
  readonly request: CompletionRequest
  readonly strategy: Strategy
  /** With the strategy TOOL. */
  readonly toolName: string
}

export function toStructuredRequest(request: CompletionRequest, strategy: Strategy, hasJsonMode: boolean): StructuredRequest {
  switch (strategy) {
    case 'NATIVE':
      return { request, strategy, toolName: '' }
    case 'TOOL':
      return withTool(request)
    case 'JSON_MODE':
      return { request: withInstruction(request, hasJsonMode), strategy, toolName: '' }
    default:
      return strategy satisfies never
  }
}

/** Asks once more, and says what was wrong. */
export function toRepairRequest(request: CompletionRequest, answered: string, problems: readonly string[]): CompletionRequest {
  const complaint = `That answer is not valid: ${problems.join('; ')}. Answer again with nothing but the corrected JSON.`
  return {
    ...request,
    messages: [
      ...request.messages,
      ...(answered === '' ? [] : [{ role: 'assistant', parts: [{ type: 'text', text: answered }] } satisfies Message]),
      { role: 'user', parts: [{ type: 'text', text: complaint }] },
    ],
  }
}

function withTool(request: CompletionRequest): StructuredRequest {
  const { tools = [], toolChoice } = request
  const format = request.responseFormat as ResponseFormat & { readonly type: 'json-schema' }
  const taken = new Set(tools.map(({ name }) => name))
  const toolName = taken.has(format.name) ? `${format.name}_answer` : format.name
  const description = format.description ?? 'Gives the final answer. Call it once, when the answer is known.'
  const tool: Tool = { name: toolName, description, parameters: format.schema, ...(format.strict && { strict: true }) }
  const choice =
    toolChoice?.type === 'tool'
      ? toolChoice
      : tools.length > 0
        ? { type: 'required' as const }
        : { type: 'tool' as const, name: toolName }
  return {
    strategy: 'TOOL',
    toolName,
    request: { ...request, tools: [...tools, tool], toolChoice: choice, responseFormat: undefined },
  }
}

function withInstruction(request: CompletionRequest, hasJsonMode: boolean): CompletionRequest {
  const format = request.responseFormat
  const schema = format?.type === 'json-schema' ? format.schema : undefined
  const instruction: Message = { role: 'system', parts: [{ type: 'text', text: instructionFor(schema) }] }
  const at = request.messages.findIndex(({ role }) => role !== 'system' && role !== 'developer')
  const messages = at < 0 ? [...request.messages, instruction] : request.messages.toSpliced(at, 0, instruction)
  return { ...request, messages, responseFormat: hasJsonMode ? { type: 'json-object' } : undefined }
}

function instructionFor(schema: JsonObject | undefined): string {
  const rule = 'Answer with nothing but one JSON value: no prose, no code fence.'
  return schema
    ? `${rule} It must be valid against this JSON Schema: ${JSON.stringify(schema)}`
    : `${rule} It must be a JSON object.`
}
