import { LRUCache } from 'lru-cache'
import type { ContentPart } from '../domain/content.js'
import type { TurnState, TurnStateStore } from '../domain/stores.js'
import type { TurnMemory } from '../domain/turn-memory.js'

export interface TurnMemoryOptions {
  /** Where the other processes find what this one keeps. */
  readonly store: TurnStateStore
  readonly onFailure: (error: unknown) => void
  readonly maxBytes?: number
  readonly ttlMs?: number
  /** How long an answer waits for the store, and a request for what it may have. */
  readonly patienceMs?: number
}

const MIB = 1024 * 1024
const HOUR_MS = 3_600_000
/** One turn: more is a book, not a thought. */
const LARGEST_TURN = MIB

/** Turns in the memory of this process, with the database behind it for those that another process answered. */
export function rememberTurns(options: TurnMemoryOptions): TurnMemory {
  const { store, onFailure, maxBytes = 64 * MIB, ttlMs = HOUR_MS, patienceMs = 1_000 } = options
  /** An empty turn: nobody knows the tool call. */
  const turns = new LRUCache<string, readonly ContentPart[]>({ maxSize: maxBytes, ttl: ttlMs, maxEntrySize: LARGEST_TURN * 2 })
  const put = (organizationId: string, key: string, parts: readonly ContentPart[]) =>
    turns.set(organizationId + key, parts, { size: sizeOf(parts) })

  return {
    async keep(organizationId, owner, parts) {
      if (sizeOf(parts) > LARGEST_TURN) return
      const keys = parts.flatMap((part) => (part.type === 'tool-call' ? [keyOf(owner, part.id)] : []))
      for (const key of keys) put(organizationId, key, parts)
      const inserted = store.insert(
        organizationId,
        keys.map((toolCallId) => ({ toolCallId, parts })),
      )
      await patiently(inserted, patienceMs).catch(onFailure)
    },
    async find(organizationId, owner, toolCallIds, everywhere) {
      const known = new Map(toolCallIds.map((id) => [id, turns.get(organizationId + keyOf(owner, id))]))
      const unknown = everywhere ? toolCallIds.filter((id) => known.get(id) === undefined) : []
      const found =
        unknown.length > 0
          ? await ask(
              organizationId,
              unknown.map((id) => keyOf(owner, id)),
            )
          : null
      for (const id of found ? unknown : []) {
        const parts = found?.find(({ toolCallId }) => toolCallId === keyOf(owner, id))?.parts ?? []
        put(organizationId, keyOf(owner, id), parts)
        known.set(id, parts)
      }
      return new Map([...known].flatMap(([id, parts]) => (parts?.length ? [[id, parts] as const] : [])))
    },
  }

  async function ask(organizationId: string, keys: readonly string[]): Promise<readonly TurnState[] | null> {
    try {
      return await patiently(store.findMany(organizationId, keys), patienceMs)
    } catch (error) {
      onFailure(error)
      return null
    }
  }
}

function keyOf(owner: string, toolCallId: string): string {
  return `${owner}:${toolCallId}`
}

function sizeOf(parts: readonly ContentPart[]): number {
  return JSON.stringify(parts).length + 100
}

function patiently<Value>(pending: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The store of turns did not answer within ${ms} ms`)), ms)
  })
  return Promise.race([pending, late]).finally(() => clearTimeout(timer))
}
