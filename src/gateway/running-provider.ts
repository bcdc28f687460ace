import type { ProviderConfig } from '../config.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Provider } from '../domain/provider.js'
import type { Vendor } from '../plugin-api.js'
import type { KnownVendor } from './discover-providers.js'

/** A provider that is on. */
export interface RunningProvider {
  readonly config: ProviderConfig
  readonly vendor: Vendor
  readonly provider: Provider
  /** What the provider itself lists, where the catalogue knows nothing of its kind. */
  listed: readonly string[]
}

export function createProviders(configs: readonly ProviderConfig[], known: ReadonlyMap<string, KnownVendor>): RunningProvider[] {
  return configs.map((config) => {
    const found = known.get(config.kind)
    if (!found) throw new GatewayError('CONFIGURATION', `There is no provider kind ${config.kind}.`)
    const { name, kind, baseUrl, apiKey, settings } = config
    return {
      config,
      vendor: found.vendor,
      provider: found.plugin.createProvider(found.vendor, { name, kind, baseUrl, apiKey, settings }),
      listed: [],
    }
  })
}

/** The running provider of a name. */
export function findProvider(running: readonly RunningProvider[]): (name: string) => Provider {
  const byName = new Map(running.map(({ config, provider }) => [config.name, provider]))
  return (name) => {
    const provider = byName.get(name)
    if (!provider) throw new GatewayError('CONFIGURATION', `There is no provider ${name}.`)
    return provider
  }
}
