import type { Citation, FilePart, ImagePart, MediaSource, RefusalPart, TextPart } from '../../../domain/content.js'
import type { Json, JsonObject } from '../../../domain/json.js'
import {
  isObject,
  readArray,
  readInteger,
  readName,
  readObject,
  readOneOf,
  readOpaqueObject,
  readString,
  refuse,
  refuseUnknownFields,
} from '../../read-json.js'
import { toUnits } from './characters.js'

export type ItemPart = TextPart | ImagePart | FilePart | RefusalPart
type PartReader = (part: JsonObject, path: string) => ItemPart

const TEXT = new Set(['type', 'text', 'prompt_cache_breakpoint'])
const OUTPUT_TEXT = new Set(['type', 'text', 'annotations', 'logprobs', 'parsed'])
const REFUSAL = new Set(['type', 'refusal'])
const IMAGE = new Set(['type', 'image_url', 'file_id', 'detail', 'prompt_cache_breakpoint'])
const FILE = new Set(['type', 'file_id', 'file_data', 'file_url', 'filename', 'detail', 'prompt_cache_breakpoint'])

const READERS = {
  input_text: toInputText,
  output_text: toOutputText,
  refusal: toRefusal,
  input_image: toImage,
  input_file: toFile,
} satisfies Record<string, PartReader>
export type ItemPartType = keyof typeof READERS

/** Content of an item: a string, or an array of parts of the types that it may hold. */
export function fromItemContent(content: Json | undefined, path: string, allowed: readonly ItemPartType[]): ItemPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (!Array.isArray(content)) return refuse(content, path, 'a string or an array of content parts')
  return readArray(content, path).map((item, index) => {
    const at = `${path}[${index}]`
    const part = readObject(item, at)
    return READERS[readOneOf(part['type'], `${at}.type`, allowed)](part, at)
  })
}

function toInputText(part: JsonObject, path: string): TextPart {
  refuseUnknownFields(part, TEXT, path)
  return marked({ type: 'text', text: readString(part['text'], `${path}.text`) }, part)
}

function toOutputText(part: JsonObject, path: string): TextPart {
  refuseUnknownFields(part, OUTPUT_TEXT, path)
  const text = readString(part['text'], `${path}.text`)
  const annotations = part['annotations'] == null ? [] : readArray(part['annotations'], `${path}.annotations`)
  if (annotations.length === 0) return { type: 'text', text }
  return {
    type: 'text',
    text,
    citations: annotations.map((item, index) => toCitation(item, `${path}.annotations[${index}]`, text)),
  }
}

/** An annotation is a citation of its own dialect; what other dialects have a name for is read from it. */
function toCitation(value: Json, path: string, text: string): Citation {
  const annotation = readOpaqueObject(value, path)
  const { url, title, start_index: start, end_index: end, cited_text: citedText } = annotation
  return {
    ...(typeof url === 'string' && url !== '' && { url }),
    ...(typeof title === 'string' && title !== '' && { title }),
    ...(typeof citedText === 'string' && { citedText }),
    ...(start != null && { start: toUnits(readInteger(start, `${path}.start_index`, 0), text) }),
    ...(end != null && { end: toUnits(readInteger(end, `${path}.end_index`, 0), text) }),
    native: { dialect: 'openai-responses', value: annotation },
  }
}

function toRefusal(part: JsonObject, path: string): RefusalPart {
  refuseUnknownFields(part, REFUSAL, path)
  return { type: 'refusal', text: readString(part['refusal'], `${path}.refusal`) }
}

const DETAILS = ['auto', 'low', 'high', 'original'] as const

function toImage(part: JsonObject, path: string): ImagePart {
  refuseUnknownFields(part, IMAGE, path)
  const { image_url: url, file_id: id } = part
  if (url != null && id != null) return refuse(part, path, 'an object with either image_url or file_id')
  const source: MediaSource =
    id == null ? fromUrl(readName(url, `${path}.image_url`)) : { type: 'file-id', id: readName(id, `${path}.file_id`) }
  const detail = part['detail'] == null ? 'auto' : readOneOf(part['detail'], `${path}.detail`, DETAILS)
  if (detail === 'original') return marked({ type: 'image', source, detail: 'high', ...ownDetail(detail) }, part)
  return marked(detail === 'auto' ? { type: 'image', source } : { type: 'image', source, detail }, part)
}

function toFile(part: JsonObject, path: string): FilePart {
  refuseUnknownFields(part, FILE, path)
  const filename = part['filename'] == null ? undefined : readString(part['filename'], `${path}.filename`)
  const detail = part['detail'] == null ? 'auto' : readOneOf(part['detail'], `${path}.detail`, ['auto', 'low', 'high'])
  const source = fromFile(part, path)
  const named = { type: 'file' as const, source, ...(filename !== undefined && { filename }) }
  return marked(detail === 'auto' ? named : { ...named, ...ownDetail(detail) }, part)
}

/** The canonical model has no word for it: it is told to providers of this dialect, and others are warned about. */
function ownDetail(detail: string): Pick<ItemPart, 'providerState'> {
  return { providerState: { provider: 'openai-responses', value: { detail } } }
}

function fromFile(part: JsonObject, path: string): MediaSource {
  const { file_id: id, file_data: data, file_url: url } = part
  if ([id, data, url].filter((value) => value != null).length > 1) {
    return refuse(part, path, 'an object with one of file_id, file_data and file_url')
  }
  if (id != null) return { type: 'file-id', id: readName(id, `${path}.file_id`) }
  if (url != null) return fromUrl(readName(url, `${path}.file_url`))
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

/** OpenAI's explicit breakpoint is a mark for the prompt cache; it has no time of its own, so the shorter one is meant. */
function marked<Part extends ItemPart>(part: Part, wire: JsonObject): Part {
  return isObject(wire['prompt_cache_breakpoint']) ? { ...part, cacheControl: { ttl: '5m' } } : part
}
