import { type FilePart, GatewayError, type ImagePart, type MediaSource } from '../../../src/plugin-api.js'
import type { Block } from './wire.js'

const IMAGE_TYPES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])
const DATA_URL = /^data:([^;,]+)(?:;[^,;]+)*;base64,([\s\S]*)$/

/** @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toImageBlock({ source }: ImagePart, path: string): Block {
  return { type: 'image', source: toImageSource(inlined(source), path) }
}

function toImageSource(source: MediaSource, path: string): Block {
  if (source.type === 'url') return { type: 'url', url: source.url }
  if (source.type === 'file-id') return { type: 'file', file_id: source.id }
  if (IMAGE_TYPES.has(source.mediaType)) return { type: 'base64', media_type: source.mediaType, data: source.data }
  throw unsupported(path, 'Claude takes images as JPEG, PNG, GIF or WebP.')
}

/** A file as a document; an image in a file is still an image. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toDocumentBlock({ source: given, filename }: FilePart, path: string): Block {
  const source = inlined(given)
  if (source.type === 'base64' && source.mediaType.startsWith('image/')) {
    return toImageBlock({ type: 'image', source }, path)
  }
  return { type: 'document', source: toDocumentSource(source, path), ...(filename ? { title: filename } : {}) }
}

function toDocumentSource(source: MediaSource, path: string): Block {
  if (source.type === 'url') return { type: 'url', url: source.url }
  if (source.type === 'file-id') return { type: 'file', file_id: source.id }
  const { data } = source
  const mediaType = source.mediaType.split(';')[0]!.trim().toLowerCase()
  if (mediaType === 'application/pdf') return { type: 'base64', media_type: mediaType, data }
  if (mediaType.startsWith('text/') || mediaType === 'application/json') {
    return { type: 'text', media_type: 'text/plain', data: Buffer.from(data, 'base64').toString('utf8') }
  }
  throw unsupported(path, 'Claude takes files as PDF or text.')
}

/** A `data:` URL is no address that anyone could fetch. */
function inlined(source: MediaSource): MediaSource {
  const match = source.type === 'url' ? DATA_URL.exec(source.url) : null
  return match ? { type: 'base64', mediaType: match[1]!, data: match[2]! } : source
}

/** Content is never dropped whatever `onUnsupported` says: the answer would be to another question. */
export function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
