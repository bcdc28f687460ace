import type { ResponseFormat, Tool, ToolChoice } from '../../domain/completion-request.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
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
} from '../read-json.js'

const TOOL_FIELDS = new Set(['type', 'function'])
const FUNCTION_FIELDS = new Set(['name', 'description', 'parameters', 'strict'])
const CHOICE_FIELDS = new Set(['name'])
const FORMAT_FIELDS = new Set(['type', 'json_schema'])
const SCHEMA_FIELDS = new Set(['name', 'description', 'schema', 'strict'])

export function fromTools(value: Json, path: string): Tool[] {
  return readArray(value, path).map((tool, index) => fromTool(tool, `${path}[${index}]`))
}

function fromTool(value: Json, path: string): Tool {
  const tool = readObject(value, path)
  requireFunction(tool['type'], `${path}.type`)
  const at = `${path}.function`
  const called = readObject(tool['function'], at)
  refuseUnknownFields(called, FUNCTION_FIELDS, at)
  const { description, parameters, strict } = called
  const extra = unknownFields(tool, TOOL_FIELDS, path)
  return {
    name: readName(called['name'], `${at}.name`),
    ...(description != null && { description: readString(description, `${at}.description`) }),
    ...(parameters != null && { parameters: readOpaqueObject(parameters, `${at}.parameters`) }),
    ...(strict != null && { strict: readBoolean(strict, `${at}.strict`) }),
    ...(extra && { extra }),
  }
}

export function fromToolChoice(value: Json, path: string): ToolChoice {
  if (typeof value === 'string') return { type: readOneOf(value, path, ['auto', 'none', 'required']) }
  if (!isObject(value)) return refuse(value, path, "'auto', 'none', 'required' or an object")
  requireFunction(value['type'], `${path}.type`)
  const called = readObject(value['function'], `${path}.function`)
  refuseUnknownFields(called, CHOICE_FIELDS, `${path}.function`)
  return { type: 'tool', name: readName(called['name'], `${path}.function.name`) }
}

export function fromResponseFormat(value: Json, path: string): ResponseFormat {
  const format = readObject(value, path)
  const type = readOneOf(format['type'], `${path}.type`, ['text', 'json_object', 'json_schema'])
  refuseUnknownFields(format, FORMAT_FIELDS, path)
  if (type !== 'json_schema') return { type: type === 'text' ? 'text' : 'json-object' }
  return fromJsonSchema(readObject(format['json_schema'], `${path}.json_schema`), `${path}.json_schema`)
}

function fromJsonSchema(wire: JsonObject, path: string): ResponseFormat {
  refuseUnknownFields(wire, SCHEMA_FIELDS, path)
  const { description, strict } = wire
  return {
    type: 'json-schema',
    name: readName(wire['name'], `${path}.name`),
    schema: readOpaqueObject(wire['schema'], `${path}.schema`),
    ...(strict != null && { strict: readBoolean(strict, `${path}.strict`) }),
    ...(description != null && { description: readString(description, `${path}.description`) }),
  }
}

function requireFunction(type: Json | undefined, path: string): void {
  if (type === 'function') return
  if (typeof type !== 'string') refuse(type, path, "'function'")
  throw new GatewayError('UNSUPPORTED_PARAMETER', `${path}: only 'function' is supported here.`, { path })
}
