import { type ContentPart, GatewayError, type JsonObject, type MediaSource } from '../../../../src/plugin-api.js'

/** Content of a message or of a function's output. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toInputContent(part: ContentPart, path: string): JsonObject {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return { type: 'input_text', text: part.text }
    case 'image':
      return { type: 'input_image', detail: part.detail ?? 'auto', ...toImage(part.source) }
    case 'file':
      return { type: 'input_file', ...toFile(part.source, part.filename) }
    case 'audio':
      throw unsupported(path, 'The Responses API takes no audio. Choose a model that is asked by chat completions.')
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
    case 'native':
      throw unsupported(path, `A ${part.type} part does not belong in this message for this provider.`)
    default:
      return part satisfies never
  }
}

function toImage(source: MediaSource): JsonObject {
  return source.type === 'file-id' ? { file_id: source.id } : { image_url: toUrl(source) }
}

function toFile(source: MediaSource, filename: string | undefined): JsonObject {
  if (source.type === 'file-id') return { file_id: source.id }
  if (source.type === 'url') return { file_url: source.url }
  return { filename: filename ?? 'file', file_data: toUrl(source) }
}

function toUrl(source: Exclude<MediaSource, { type: 'file-id' }>): string {
  return source.type === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`
}

export function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
