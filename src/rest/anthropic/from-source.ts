import type { FilePart, ImagePart, MediaSource, NativePart } from '../../domain/content.js'
import type { JsonObject } from '../../domain/json.js'
import { readName, readObject, readOneOf, readOpaqueObject, readString, refuseUnknownFields } from '../read-json.js'
import { withBlockExtra } from './block-extra.js'
import { OWNER } from './provider-state.js'

const IMAGE = new Set(['type', 'source'])
const DOCUMENT = new Set(['type', 'source', 'title', 'citations'])
const FIELDS = {
  base64: new Set(['type', 'media_type', 'data']),
  url: new Set(['type', 'url']),
  file: new Set(['type', 'file_id']),
  text: new Set(['type', 'media_type', 'data']),
} as const
const IMAGE_SOURCES = ['base64', 'url', 'file'] as const
const DOCUMENT_SOURCES = ['base64', 'url', 'file', 'text', 'content'] as const

export function fromImage(block: JsonObject, path: string): ImagePart {
  const at = `${path}.source`
  const source = readObject(block['source'], at)
  const type = readOneOf(source['type'], `${at}.type`, IMAGE_SOURCES)
  return withBlockExtra({ type: 'image', source: fromSource(type, source, at) }, block, IMAGE, path)
}

/** A document whose content is blocks, to be cited one by one, is something that only this dialect has. */
export function fromDocument(block: JsonObject, path: string): FilePart | NativePart {
  const at = `${path}.source`
  const source = readObject(block['source'], at)
  const type = readOneOf(source['type'], `${at}.type`, DOCUMENT_SOURCES)
  if (type === 'content') return { type: 'native', dialect: OWNER, value: readOpaqueObject(block, path) }
  const title = block['title'] == null ? undefined : readString(block['title'], `${path}.title`)
  const cites = block['citations'] == null ? undefined : readOpaqueObject(block['citations'], `${path}.citations`)
  const part: FilePart = {
    type: 'file',
    source: fromSource(type, source, at),
    ...(title !== undefined && { filename: title }),
  }
  const whole = withBlockExtra(part, block, DOCUMENT, path)
  return cites?.['enabled'] === true ? { ...whole, extra: { ...whole.extra, citations: cites } } : whole
}

function fromSource(type: keyof typeof FIELDS, source: JsonObject, path: string): MediaSource {
  refuseUnknownFields(source, FIELDS[type], path)
  if (type === 'url') return { type, url: readName(source['url'], `${path}.url`) }
  if (type === 'file') return { type: 'file-id', id: readName(source['file_id'], `${path}.file_id`) }
  if (type === 'text') {
    const mediaType = source['media_type'] == null ? 'text/plain' : readName(source['media_type'], `${path}.media_type`)
    return { type: 'base64', mediaType, data: Buffer.from(readString(source['data'], `${path}.data`)).toString('base64') }
  }
  const mediaType = readName(source['media_type'], `${path}.media_type`)
  return { type: 'base64', mediaType, data: readName(source['data'], `${path}.data`) }
}
