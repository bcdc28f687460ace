import type { RerankRequest } from '../../domain/completion-request.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { isObject, readArray, readBoolean, readInteger, readName, readString, refuse, unknownFields } from '../read-json.js'

export interface CohereRerank {
  readonly request: RerankRequest
  /** Whether the documents' texts come back with the results, which version 1 of the interface could ask for. */
  readonly returnDocuments: boolean
}

const FIELDS = new Set(['model', 'query', 'documents', 'top_n', 'return_documents', 'rank_fields'])
const MAX_NAME = 512

/** @throws {GatewayError} INVALID_REQUEST, with the path in the body */
export function fromRerankRequest(body: unknown): CohereRerank {
  if (!isObject(body))
    throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with model, query and documents.')
  const { top_n: topN, return_documents: returned, rank_fields: fields } = body
  const names = fields == null ? null : readArray(fields, 'rank_fields').map((field, i) => readName(field, `rank_fields[${i}]`))
  const extra = unknownFields(body, FIELDS, '')
  return {
    request: {
      model: readName(body['model'], 'model', MAX_NAME),
      query: readName(body['query'], 'query'),
      documents: readArray(body['documents'], 'documents').map((item, index) => readDocument(item, `documents[${index}]`, names)),
      ...(topN != null && { topN: readInteger(topN, 'top_n', 1) }),
      ...(extra && { extra: { dialect: 'cohere', fields: extra as Readonly<Record<string, Json>> } }),
    },
    returnDocuments: returned != null && readBoolean(returned, 'return_documents'),
  }
}

/** A text; or an object, of which the fields that are asked for are ranked, or its `text`. */
function readDocument(value: Json, path: string, fields: readonly string[] | null): string {
  if (typeof value === 'string') return value
  if (!isObject(value)) return refuse(value, path, 'a string or an object with text')
  if (fields === null) return readString(value['text'], `${path}.text`)
  return fields.flatMap((field) => toLine(value, field, path)).join('\n')
}

function toLine(document: JsonObject, field: string, path: string): string[] {
  return document[field] == null ? [] : [`${field}: ${readString(document[field], `${path}.${field.slice(0, 64)}`)}`]
}
