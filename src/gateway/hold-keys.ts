import type { Relay } from '../domain/relay.js'
import type { ApiKeyStore } from '../domain/stores.js'
import type { KeyRing } from '../pipeline/key-ring.js'

const POLL_MS = 400
/** Covers the difference between the clocks of two nodes, and a write that became visible late. */
const OVERLAP_MS = 10_000

/**
 * Fills the ring and keeps it current: by the relay at once on this machine, by deltas from the database for what other nodes changed.
 * The answer stops it.
 */
export async function holdKeys(
  ring: KeyRing,
  store: ApiKeyStore,
  relay: Relay,
  onPollFailed: (error: unknown) => void,
): Promise<() => void> {
  const unsubscribe = relay.subscribe('api-key-changed', (change) => ring.apply(change))
  let since = Date.now()
  for await (const keys of store.loadActive()) for (const key of keys) ring.apply({ type: 'issued', key })
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const poll = async () => {
    const begunAt = Date.now()
    try {
      const keys = await store.changedSince(new Date(since - OVERLAP_MS))
      for (const key of keys) ring.apply({ type: 'issued', key })
      since = begunAt
    } catch (error) {
      onPollFailed(error)
    }
    if (!stopped) timer = setTimeout(poll, POLL_MS).unref()
  }
  await poll()
  return () => {
    stopped = true
    clearTimeout(timer)
    unsubscribe()
  }
}
