import type { StructuredOutput } from '../domain/completion.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import type { ModelCapabilities } from '../domain/model.js'

/**
 * How a model is brought to answer in JSON: by its own means when it has them or nothing is known of it, else by a tool that it must call, else by
 * instruction. A tool cannot carry a schema whose root is no object, and models that reason refuse to be made to call one.
 */
export function chooseSchemaStrategy(
  { responseFormat: format, reasoning, toolChoice }: CompletionRequest,
  { jsonSchema, jsonMode, tools }: ModelCapabilities,
): StructuredOutput['strategy'] | null {
  if (format?.type === 'json-object') return jsonMode === false ? 'JSON_MODE' : 'NATIVE'
  if (format?.type !== 'json-schema') return null
  if (jsonSchema !== false) return 'NATIVE'
  const isObject = format.schema['type'] === 'object' || format.schema['properties'] !== undefined
  const isFree = (!reasoning || reasoning.effort === 'none') && toolChoice?.type !== 'none'
  return tools !== false && isObject && isFree ? 'TOOL' : 'JSON_MODE'
}
