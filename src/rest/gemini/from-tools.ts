import type { NativeTool, Tool, ToolChoice } from '../../domain/completion-request.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { readArray, readName, readOneOf, readOpaqueObject, readString, unknownFields } from '../read-json.js'
import { fromJsonSchema, fromSchema } from './from-schema.js'
import { DIALECT } from './provider-state.js'
import { readFields } from './read-fields.js'

const DECLARATION = new Set(['name', 'description', 'parameters', 'parametersJsonSchema'])
const MODES = ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED'] as const

/** Functions of the caller, and tools that Google runs itself. */
export function fromTools(value: Json, path: string): { tools: Tool[]; nativeTools: NativeTool[] } {
  const tools: Tool[] = []
  const nativeTools: NativeTool[] = []
  for (const [index, item] of readArray(value, path).entries()) {
    const at = `${path}[${index}]`
    const { functionDeclarations, ...own } = readFields(item, at)
    if (functionDeclarations != null) tools.push(...fromDeclarations(functionDeclarations, `${at}.functionDeclarations`))
    const definition = Object.fromEntries(Object.entries(own).filter(([, field]) => field != null))
    if (Object.keys(definition).length > 0) nativeTools.push({ dialect: DIALECT, definition: readOpaqueObject(definition, at) })
  }
  return { tools, nativeTools }
}

function fromDeclarations(value: Json, path: string): Tool[] {
  return readArray(value, path).map((item, index) => fromDeclaration(readFields(item, `${path}[${index}]`), `${path}[${index}]`))
}

function fromDeclaration(wire: JsonObject, path: string): Tool {
  const { description, parameters: schema, parametersJsonSchema: jsonSchema } = wire
  const extra = unknownFields(wire, DECLARATION, path)
  return {
    name: readName(wire['name'], `${path}.name`),
    ...(description != null && { description: readString(description, `${path}.description`) }),
    ...(schema != null && { parameters: fromSchema(schema, `${path}.parameters`) }),
    ...(jsonSchema != null && { parameters: fromJsonSchema(jsonSchema, `${path}.parametersJsonSchema`) }),
    ...(extra && { extra }),
  }
}

export interface ToolConfig {
  readonly toolChoice?: ToolChoice
  /** The only functions that may be called. */
  readonly allowed?: readonly string[]
  /** What has no canonical name. */
  readonly rest?: JsonObject
}

export function fromToolConfig(value: Json, path: string): ToolConfig {
  const { functionCallingConfig, ...others } = readFields(value, path)
  const unknown = unknownFields(others, NONE, path)
  if (functionCallingConfig == null) return unknown ? { rest: unknown } : {}
  const { rest: calling, ...choice } = fromCallingConfig(functionCallingConfig, `${path}.functionCallingConfig`)
  if (!unknown && !calling) return choice
  return { ...choice, rest: { ...unknown, ...(calling && { functionCallingConfig: calling }) } }
}

const NONE: ReadonlySet<string> = new Set()

function fromCallingConfig(value: Json, path: string): ToolConfig {
  const { mode: sent, allowedFunctionNames, ...others } = readFields(value, path)
  const mode = sent == null ? 'AUTO' : readOneOf(sent, `${path}.mode`, MODES)
  const names = readNames(allowedFunctionNames, `${path}.allowedFunctionNames`)
  const unknown = unknownFields(others, NONE, path)
  const rest = mode === 'VALIDATED' ? { ...unknown, mode, ...(names.length > 0 && { allowedFunctionNames: names }) } : unknown
  return { ...toChoice(mode, names), ...(rest && { rest }) }
}

function readNames(value: Json | undefined, path: string): string[] {
  return value == null ? [] : readArray(value, path).map((name, index) => readName(name, `${path}[${index}]`))
}

function toChoice(mode: (typeof MODES)[number], names: readonly string[]): ToolConfig {
  if (mode === 'NONE') return { toolChoice: { type: 'none' } }
  if (mode !== 'ANY') return { toolChoice: { type: 'auto' } }
  const [only] = names
  if (only === undefined) return { toolChoice: { type: 'required' } }
  return names.length === 1 ? { toolChoice: { type: 'tool', name: only } } : { toolChoice: { type: 'required' }, allowed: names }
}
