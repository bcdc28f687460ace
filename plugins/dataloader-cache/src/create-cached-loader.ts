import DataLoader from 'dataloader'
import type { SharedCache } from './shared-cache.js'

export interface CachedLoaderOptions<Key, Value extends {}> {
  /** One value for each key, in the order asked; null for what does not exist. */
  load(keys: readonly Key[]): Promise<readonly (Value | null)[]>
  /** Absent: the loader batches within its request and nothing outlives it. */
  readonly cache?: SharedCache<Value>
  /** The key in the shared cache. Put the tenant into it: the cache itself knows no boundaries. */
  keyOf?(key: Key): string
  /** How long a value may be served from the shared cache. */
  readonly ttlMs?: number
  readonly maxBatchSize?: number
}

const DEFAULT_TTL_MS = 60_000
const DEFAULT_BATCH = 500

/** A DataLoader for one request. Make it anew for each; the shared cache is what they have in common. */
export function createCachedLoader<Key, Value extends {}>(
  options: CachedLoaderOptions<Key, Value>,
): DataLoader<Key, Value | null> {
  const { cache, maxBatchSize = DEFAULT_BATCH } = options
  const loadBatch = cache
    ? (keys: readonly Key[]) => loadThrough(cache, keys, options)
    : (keys: readonly Key[]) => options.load(keys)
  return new DataLoader<Key, Value | null>(async (keys) => [...(await loadBatch(keys))], { maxBatchSize })
}

async function loadThrough<Key, Value extends {}>(
  cache: SharedCache<Value>,
  keys: readonly Key[],
  { load, keyOf = String, ttlMs = DEFAULT_TTL_MS }: CachedLoaderOptions<Key, Value>,
): Promise<(Value | null | Error)[]> {
  const found = keys.map((key) => cache.find(keyOf(key)))
  const missing = keys.filter((_, index) => found[index] === undefined)
  const batch = missing.length === 0 ? null : Promise.resolve(load(missing))
  let next = 0
  const values = keys.map((key, index) => {
    const known = found[index]
    if (known !== undefined) return known
    const at = next++
    return cache.share(
      keyOf(key),
      batch!.then((loaded) => loaded[at] ?? null),
      ttlMs,
    )
  })
  return (await Promise.allSettled(values)).map((result) =>
    result.status === 'fulfilled' ? result.value : toError(result.reason),
  )
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
