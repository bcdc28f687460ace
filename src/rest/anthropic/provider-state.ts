import type { ProviderState } from '../../domain/content.js'
import type { JsonObject } from '../../domain/json.js'
import { unwrapState, wrapState } from '../opaque-state.js'

export const OWNER = 'anthropic'

/** What a reasoning part is in this format: a thinking block with a signature, or a block whose text is withheld. */
export type ReasoningState = { readonly signature: string } | { readonly redacted: string }

/** State of another provider travels in the signature, which clients send back as it came. */
export function toReasoningState(state: ProviderState | undefined): ReasoningState {
  if (!state) return { signature: '' }
  const value = state.provider === OWNER ? (state.value as JsonObject | null) : null
  if (typeof value?.['redacted'] === 'string') return { redacted: value['redacted'] }
  if (typeof value?.['signature'] === 'string') return { signature: value['signature'] }
  return { signature: wrapState(state) }
}

export function fromSignature(signature: string): { readonly providerState: ProviderState } | undefined {
  if (signature === '') return undefined
  return { providerState: unwrapState(signature) ?? { provider: OWNER, value: { signature } } }
}

export function fromRedacted(data: string): ProviderState {
  return unwrapState(data) ?? { provider: OWNER, value: { redacted: data } }
}
