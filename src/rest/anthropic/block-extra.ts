import type { ContentPart } from '../../domain/content.js'
import type { Json, JsonObject } from '../../domain/json.js'
import { unknownFields } from '../read-json.js'
import { fromCacheControl, isPlainMark } from './cache-control.js'

const MARK = 'cache_control'

/** The part with its cache mark and with the block's fields that have no canonical name. */
export function withBlockExtra<Part extends ContentPart>(
  part: Part,
  block: JsonObject,
  known: ReadonlySet<string>,
  path: string,
): Part {
  const mark = fromCacheControl(block, path)
  const extra = foreignFields(block, known, path)
  return mark || extra ? { ...part, ...mark, ...(extra && { extra }) } : part
}

/** Fields that say what holds anyway are left out: other dialects know nothing of them. */
export function foreignFields(wire: JsonObject, known: ReadonlySet<string>, path: string): JsonObject | undefined {
  const unknown = unknownFields(wire, known, path)
  if (!unknown) return undefined
  const fields = Object.entries(unknown).filter(
    ([name, value]) => !(name === MARK ? isPlainMark(value) : saysNothing(name, value)),
  )
  return fields.length > 0 ? Object.fromEntries(fields) : undefined
}

function saysNothing(name: string, value: Json | undefined): boolean {
  if (value == null) return true
  return name === 'caller' && (value as JsonObject)['type'] === 'direct'
}
