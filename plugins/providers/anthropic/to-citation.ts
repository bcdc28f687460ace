import type { Citation } from '../../../src/plugin-api.js'
import { DIALECT } from './to-blocks.js'
import { text, toJsonObject, type Wire } from './wire.js'

/** A source of a whole block of text: https://platform.claude.com/docs/en/build-with-claude/citations. */
export function toCitation(wire: Wire): Citation {
  const url = text(wire['url']) || toAddress(wire['source'])
  const title = text(wire['title']) || text(wire['document_title'])
  const citedText = text(wire['cited_text'])
  return {
    ...(url ? { url } : {}),
    ...(title ? { title } : {}),
    ...(citedText ? { citedText } : {}),
    native: { dialect: DIALECT, value: toJsonObject(wire) },
  }
}

/** The source of a search result is whatever the caller named it. */
function toAddress(source: unknown): string {
  return typeof source === 'string' && /^https?:\/\//.test(source) ? source : ''
}
