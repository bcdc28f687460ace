import type { ModerationRequest } from '../../domain/completion-request.js'
import type { ImagePart, TextPart } from '../../domain/content.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json } from '../../domain/json.js'
import { isObject, readArray, readName, readString, refuse, unknownFields } from '../read-json.js'
import { fromContent } from './from-content-part.js'

const FIELDS = new Set(['model', 'input'])
const MAX_NAME = 512
/** What OpenAI takes when no model is named. */
const DEFAULT_MODEL = 'omni-moderation-latest'

/** @throws {GatewayError} INVALID_REQUEST, with the path in the body */
export function fromModerationRequest(body: unknown): ModerationRequest {
  if (!isObject(body)) throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with input.')
  const extra = unknownFields(body, FIELDS, '')
  return {
    model: body['model'] == null ? DEFAULT_MODEL : readName(body['model'], 'model', MAX_NAME),
    input: readInput(body['input']),
    ...(extra && { extra: { dialect: 'openai', fields: extra as Readonly<Record<string, Json>> } }),
  }
}

/** A text, texts that are judged one by one, or texts and images that are judged together. */
function readInput(value: Json | undefined): ModerationRequest['input'] {
  if (typeof value === 'string') return [[{ type: 'text', text: value }]]
  const items = readArray(value, 'input')
  if (items.length === 0) return refuse(value, 'input', 'a string or a list of at least one item')
  if (isObject(items[0])) return [fromContent(items, 'input', ['text', 'image_url']) as (TextPart | ImagePart)[]]
  return items.map((item, index) => [{ type: 'text', text: readString(item, `input[${index}]`) }])
}
