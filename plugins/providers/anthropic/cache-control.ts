import type { CacheControl, JsonObject } from '../../../src/plugin-api.js'
import { type Block, ownExtra, type Receiver } from './wire.js'

interface Marked {
  readonly cacheControl?: CacheControl
  readonly extra?: JsonObject
}

/**
 * A block with the fields that its client gave it in this dialect's words, and with its mark: the client's own where it says more.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export function withMarks(block: Block, { cacheControl, extra }: Marked, receiver: Receiver): Block {
  const { cache_control: own, ...fields } = ownExtra(extra, receiver)
  const marked = { ...fields, ...block }
  return cacheControl ? { ...marked, cache_control: own ?? toCacheControl(cacheControl) } : marked
}

/** Five minutes is what a mark without a duration means. */
export function toCacheControl({ ttl }: CacheControl): JsonObject {
  return ttl === '1h' ? { type: 'ephemeral', ttl } : { type: 'ephemeral' }
}
