import { type ContentPart, type FilePart, GatewayError, type JsonObject, type MediaSource } from '../../../src/plugin-api.js'

/** A chunk of content, in the shapes of https://docs.mistral.ai/api/#tag/chat. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toMistralPart(part: ContentPart, path: string): JsonObject {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return { type: 'text', text: part.text }
    case 'image':
      return {
        type: 'image_url',
        image_url: { url: toUrl(part.source, path), ...(part.detail ? { detail: part.detail } : {}) },
      }
    case 'audio':
      return { type: 'input_audio', input_audio: toAudio(part.source, path) }
    case 'file':
      return toDocument(part, path)
    case 'native':
      if (part.dialect === 'mistral') return part.value
      throw unsupported(path, `Mistral does not know an item of ${part.dialect}.`)
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      throw unsupported(path, `A ${part.type} part does not belong in this message for Mistral.`)
    default:
      return part satisfies never
  }
}

function toUrl(source: MediaSource, path: string): string {
  if (source.type === 'url') return source.url
  if (source.type === 'base64') return `data:${source.mediaType};base64,${source.data}`
  throw unsupported(path, 'Mistral takes images by URL or as base64, not by file id.')
}

/** Base64 of the file, or its address. */
function toAudio(source: MediaSource, path: string): string {
  if (source.type === 'base64') return source.data
  if (source.type === 'url') return source.url
  throw unsupported(path, 'Mistral takes audio by URL or as base64, not by file id.')
}

/** https://docs.mistral.ai/capabilities/document_ai/document_qna/ */
function toDocument({ source, filename }: FilePart, path: string): JsonObject {
  if (source.type === 'file-id') return { type: 'file', file_id: source.id }
  return { type: 'document_url', document_url: toUrl(source, path), ...(filename ? { document_name: filename } : {}) }
}

/** Content is never dropped whatever `onUnsupported` says: the answer would be to another question. */
export function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
