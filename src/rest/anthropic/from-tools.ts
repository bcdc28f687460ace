import type { NativeTool, Tool, ToolChoice } from '../../domain/completion-request.js'
import type { Json, JsonObject } from '../../domain/json.js'
import {
  readArray,
  readBoolean,
  readName,
  readObject,
  readOneOf,
  readOpaqueObject,
  readString,
  refuseUnknownFields,
} from '../read-json.js'
import { foreignFields } from './block-extra.js'
import { fromCacheControl } from './cache-control.js'
import { OWNER } from './provider-state.js'

const TOOL = new Set(['type', 'name', 'description', 'input_schema', 'strict'])
const CHOICE = new Set(['type', 'name', 'disable_parallel_tool_use'])
const CHOICES = { auto: 'auto', any: 'required', none: 'none', tool: 'tool' } as const

/** Tools of the caller, and those that Anthropic defines: they have a type of theirs and no schema. */
export function fromTools(value: Json, path: string): { tools: Tool[]; nativeTools: NativeTool[] } {
  const tools: Tool[] = []
  const nativeTools: NativeTool[] = []
  for (const [index, item] of readArray(value, path).entries()) {
    const at = `${path}[${index}]`
    const tool = readObject(item, at)
    const type = tool['type'] == null ? 'custom' : readName(tool['type'], `${at}.type`)
    if (type === 'custom') tools.push(fromTool(tool, at))
    else nativeTools.push({ dialect: OWNER, definition: readOpaqueObject(tool, at) })
  }
  return { tools, nativeTools }
}

function fromTool(tool: JsonObject, path: string): Tool {
  const { description, strict } = tool
  const extra = foreignFields(tool, TOOL, path)
  return {
    name: readName(tool['name'], `${path}.name`),
    ...(description != null && { description: readString(description, `${path}.description`) }),
    parameters: readOpaqueObject(tool['input_schema'], `${path}.input_schema`),
    ...(strict != null && { strict: readBoolean(strict, `${path}.strict`) }),
    ...fromCacheControl(tool, path),
    ...(extra && { extra }),
  }
}

export function fromToolChoice(value: Json, path: string): { toolChoice: ToolChoice; parallelToolCalls?: boolean } {
  const wire = readObject(value, path)
  const type = CHOICES[readOneOf(wire['type'], `${path}.type`, ['auto', 'any', 'none', 'tool'])]
  refuseUnknownFields(wire, CHOICE, path)
  const alone = wire['disable_parallel_tool_use']
  const toolChoice: ToolChoice = type === 'tool' ? { type, name: readName(wire['name'], `${path}.name`) } : { type }
  if (alone == null) return { toolChoice }
  return { toolChoice, parallelToolCalls: !readBoolean(alone, `${path}.disable_parallel_tool_use`) }
}
