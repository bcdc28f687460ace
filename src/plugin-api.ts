/** Everything that a plugin may import from Weir. */
export * from './domain/completion-event.js'
export * from './domain/completion-request.js'
export * from './domain/content.js'
export * from './domain/estimate-tokens.js'
export * from './domain/gateway-error.js'
export * from './domain/json.js'
export * from './domain/provider.js'
export * from './domain/usage.js'

import type { Provider } from './domain/provider.js'

/** Someone who serves models: a row of data in a plugin. `kind` is what the configuration file says. */
export interface Vendor {
  readonly kind: string
  readonly displayName: string
  /** Absent: the operator must give one. */
  readonly baseUrl?: string
  /** The customary environment variable of the key; when it is set the vendor is on by itself. */
  readonly apiKeyVariable?: string
  /** The vendor needs no key. */
  readonly keyless?: boolean
  readonly documentation: string
}

/** A provider as configured, with everything resolved. */
export interface ProviderOptions {
  readonly name: string
  readonly kind: string
  readonly baseUrl?: string
  readonly apiKey?: string
}

/**
 * What the `index.ts` of a folder under `plugins/providers/` exports as `plugin`. The folder is found at start: adding one needs
 * no edit elsewhere.
 */
export interface ProviderPlugin {
  readonly vendors: readonly Vendor[]
  createProvider(vendor: Vendor, options: ProviderOptions): Provider
}
