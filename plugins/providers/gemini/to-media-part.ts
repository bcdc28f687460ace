import type { AudioPart, FilePart, ImagePart, JsonObject } from '../../../src/plugin-api.js'
import { findMediaType } from './media-type.js'

export type MediaPart = ImagePart | AudioPart | FilePart

const FILES = 'https://generativelanguage.googleapis.com/v1beta/'
const DATA_URL = /^data:([^;,]+)[^,]*;base64,(.*)$/s
/** For an address that does not tell: the vendor looks at the bytes, but wants the field. */
const USUAL = { image: 'image/jpeg', audio: 'audio/mp3', file: 'application/pdf' } as const

/** Bytes as `inlineData`; what the vendor fetches or holds as `fileData`: https://ai.google.dev/api/caching#Part. */
export function toMediaPart(part: MediaPart): JsonObject {
  const { source } = part
  if (source.type === 'base64') return { inlineData: { mimeType: source.mediaType, data: source.data } }
  if (source.type === 'file-id') return toFile(/^[a-z]+:\/\//.test(source.id) ? source.id : `${FILES}${source.id}`, part, false)
  const inline = DATA_URL.exec(source.url)
  return inline ? { inlineData: { mimeType: inline[1]!, data: inline[2]! } } : toFile(source.url, part, true)
}

/** A file that the vendor holds has its type with it. */
function toFile(fileUri: string, part: MediaPart, isForeign: boolean): JsonObject {
  const named = part.type === 'file' && part.filename !== undefined ? findMediaType(part.filename) : undefined
  const mimeType = named ?? findMediaType(fileUri) ?? (isForeign ? USUAL[part.type] : undefined)
  return { fileData: { ...(mimeType && { mimeType }), fileUri } }
}
