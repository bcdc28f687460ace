import type { AudioPart, ContentPart, FilePart, ImagePart, MediaSource, RefusalPart, TextPart } from '../../domain/content.js'
import type { Json, JsonObject } from '../../domain/json.js'
import {
  readArray,
  readName,
  readObject,
  readOneOf,
  readString,
  refuse,
  refuseUnknownFields,
  unknownFields,
} from '../read-json.js'

type PartReader = (part: JsonObject, path: string) => ContentPart

const TEXT = new Set(['type', 'text'])
const REFUSAL = new Set(['type', 'refusal'])
const IMAGE = new Set(['type', 'image_url'])
const IMAGE_URL = new Set(['url', 'detail'])
const AUDIO = new Set(['type', 'input_audio'])
const INPUT_AUDIO = new Set(['data', 'format'])
const FILE = new Set(['type', 'file'])
const FILE_FIELDS = new Set(['file_data', 'file_id', 'filename'])

const READERS = {
  text: toText,
  refusal: toRefusal,
  image_url: toImage,
  input_audio: toAudio,
  file: toFile,
} satisfies Record<string, PartReader>
export type WirePartType = keyof typeof READERS

/** Message content: a string, or an array of parts of the types that the role may hold. */
export function fromContent(content: Json | undefined, path: string, allowed: readonly WirePartType[]): ContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (!Array.isArray(content)) return refuse(content, path, 'a string or an array of content parts')
  return readArray(content, path).map((part, index) => fromContentPart(part, `${path}[${index}]`, allowed))
}

function fromContentPart(value: Json, path: string, allowed: readonly WirePartType[]): ContentPart {
  const part = readObject(value, path)
  return READERS[readOneOf(part['type'], `${path}.type`, allowed)](part, path)
}

function toText(part: JsonObject, path: string): TextPart {
  return withExtra({ type: 'text', text: readString(part['text'], `${path}.text`) }, part, TEXT, path)
}

function toRefusal(part: JsonObject, path: string): RefusalPart {
  return withExtra({ type: 'refusal', text: readString(part['refusal'], `${path}.refusal`) }, part, REFUSAL, path)
}

function toImage(part: JsonObject, path: string): ImagePart {
  const at = `${path}.image_url`
  const image = readObject(part['image_url'], at)
  refuseUnknownFields(image, IMAGE_URL, at)
  const source = fromUrl(readName(image['url'], `${at}.url`))
  const detail = image['detail'] == null ? undefined : readOneOf(image['detail'], `${at}.detail`, ['auto', 'low', 'high'])
  return withExtra(detail ? { type: 'image', source, detail } : { type: 'image', source }, part, IMAGE, path)
}

function toAudio(part: JsonObject, path: string): AudioPart {
  const at = `${path}.input_audio`
  const audio = readObject(part['input_audio'], at)
  refuseUnknownFields(audio, INPUT_AUDIO, at)
  const format = readName(audio['format'], `${at}.format`)
  const mediaType = format === 'mp3' ? 'audio/mpeg' : `audio/${format}`
  const source: MediaSource = { type: 'base64', mediaType, data: readName(audio['data'], `${at}.data`) }
  return withExtra({ type: 'audio', source }, part, AUDIO, path)
}

function toFile(part: JsonObject, path: string): FilePart {
  const at = `${path}.file`
  const file = readObject(part['file'], at)
  refuseUnknownFields(file, FILE_FIELDS, at)
  const source = fromFile(file, at)
  const filename = file['filename'] == null ? undefined : readString(file['filename'], `${at}.filename`)
  return withExtra(filename === undefined ? { type: 'file', source } : { type: 'file', source, filename }, part, FILE, path)
}

function fromFile(file: JsonObject, path: string): MediaSource {
  const { file_id: id, file_data: data } = file
  if (id != null && data != null) return refuse(file, path, 'an object with either file_id or file_data')
  if (id != null) return { type: 'file-id', id: readName(id, `${path}.file_id`) }
  const text = readName(data, `${path}.file_data`)
  return fromDataUrl(text) ?? { type: 'base64', mediaType: 'application/octet-stream', data: text }
}

function fromUrl(url: string): MediaSource {
  return fromDataUrl(url) ?? { type: 'url', url }
}

const BASE64 = ';base64,'

/** A base64 data URL in its two halves; null for any other URL. */
function fromDataUrl(url: string): MediaSource | null {
  if (!url.startsWith('data:')) return null
  const at = url.indexOf(BASE64)
  return at < 0 ? null : { type: 'base64', mediaType: url.slice(5, at), data: url.slice(at + BASE64.length) }
}

function withExtra<Part extends ContentPart>(part: Part, wire: JsonObject, known: ReadonlySet<string>, path: string): Part {
  const extra = unknownFields(wire, known, path)
  return extra ? { ...part, extra } : part
}
