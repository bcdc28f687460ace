import type { Citation, JsonObject } from '../../../../src/plugin-api.js'
import { DIALECT } from './native-reader.js'
import { text, type Wire } from './wire.js'

/** An annotation of a text. Its range counts characters, ours UTF-16 units: `written` is the text that it counts in. */
export function toCitation(annotation: Wire, written: string): Citation {
  const { start_index: start, end_index: end } = annotation
  const title = text(annotation['title']) ?? text(annotation['filename'])
  const url = text(annotation['url'])
  return {
    ...(url && { url }),
    ...(title && { title }),
    ...(typeof start === 'number' && { start: toUnits(start, written) }),
    ...(typeof end === 'number' && { end: toUnits(end, written) }),
    native: { dialect: DIALECT, value: annotation as JsonObject },
  }
}

const SURROGATES = /[\ud800-\udbff][\udc00-\udfff]/

function toUnits(characters: number, written: string): number {
  if (!SURROGATES.test(written)) return characters
  return [...written].slice(0, characters).join('').length
}
