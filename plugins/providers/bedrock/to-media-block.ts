import {
  type AudioPart,
  type FilePart,
  GatewayError,
  type ImagePart,
  type JsonObject,
  type MediaSource,
} from '../../../src/plugin-api.js'

const IMAGES: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/jpg': 'jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
}
const DOCUMENTS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/markdown': 'md',
}
const VIDEOS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'video/x-matroska': 'mkv',
  'video/mpeg': 'mpeg',
  'video/x-flv': 'flv',
  'video/x-ms-wmv': 'wmv',
  'video/3gpp': 'three_gp',
}
const AUDIO: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/opus': 'opus',
  'audio/aac': 'aac',
  'audio/mp4': 'mp4',
  'audio/x-m4a': 'm4a',
  'audio/webm': 'webm',
}

export function toImageBlock({ source }: ImagePart, path: string): JsonObject {
  return { image: toMedia(source, IMAGES, 'images', path) }
}

export function toAudioBlock({ source }: AudioPart, path: string): JsonObject {
  return { audio: toMedia(source, AUDIO, 'audio', path) }
}

/** `names`: of the documents so far, which must differ within a request. */
export function toFileBlock({ source, filename }: FilePart, names: Set<string>, path: string): JsonObject {
  if (source.type === 'base64' && mediaType(source.mediaType) in VIDEOS) return { video: toMedia(source, VIDEOS, 'videos', path) }
  return { document: { name: toName(filename, names), ...toMedia(source, DOCUMENTS, 'documents', path) } }
}

function toMedia(source: MediaSource, formats: Readonly<Record<string, string>>, what: string, path: string): JsonObject {
  if (source.type !== 'base64') {
    throw unsupported(
      path,
      `Bedrock takes ${what} as bytes only. Send the content as base64 instead of by ${source.type === 'url' ? 'URL' : 'file id'}.`,
    )
  }
  const format = formats[mediaType(source.mediaType)]
  if (format) return { format, source: { bytes: source.data } }
  const known = [...new Set(Object.values(formats))].join(', ')
  throw unsupported(path, `Bedrock does not take ${what} of this media type. Convert it to one of: ${known}.`)
}

function mediaType(value: string): string {
  return value.split(';')[0]!.trim().toLowerCase()
}

/** Letters, digits, single spaces, hyphens, parentheses and brackets: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html */
function toName(filename = 'document', names: Set<string>): string {
  const plain = filename
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[^A-Za-z0-9\-()[\] ]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 180)
  const base = plain || 'document'
  let name = base
  for (let count = 2; names.has(name); count++) name = `${base} (${count})`
  names.add(name)
  return name
}

/** Content is never dropped whatever `onUnsupported` says: the answer would be to another question. */
function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
