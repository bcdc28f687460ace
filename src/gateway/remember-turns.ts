import { LRUCache } from 'lru-cache'
import type { ContentPart } from '../domain/content.js'
import type { TurnStateStore } from '../domain/stores.js'
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
  const put = (organizationId: string, id: string, parts: readonly ContentPart[]) =>
    turns.set(keyOf(organizationId, id), parts, { size: sizeOf(parts) })

  return {
    async keep(organizationId, parts) {
      if (sizeOf(parts) > LARGEST_TURN) return
      const ids = parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []))
      for (const id of ids) put(organizationId, id, parts)
      const inserted = store.insert(
        organizationId,
        ids.map((toolCallId) => ({ toolCallId, parts })),
      )
      await patiently(inserted, patienceMs).catch(onFailure)
    },
    async find(organizationId, toolCallIds, everywhere) {
      const known = new Map(toolCallIds.map((id) => [id, turns.get(keyOf(organizationId, id))]))
      const unknown = everywhere ? toolCallIds.filter((id) => known.get(id) === undefined) : []
      if (unknown.length > 0) {
        const found = await patiently(store.findMany(organizationId, unknown), patienceMs).catch((error) => {
          onFailure(error)
          return null
        })
        for (const id of found ? unknown : []) {
          const parts = found?.find((turn) => turn.toolCallId === id)?.parts ?? []
          put(organizationId, id, parts)
          known.set(id, parts)
        }
      }
      return new Map([...known].flatMap(([id, parts]) => (parts?.length ? [[id, parts] as const] : [])))
    },
  }
}

function keyOf(organizationId: string, toolCallId: string): string {
  return `${organizationId}\0${toolCallId}`
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
