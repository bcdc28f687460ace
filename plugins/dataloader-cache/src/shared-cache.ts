import { LRUCache } from 'lru-cache'

export interface SharedCacheOptions {
  readonly maxEntries: number
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number
}

interface Entry<Value> {
  readonly value: Value
  readonly expiresAt: number
}

/**
 * The second level: bounded, shared by the loaders of all requests. It remembers what was found, never what was missing, and it
 * knows which keys are being loaded, so that requests that ask at the same time load once.
 */
export class SharedCache<Value extends {}> {
  private readonly entries: LRUCache<string, Entry<Value>>
  private readonly loading = new Map<string, Promise<Value | null>>()
  private readonly now: () => number

  constructor({ maxEntries, now = () => performance.now() }: SharedCacheOptions) {
    this.entries = new LRUCache({ max: maxEntries })
    this.now = now
  }

  /** What is known or being loaded; undefined when somebody has to load it. */
  find(key: string): Value | Promise<Value | null> | undefined {
    const entry = this.entries.get(key)
    if (entry && entry.expiresAt > this.now()) return entry.value
    return this.loading.get(key)
  }

  /** Shares a load with whoever asks for the key meanwhile, and keeps what it finds, unless it is invalidated meanwhile. */
  share(key: string, load: Promise<Value | null>, ttlMs: number): Promise<Value | null> {
    const shared = load.then(
      (value) => {
        if (this.forget(key, shared) && value !== null) this.entries.set(key, { value, expiresAt: this.now() + ttlMs })
        return value
      },
      (error: unknown) => {
        this.forget(key, shared)
        throw error
      },
    )
    this.loading.set(key, shared)
    return shared
  }

  invalidate(key: string): void {
    this.entries.delete(key)
    this.loading.delete(key)
  }

  clear(): void {
    this.entries.clear()
    this.loading.clear()
  }

  get size(): number {
    return this.entries.size
  }

  private forget(key: string, load: Promise<Value | null>): boolean {
    return this.loading.get(key) === load && this.loading.delete(key)
  }
}
