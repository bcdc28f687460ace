import type { StoredConfig } from '../domain/control-plane.js'
import { DEFAULT_ORGANIZATION } from '../domain/organization.js'
import type { Relay } from '../domain/relay.js'
import type { ConfigStore } from '../domain/stores.js'

/** How often the database is asked whether another node changed something, which must be in force here within a second. */
const POLL_MS = 700

export interface FollowOptions {
  readonly configs: Pick<ConfigStore, 'latest' | 'latestVersion'>
  readonly relay: Pick<Relay, 'subscribe'>
  /** The version that is in force here. */
  readonly version: () => number
  readonly adopt: (config: StoredConfig) => Promise<void>
  /** Told once for each version, and once while none can be read. */
  readonly onFailed: (error: unknown) => void
  /** What failed before is in order again. */
  readonly onRecovered: () => void
  /** Whether the start went without what is stored. */
  readonly hasFailed: boolean
}

/**
 * Brings this process to each version that is stored: by the relay at once on this machine, by asking the database for what other nodes
 * stored. The answer ends it.
 */
export function followConfig({ configs, relay, version, adopt, onFailed, onRecovered, hasFailed }: FollowOptions): () => void {
  let stopped = false
  let isFollowing = false
  let hasNews = false
  /** The version that could not be adopted; 0: the database could not be asked; null: all is well. */
  let failed: number | null = hasFailed ? 0 : null

  /** What is stored while a version is adopted is taken together: only the latest counts. */
  async function follow(): Promise<void> {
    hasNews = true
    if (isFollowing) return
    isFollowing = true
    let latest = 0
    try {
      while (hasNews && !stopped) {
        hasNews = false
        latest = await configs.latestVersion(DEFAULT_ORGANIZATION)
        if (latest <= version()) continue
        const config = await configs.latest(DEFAULT_ORGANIZATION)
        if (config) await adopt(config)
      }
      if (failed !== null) onRecovered()
      failed = null
    } catch (error) {
      if (failed !== latest) onFailed(error)
      failed = latest
    } finally {
      isFollowing = false
    }
  }

  const poll = async () => {
    await follow()
    if (!stopped) timer = setTimeout(poll, POLL_MS).unref()
  }
  let timer = setTimeout(poll, POLL_MS).unref()
  const unsubscribe = relay.subscribe('config-stored', (stored) => {
    if (stored.version > version()) void follow()
  })
  return () => {
    stopped = true
    clearTimeout(timer)
    unsubscribe()
  }
}
