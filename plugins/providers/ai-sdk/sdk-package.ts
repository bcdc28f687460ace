import type { ProviderOptions } from '../../../src/plugin-api.js'
import { loadPackage, type SdkProvider } from './load-package.js'
import type { AiSdkSettings } from './settings.js'
import { ownerOf } from './state.js'

/** One configured package. */
export interface SdkPackage {
  /** The name of the provider, for messages. */
  readonly name: string
  readonly settings: AiSdkSettings
  readonly owner: string
  /** Imported at the first call, once. @throws {GatewayError} CONFIGURATION */
  load(): Promise<SdkProvider>
}

export function createSdkPackage(options: ProviderOptions, settings: AiSdkSettings): SdkPackage {
  let loading: Promise<SdkProvider> | undefined
  return {
    name: options.name,
    settings,
    owner: ownerOf(settings.package),
    load() {
      loading ??= loadPackage(options, settings)
      return loading
    },
  }
}
