import type { ContentPart, ImagePart, TextPart, ToolCallPart, ToolResultPart } from '../../domain/content.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { readArray, readBoolean, readName, readOpaqueObject, readString, refuse, unknownFields } from '../read-json.js'
import type { CallIds } from './call-ids.js'
import { fromFileData, fromInlineData } from './from-media.js'
import { DIALECT, fromSignature } from './provider-state.js'
import { readFields } from './read-fields.js'

const CALL = new Set(['id', 'name', 'args'])
const RESPONSE = new Set(['id', 'name', 'response', 'parts'])
/** Which say something about a part rather than being its content. */
const BESIDE = new Set(['thought', 'thoughtSignature', 'videoMetadata', 'mediaResolution', 'partMetadata'])
const EXTRA = new Set(['videoMetadata', 'mediaResolution', 'partMetadata'])

/** What the model made is its own: a picture that it drew returns to it as it came. */
export function fromPart(value: Json, path: string, role: 'user' | 'model', calls: CallIds): ContentPart {
  const wire = readFields(value, path)
  const part = fromContent(wire, path, role, calls)
  const state = fromSignature(wire, path)
  const extra = part.type === 'native' ? undefined : extraOf(wire, path)
  return { ...part, ...state, ...(extra && { extra: { ...part.extra, ...extra } }) }
}

function fromContent(wire: JsonObject, path: string, role: 'user' | 'model', calls: CallIds): ContentPart {
  const thought = wire['thought'] != null && readBoolean(wire['thought'], `${path}.thought`)
  if (wire['text'] != null) return { type: thought ? 'reasoning' : 'text', text: readString(wire['text'], `${path}.text`) }
  if (wire['functionCall'] != null) return fromFunctionCall(wire['functionCall'], `${path}.functionCall`, calls)
  if (wire['functionResponse'] != null) {
    return fromFunctionResponse(wire['functionResponse'], `${path}.functionResponse`, calls)
  }
  if (wire['inlineData'] != null && role === 'user') return fromInlineData(wire, path)
  if (wire['fileData'] != null && role === 'user') return fromFileData(wire, path)
  return fromNative(wire, path, thought)
}

function fromNative({ thoughtSignature, ...value }: JsonObject, path: string, thought: boolean): ContentPart {
  const holdsContent = Object.keys(value).some((name) => !BESIDE.has(name) && value[name] != null)
  if (holdsContent) return { type: 'native', dialect: DIALECT, value: readOpaqueObject(value, path) }
  if (thoughtSignature != null) return { type: thought ? 'reasoning' : 'text', text: '' }
  return refuse(undefined, path, 'an object with text, inlineData, fileData, functionCall or functionResponse')
}

function extraOf(wire: JsonObject, path: string): JsonObject | undefined {
  const found = Object.keys(wire).filter((name) => EXTRA.has(name) && wire[name] != null)
  if (found.length === 0) return undefined
  return readOpaqueObject(Object.fromEntries(found.map((name) => [name, wire[name]])), path)
}

function fromFunctionCall(value: Json, path: string, calls: CallIds): ToolCallPart {
  const call = readFields(value, path)
  const name = readName(call['name'], `${path}.name`)
  const sent = call['id'] == null || call['id'] === '' ? undefined : readName(call['id'], `${path}.id`)
  const args = call['args'] == null ? {} : readOpaqueObject(call['args'], `${path}.args`)
  const extra = unknownFields(call, CALL, path)
  return {
    type: 'tool-call',
    id: calls.called(name, sent),
    name,
    arguments: JSON.stringify(args),
    ...(extra && { extra }),
  }
}

function fromFunctionResponse(value: Json, path: string, calls: CallIds): ToolResultPart {
  const wire = readFields(value, path)
  const name = readName(wire['name'], `${path}.name`)
  const sent = wire['id'] == null || wire['id'] === '' ? undefined : readName(wire['id'], `${path}.id`)
  const response = wire['response'] == null ? {} : readOpaqueObject(wire['response'], `${path}.response`)
  const images = wire['parts'] == null ? [] : fromResponseParts(wire['parts'], `${path}.parts`)
  const { text, isError } = toResultText(response)
  const extra = unknownFields(wire, RESPONSE, path)
  const part: TextPart = { type: 'text', text }
  return {
    type: 'tool-result',
    toolCallId: calls.answered(name, sent) ?? refuseUncalled(path),
    parts: [part, ...images],
    ...(isError && { isError }),
    ...(extra && { extra }),
  }
}

/** `output` and `error` alone are what Google gives meaning to; any other object is the result as it is. */
function toResultText(response: JsonObject): { text: string; isError: boolean } {
  const [name, ...others] = Object.keys(response)
  const value = name === undefined ? undefined : response[name]
  if (others.length > 0 || (name !== 'output' && name !== 'error') || value === undefined) {
    return { text: JSON.stringify(response), isError: false }
  }
  return { text: typeof value === 'string' ? value : JSON.stringify(value), isError: name === 'error' }
}

function fromResponseParts(value: Json, path: string): ImagePart[] {
  return readArray(value, path).map((item, index) => {
    const at = `${path}[${index}]`
    const wire = readFields(item, at)
    const part = wire['fileData'] != null ? fromFileData(wire, at) : fromInlineData(wire, at)
    if (part.type === 'image') return part
    throw new GatewayError('UNSUPPORTED_PARAMETER', `${at}: a function response takes images only beside its object.`, {
      path: at,
    })
  })
}

function refuseUncalled(path: string): never {
  const message = `${path} answers no call: send the model's functionCall of the same name before it, or the id of the call.`
  throw new GatewayError('INVALID_REQUEST', message, { path })
}
