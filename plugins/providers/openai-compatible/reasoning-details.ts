import type { ContentPart, Json, JsonObject } from '../../../src/plugin-api.js'

/** Fields that come in pieces; of any other the last one holds. */
const PIECES = new Set(['text', 'summary', 'data'])

/**
 * OpenRouter's signed or encrypted reasoning, which a later turn must carry unchanged
 * (https://openrouter.ai/docs/use-cases/reasoning-tokens). In a stream the pieces of one entry share its `index`.
 */
export function addReasoningDetails(entries: JsonObject[], details: readonly unknown[]): void {
  for (const detail of details as readonly (JsonObject | null)[]) {
    if (!detail || typeof detail !== 'object') continue
    const open = entries.at(-1)
    if (open && open['index'] !== undefined && open['index'] === detail['index'] && open['type'] === detail['type']) {
      entries[entries.length - 1] = join(open, detail)
    } else {
      entries.push(detail)
    }
  }
}

/** The entries that the reasoning parts of a message hold for this kind of provider. */
export function findReasoningDetails(parts: readonly ContentPart[], kind: string): readonly Json[] {
  return parts.flatMap((part) => {
    const state = part.type === 'reasoning' && part.providerState?.provider === kind ? part.providerState.value : undefined
    return Array.isArray(state) ? (state as readonly Json[]) : []
  })
}

function join(open: JsonObject, piece: JsonObject): JsonObject {
  const joined: Record<string, Json | undefined> = { ...open }
  for (const [name, value] of Object.entries(piece)) {
    if (value === null || value === undefined) continue
    const before = joined[name]
    joined[name] = PIECES.has(name) && typeof before === 'string' && typeof value === 'string' ? before + value : value
  }
  return joined
}
