import type { Citation } from '../../domain/content.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { readArray, readOpaqueObject, readString } from '../read-json.js'
import { OWNER } from './provider-state.js'

const WEB = 'web_search_result_location'

/** Another provider's source is shown as a result of a web search, whose reference (`encrypted_index`) only Anthropic could give. */
export function toWireCitation({ native, url, title, citedText }: Citation): object {
  if (native?.dialect === OWNER) return native.value
  return { type: WEB, url: url ?? '', title: title ?? null, cited_text: citedText ?? '', encrypted_index: '' }
}

export function fromWireCitations(
  value: Json | undefined,
  path: string,
): { readonly citations: readonly Citation[] } | undefined {
  if (value == null) return undefined
  const citations = readArray(value, path).map((item, index) => fromWireCitation(item, `${path}[${index}]`))
  return citations.length > 0 ? { citations } : undefined
}

function fromWireCitation(value: Json, path: string): Citation {
  const wire = readOpaqueObject(value, path)
  const type = readString(wire['type'], `${path}.type`)
  const url = textOf(wire, 'url') ?? textOf(wire, 'source')
  const title = textOf(wire, 'title') ?? textOf(wire, 'document_title')
  const citedText = textOf(wire, 'cited_text')
  const isOurs = type === WEB && wire['encrypted_index'] === ''
  return {
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(citedText !== undefined && { citedText }),
    ...(!isOurs && { native: { dialect: OWNER, value: wire } }),
  }
}

function textOf(wire: JsonObject, name: string): string | undefined {
  const value = wire[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
