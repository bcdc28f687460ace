import type { ContentPart, MediaSource } from '../../domain/content.js'
import type { JsonObject } from '../../domain/json.js'
import { readName, readOpaqueObject, readString } from '../read-json.js'
import { DIALECT } from './provider-state.js'
import { readFields } from './read-fields.js'

const GOOGLE_FILES = /^https:\/\/generativelanguage\.googleapis\.com\//
const WEB = /^https?:\/\//
/** Types that others can fetch by an address alone. */
const COMMON = /^(?:image\/|audio\/|application\/pdf$)/

/** Bytes in the request. */
export function fromInlineData(part: JsonObject, path: string): ContentPart {
  const at = `${path}.inlineData`
  const blob = readFields(part['inlineData'], at)
  const mediaType = readName(blob['mimeType'], `${at}.mimeType`)
  const name = blob['displayName'] == null ? undefined : readString(blob['displayName'], `${at}.displayName`)
  return toMedia(mediaType, { type: 'base64', mediaType, data: readName(blob['data'], `${at}.data`) }, name)
}

/** What Google holds, or fetches: a video, or a bucket of its own, is known to this dialect only. */
export function fromFileData(part: JsonObject, path: string): ContentPart {
  const at = `${path}.fileData`
  const file = readFields(part['fileData'], at)
  const uri = readName(file['fileUri'], `${at}.fileUri`)
  const mediaType = file['mimeType'] == null ? '' : readString(file['mimeType'], `${at}.mimeType`)
  const name = file['displayName'] == null ? undefined : readString(file['displayName'], `${at}.displayName`)
  if (GOOGLE_FILES.test(uri)) return toMedia(mediaType, { type: 'file-id', id: uri }, name)
  if (WEB.test(uri) && COMMON.test(mediaType)) return toMedia(mediaType, { type: 'url', url: uri }, name)
  return { type: 'native', dialect: DIALECT, value: { fileData: readOpaqueObject(file, at) } }
}

function toMedia(mediaType: string, source: MediaSource, filename: string | undefined): ContentPart {
  if (mediaType.startsWith('image/')) return { type: 'image', source }
  if (mediaType.startsWith('audio/')) return { type: 'audio', source }
  return { type: 'file', source, ...(filename !== undefined && { filename }) }
}
