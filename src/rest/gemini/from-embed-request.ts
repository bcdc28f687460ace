import type { EmbedRequest } from '../../domain/completion-request.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { isObject, readArray, readInteger, readString, refuse, unknownFields } from '../read-json.js'
import { DIALECT } from './provider-state.js'
import { readFields } from './read-fields.js'

const KNOWN = new Set(['model', 'content', 'outputDimensionality'])
const MAX_INPUTS = 2048

/** `{ content, taskType, title, outputDimensionality }`. @throws {GatewayError} INVALID_REQUEST, with the path in the body */
export function fromEmbedRequest(body: unknown, model: string): EmbedRequest {
  if (!isObject(body)) throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with content.')
  const { text, options } = readOne(body, '')
  return toRequest([text], options, model)
}

/** `{ requests: [...] }`, which become one request: they must agree in everything but their content. */
export function fromBatchEmbedRequest(body: unknown, model: string): EmbedRequest {
  if (!isObject(body)) throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with requests.')
  const items = readArray(readFields(body, '')['requests'], 'requests')
  if (items.length === 0 || items.length > MAX_INPUTS) return refuse(items, 'requests', `a list of 1 to ${MAX_INPUTS} requests`)
  const read = items.map((item, index) => readOne(item, `requests[${index}]`))
  const first = JSON.stringify(read[0]?.options)
  const other = read.findIndex(({ options }) => JSON.stringify(options) !== first)
  if (other >= 0) {
    const path = `requests[${other}]`
    const message = `${path} differs from requests[0] in more than its content. Send such requests apart.`
    throw new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
  }
  return toRequest(
    read.map(({ text }) => text),
    read[0]?.options ?? {},
    model,
  )
}

interface EmbedOptions {
  readonly dimensions?: number
  readonly fields?: JsonObject
}

function readOne(value: unknown, path: string): { text: string; options: EmbedOptions } {
  const wire = readFields(value, path)
  const prefix = path && `${path}.`
  const { outputDimensionality: size } = wire
  const fields = unknownFields(wire, KNOWN, path)
  return {
    text: readText(wire['content'], `${prefix}content`),
    options: {
      ...(size != null && { dimensions: readInteger(size, `${prefix}outputDimensionality`, 1) }),
      ...(fields && { fields }),
    },
  }
}

function readText(value: Json | undefined, path: string): string {
  const parts = readArray(readFields(value, path)['parts'], `${path}.parts`)
  const text = parts
    .map((part, index) => readString(readFields(part, `${path}.parts[${index}]`)['text'], `${path}.parts[${index}].text`))
    .join('')
  return text === '' ? refuse(value, `${path}.parts`, 'a list of parts with text') : text
}

function toRequest(input: readonly string[], { dimensions, fields }: EmbedOptions, model: string): EmbedRequest {
  return {
    model,
    input,
    ...(dimensions !== undefined && { dimensions }),
    extra: { dialect: DIALECT, fields: (fields ?? {}) as Readonly<Record<string, Json>> },
  }
}
