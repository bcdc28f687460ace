import type { CacheControl } from '../../domain/content.js'
import type { JsonObject } from '../../domain/json.js'
import { readObject, readOneOf } from '../read-json.js'

const KNOWN = new Set(['type', 'ttl'])

/** The mark of a block or a tool; null is none. */
export function fromCacheControl(wire: JsonObject, path: string): { readonly cacheControl: CacheControl } | undefined {
  if (wire['cache_control'] == null) return undefined
  const at = `${path}${path && '.'}cache_control`
  const mark = readObject(wire['cache_control'], at)
  readOneOf(mark['type'], `${at}.type`, ['ephemeral'])
  const ttl = mark['ttl'] == null ? '5m' : readOneOf(mark['ttl'], `${at}.ttl`, ['5m', '1h'])
  return { cacheControl: { ttl } }
}

/** A mark that says more than the canonical one is kept whole beside it. */
export function isPlainMark(mark: unknown): boolean {
  return typeof mark !== 'object' || mark === null || Object.keys(mark).every((key) => KNOWN.has(key))
}
