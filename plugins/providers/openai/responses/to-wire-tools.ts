import type { CompletionRequest, Json, ResponseFormat, Tool, ToolChoice } from '../../../../src/plugin-api.js'
import { DIALECT } from './native-reader.js'

type Body = Record<string, Json | undefined>

/** The caller's functions and the provider's own tools, with how they are to be chosen. */
export function toTools({ tools = [], nativeTools = [], toolChoice, parallelToolCalls }: CompletionRequest): Body {
  const own = nativeTools.flatMap(({ dialect, definition }) => (dialect === DIALECT ? [definition] : []))
  const all = [...tools.map(toWireTool), ...own]
  if (all.length === 0) return {}
  return {
    tools: all,
    // A choice that only this dialect has words for travels with the other fields: nothing here may hide it.
    ...(toolChoice && { tool_choice: toWireChoice(toolChoice) }),
    parallel_tool_calls: parallelToolCalls,
  }
}

/** Without a word on it this API makes every parameter a required one: elsewhere optional means optional. */
function toWireTool({ name, description, parameters, strict }: Tool): Json {
  return { type: 'function', name, description, parameters: parameters ?? null, strict: strict ?? false }
}

function toWireChoice(choice: ToolChoice): Json {
  return choice.type === 'tool' ? { type: 'function', name: choice.name } : choice.type
}

export function toWireFormat(format: ResponseFormat): Json {
  if (format.type !== 'json-schema') return { type: format.type === 'text' ? 'text' : 'json_object' }
  const { name, schema, strict, description } = format
  return { type: 'json_schema', name, description, schema, strict }
}
