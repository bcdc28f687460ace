import type { CacheControl } from '../../../src/plugin-api.js'
import type { Block } from './wire.js'

/** Five minutes is what the vendor takes a mark without a duration for: https://platform.claude.com/docs/en/build-with-claude/prompt-caching. */
export function toCacheControl(mark: CacheControl | undefined): Block {
  if (!mark) return {}
  return { cache_control: mark.ttl === '1h' ? { type: 'ephemeral', ttl: '1h' } : { type: 'ephemeral' } }
}
