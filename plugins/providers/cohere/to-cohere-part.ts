import { type ContentPart, GatewayError, type JsonObject, type MediaSource } from '../../../src/plugin-api.js'

/** A block of content of a user or system message. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toCoherePart(part: ContentPart, path: string): JsonObject {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return { type: 'text', text: part.text }
    case 'image':
      return {
        type: 'image_url',
        image_url: { url: toUrl(part.source, path), ...(part.detail ? { detail: part.detail } : {}) },
      }
    case 'native':
      return part.value
    case 'audio':
    case 'file':
      throw unsupported(path, `Cohere takes no ${part.type}. Send its text, or as a document: extra.fields.documents.`)
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      throw unsupported(path, `A ${part.type} part does not belong in this message for Cohere.`)
    default:
      return part satisfies never
  }
}

function toUrl(source: MediaSource, path: string): string {
  if (source.type === 'url') return source.url
  if (source.type === 'base64') return `data:${source.mediaType};base64,${source.data}`
  throw unsupported(path, 'Cohere takes images by URL or as base64, not by file id.')
}

/** Content is never dropped whatever `onUnsupported` says: the answer would be to another question. */
export function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
