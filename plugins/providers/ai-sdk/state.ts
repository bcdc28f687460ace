import type { JsonObject, ProviderState } from '../../../src/plugin-api.js'

/** Signatures and ids are short; what is longer would have to travel with every turn. */
const MAX_CHARACTERS = 1024 * 1024

type ByProvider = Readonly<Record<string, JsonObject>>

/** Whose state it is: that of a package is understood by the package alone. */
export function ownerOf(packageName: string): string {
  return `ai-sdk:${packageName}`
}

/** What a package wants back with a part: its `providerMetadata`, which is opaque to us. */
export function toState(metadata: unknown, owner: string): { providerState?: ProviderState } {
  const value = toJson(metadata)
  return value ? { providerState: { provider: owner, value } } : {}
}

/** And back, as `providerOptions` of the part. */
export function toPartOptions(state: ProviderState | undefined, owner: string): { providerOptions?: Record<string, never> } {
  const own = state?.provider === owner ? state.value : undefined
  return isObject(own) ? { providerOptions: own as unknown as Record<string, never> } : {}
}

/** Pieces of a part may each carry some of it; the later word holds. */
export function mergeMetadata(before: unknown, piece: unknown): unknown {
  if (!isObject(before)) return piece
  if (!isObject(piece)) return before
  const merged: Record<string, unknown> = { ...before }
  for (const [name, fields] of Object.entries(piece as ByProvider)) {
    const known = merged[name]
    merged[name] = isObject(known) && isObject(fields) ? { ...known, ...fields } : fields
  }
  return merged
}

/** Plain JSON of a bounded size, or nothing. */
export function toJson(value: unknown): JsonObject | undefined {
  if (!isObject(value) || Object.keys(value).length === 0) return undefined
  try {
    const text = JSON.stringify(value)
    return text.length <= MAX_CHARACTERS ? (JSON.parse(text) as JsonObject) : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
