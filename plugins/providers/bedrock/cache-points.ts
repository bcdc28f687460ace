import type { CacheControl, JsonObject } from '../../../src/plugin-api.js'
import { claudeTraits } from './claude-model.js'
import type { BedrockModel } from './model-family.js'

export type CachePlace = 'tools' | 'system' | 'messages'

/**
 * The block after what is worth caching; undefined where the model caches by itself or not at all, which makes a mark of no use but harmless.
 * Source: https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
export function toCachePoint(mark: CacheControl | undefined, place: CachePlace, model: BedrockModel): JsonObject | undefined {
  if (!mark || !mayMark(place, model)) return undefined
  const isLong = mark.ttl === '1h' && claudeTraits(model)?.cachesForAnHour === true
  return { cachePoint: { type: 'default', ...(isLong && { ttl: '1h' }) } }
}

/** Nova caches no tools. */
function mayMark(place: CachePlace, model: BedrockModel): boolean {
  if (model.family === 'nova') return place !== 'tools'
  return claudeTraits(model)?.caching === true
}
