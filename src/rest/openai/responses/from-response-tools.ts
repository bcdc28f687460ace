import type { NativeTool, ResponseFormat, Tool, ToolChoice } from '../../../domain/completion-request.js'
import type { Json, JsonObject } from '../../../domain/json.js'
import {
  isObject,
  readArray,
  readBoolean,
  readName,
  readObject,
  readOneOf,
  readOpaqueObject,
  readString,
  refuse,
  refuseUnknownFields,
  unknownFields,
} from '../../read-json.js'

const DIALECT = 'openai-responses'
const FUNCTION = new Set(['type', 'name', 'description', 'parameters', 'strict'])
const SCHEMA = new Set(['type', 'name', 'description', 'schema', 'strict'])
const MODES = ['auto', 'none', 'required'] as const

export interface Tools {
  readonly tools: readonly Tool[]
  /** Whatever is not a function: the provider runs it, or knows what it means. */
  readonly nativeTools: readonly NativeTool[]
}

export function fromResponseTools(value: Json, path: string): Tools {
  const tools: Tool[] = []
  const nativeTools: NativeTool[] = []
  for (const [index, item] of readArray(value, path).entries()) {
    const at = `${path}[${index}]`
    const tool = readOpaqueObject(item, at)
    if (readName(tool['type'], `${at}.type`) === 'function') tools.push(fromFunction(tool, at))
    else nativeTools.push({ dialect: DIALECT, definition: tool })
  }
  return { tools, nativeTools }
}

function fromFunction(tool: JsonObject, path: string): Tool {
  const { description, parameters, strict } = tool
  const extra = unknownFields(tool, FUNCTION, path)
  return {
    name: readName(tool['name'], `${path}.name`),
    ...(description != null && { description: readString(description, `${path}.description`) }),
    ...(parameters != null && { parameters: readObject(parameters, `${path}.parameters`) }),
    ...(strict != null && { strict: readBoolean(strict, `${path}.strict`) }),
    ...(extra && { extra }),
  }
}

/** `native` is a choice that only this dialect has words for; `allowed` restricts the tools to what it accepts. */
export type ResponseToolChoice =
  | { readonly choice: ToolChoice; readonly allowed?: (tool: JsonObject) => boolean }
  | { readonly native: JsonObject }

export function fromResponseToolChoice(value: Json, path: string): ResponseToolChoice {
  if (typeof value === 'string') return { choice: { type: readOneOf(value, path, MODES) } }
  if (!isObject(value)) return refuse(value, path, "'auto', 'none', 'required' or an object")
  switch (readName(value['type'], `${path}.type`)) {
    case 'function':
      return { choice: { type: 'tool', name: readName(value['name'], `${path}.name`) } }
    case 'allowed_tools': {
      const allowed = readArray(value['tools'], `${path}.tools`).map((tool, i) => readOpaqueObject(tool, `${path}.tools[${i}]`))
      const choice = { type: readOneOf(value['mode'], `${path}.mode`, ['auto', 'required']) } as const
      return { choice, allowed: (tool) => allowed.some((wanted) => names(wanted, tool)) }
    }
    default:
      return { native: readOpaqueObject(value, path) }
  }
}

/** Whether an entry of `allowed_tools`, such as `{ type: 'function', name }` or `{ type: 'mcp', server_label }`, names a tool. */
function names(wanted: JsonObject, tool: JsonObject): boolean {
  return Object.entries(wanted).every(([key, value]) => tool[key] === value)
}

export function fromTextFormat(value: Json, path: string): ResponseFormat {
  const format = readObject(value, path)
  const type = readOneOf(format['type'], `${path}.type`, ['text', 'json_object', 'json_schema'])
  refuseUnknownFields(format, SCHEMA, path)
  if (type === 'text') return { type: 'text' }
  if (type === 'json_object') return { type: 'json-object' }
  const { description, strict } = format
  return {
    type: 'json-schema',
    name: readName(format['name'], `${path}.name`),
    schema: readOpaqueObject(format['schema'], `${path}.schema`),
    ...(strict != null && { strict: readBoolean(strict, `${path}.strict`) }),
    ...(description != null && { description: readString(description, `${path}.description`) }),
  }
}
