/** Everything that a plugin may import from Weir. */

export type { ModerationResult } from './domain/completion.js'
export * from './domain/completion-event.js'
export * from './domain/completion-request.js'
export * from './domain/condition.js'
export * from './domain/content.js'
export * from './domain/cost.js'
export * from './domain/estimate-tokens.js'
export * from './domain/fit-request.js'
export * from './domain/gateway-error.js'
export * from './domain/json.js'
export * from './domain/model.js'
export * from './domain/place-cache-marks.js'
export * from './domain/provider.js'
export * from './domain/usage.js'

import type { Price } from './domain/cost.js'
import type { JsonObject } from './domain/json.js'
import type { ModelCapabilities, ModelFacts } from './domain/model.js'
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
  /** Finds its address and credentials by its `settings` and the vendor's own means: the configuration asks for neither. */
  readonly ownCredentials?: true
  /** May not be created by the API: its settings name packages, files or means that no guard sees. Absent: it may. */
  readonly apiManaged?: false
  /** What holds for every model of this vendor, whatever the catalogue says of the model elsewhere. */
  readonly capabilities?: Partial<ModelCapabilities>
  /** What every model of this vendor costs, where no price list is needed to know. */
  readonly price?: Price
  readonly documentation: string
}

/** A provider as configured, with everything resolved. */
export interface ProviderOptions {
  readonly name: string
  readonly kind: string
  readonly baseUrl?: string
  readonly apiKey?: string
  /** What the configuration says under `settings`: the plugin's own, such as a region. It refuses what it does not know. */
  readonly settings?: JsonObject
  /** What its connections must not reach; absent: the operator wrote the address into the configuration file and means it. */
  readonly guard?: AddressGuard
}

/** Keeps what was configured from outside from reaching inside: asked for every address that a name resolves to, at each connect. */
export interface AddressGuard {
  /** `address`: an IP address; `host`: as the URL says it. */
  allows(address: string, host: string): boolean
}

/**
 * What the `index.ts` of a folder under `plugins/providers/` exports as `plugin`. The folder is found at start: adding one needs
 * no edit elsewhere.
 */
export interface ProviderPlugin {
  readonly vendors: readonly Vendor[]
  createProvider(vendor: Vendor, options: ProviderOptions): Provider
}

/** What is publicly known of vendors' models: capabilities, limits, dates and list prices. Nothing is fetched. */
export interface Catalogue {
  /** The models of a vendor that are known by name; none when the vendor is not known. */
  modelsOf(vendor: Pick<Vendor, 'kind' | 'baseUrl'>): readonly string[]
  /** What is known of a model at a moment: prices and versions of it included. A model that nobody knows has only unknown facts. */
  describe(vendor: Pick<Vendor, 'kind' | 'baseUrl'>, modelName: string, at: Date): ModelFacts
}
