import { type ContentPart, GatewayError, type Json, type JsonObject, type MediaSource } from '../../../src/plugin-api.js'

/** Content of a user or system message, in the shapes of https://platform.openai.com/docs/api-reference/chat/create. */
export function toWirePart(part: ContentPart, path: string): JsonObject {
  switch (part.type) {
    case 'text':
      return { ...part.extra, type: 'text', text: part.text }
    case 'image':
      return {
        ...part.extra,
        type: 'image_url',
        image_url: { url: toUrl(part.source, path), ...(part.detail ? { detail: part.detail } : {}) },
      }
    case 'audio':
      return { ...part.extra, type: 'input_audio', input_audio: toAudio(part.source, path) }
    case 'file':
      return { ...part.extra, type: 'file', file: toFile(part.source, part.filename, path) }
    case 'refusal':
      return { ...part.extra, type: 'refusal', refusal: part.text }
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
    case 'native':
      throw unsupported(path, `A ${part.type} part does not belong in this message for this provider.`)
    default:
      return part satisfies never
  }
}

function toUrl(source: MediaSource, path: string): string {
  if (source.type === 'url') return source.url
  if (source.type === 'base64') return `data:${source.mediaType};base64,${source.data}`
  throw unsupported(path, 'This provider takes images by URL or as base64, not by file id.')
}

const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  mpeg: 'mp3',
  'x-wav': 'wav',
  wave: 'wav',
  'vnd.wave': 'wav',
  'x-m4a': 'm4a',
}

function toAudio(source: MediaSource, path: string): JsonObject {
  if (source.type !== 'base64') throw unsupported(path, 'This provider takes audio as base64 only.')
  const subtype = source.mediaType.split(/[/;]/)[1] ?? ''
  return { data: source.data, format: AUDIO_FORMATS[subtype] ?? subtype }
}

function toFile(source: MediaSource, filename: string | undefined, path: string): Json {
  if (source.type === 'file-id') return { file_id: source.id }
  if (source.type === 'url') throw unsupported(path, 'This provider takes files as base64 or by file id, not by URL.')
  return { filename: filename ?? 'file', file_data: `data:${source.mediaType};base64,${source.data}` }
}

/** Content is never dropped whatever `onUnsupported` says: the answer would be to another question. */
function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
