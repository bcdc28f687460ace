import type { EmbedRequest } from '../../domain/completion-request.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json } from '../../domain/json.js'
import { isObject, readArray, readInteger, readLimited, readName, readOneOf, refuse, unknownFields } from '../read-json.js'

export interface EmbeddingsRequest {
  readonly request: EmbedRequest
  /** How the client wants its vectors: JSON numbers, or 32-bit floats, little-endian, in base64. */
  readonly encoding: 'float' | 'base64'
}

const FIELDS = new Set(['model', 'input', 'encoding_format', 'dimensions', 'user'])
const MAX_NAME = 512
const MAX_INPUTS = 2048

/** @throws {GatewayError} INVALID_REQUEST, with the path in the body */
export function fromEmbedRequest(body: unknown): EmbeddingsRequest {
  if (!isObject(body)) throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with model and input.')
  const { encoding_format: encoding, dimensions, user } = body
  const extra = unknownFields(body, FIELDS, '')
  return {
    request: {
      model: readName(body['model'], 'model', MAX_NAME),
      input: readInput(body['input']),
      ...(dimensions != null && { dimensions: readInteger(dimensions, 'dimensions', 1) }),
      ...(user != null && { endUser: readLimited(user, 'user', MAX_NAME) }),
      ...(extra && { extra: { dialect: 'openai', fields: extra as Readonly<Record<string, Json>> } }),
    },
    encoding: encoding == null ? 'float' : readOneOf(encoding, 'encoding_format', ['float', 'base64']),
  }
}

/** A text, texts, the token ids of one text, or those of several. */
function readInput(value: Json | undefined): EmbedRequest['input'] {
  if (typeof value === 'string') return [readName(value, 'input')]
  const items = readArray(value, 'input')
  if (items.length === 0 || items.length > MAX_INPUTS) return refuse(value, 'input', `a list of 1 to ${MAX_INPUTS} items`)
  if (typeof items[0] === 'number') return [readTokens(items, 'input')]
  return items.map((item, index) => readItem(item, `input[${index}]`))
}

function readItem(value: Json, path: string): string | readonly number[] {
  return Array.isArray(value) ? readTokens(readArray(value, path), path) : readName(value, path)
}

function readTokens(value: readonly Json[], path: string): readonly number[] {
  if (value.length === 0) return refuse(value, path, 'a list of at least one token id')
  return value.map((token, index) => readInteger(token, `${path}[${index}]`, 0))
}
