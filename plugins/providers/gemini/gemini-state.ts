import type { PartState, ProviderState } from '../../../src/plugin-api.js'

/** Under which name state and items of this dialect are kept, wherever Gemini is served. */
export const DIALECT = 'gemini'

/** What a part of the wire carries to be returned with it: https://ai.google.dev/gemini-api/docs/thought-signatures. */
export function toState(thoughtSignature: unknown): { readonly providerState?: ProviderState } {
  if (typeof thoughtSignature !== 'string' || thoughtSignature === '') return {}
  return { providerState: { provider: DIALECT, value: { thoughtSignature } } }
}

/** The signature that a part came with, as a field of the wire. */
export function toSignature({ providerState }: PartState): { readonly thoughtSignature?: string } {
  const value = providerState?.provider === DIALECT ? providerState.value : undefined
  const thoughtSignature = (value as { readonly thoughtSignature?: unknown } | null | undefined)?.thoughtSignature
  return typeof thoughtSignature === 'string' ? { thoughtSignature } : {}
}
