import type { ProviderState } from '../../domain/content.js'
import type { JsonObject } from '../../domain/json.js'
import { unwrapState, wrapState } from '../opaque-state.js'
import { readString } from '../read-json.js'

export const DIALECT = 'gemini'

/** State of another provider travels in the same field, which clients send back as it came. */
export function toSignature(state: ProviderState | undefined): { readonly thoughtSignature?: string } {
  if (!state) return {}
  const own = state.provider === DIALECT ? (state.value as JsonObject | null)?.['thoughtSignature'] : undefined
  return { thoughtSignature: typeof own === 'string' ? own : wrapState(state) }
}

export function fromSignature(wire: JsonObject, path: string): { readonly providerState?: ProviderState } {
  if (wire['thoughtSignature'] == null) return {}
  const thoughtSignature = readString(wire['thoughtSignature'], `${path}.thoughtSignature`)
  if (thoughtSignature === '') return {}
  return { providerState: unwrapState(thoughtSignature) ?? { provider: DIALECT, value: { thoughtSignature } } }
}

/** Google's own signatures must not move to another part; what we wrapped may join the text that it belongs to. */
export function isOwnState({ provider }: ProviderState): boolean {
  return provider === DIALECT
}
