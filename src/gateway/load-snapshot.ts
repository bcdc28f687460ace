import { createHash } from 'node:crypto'
import type { Config, ProviderConfig } from '../config.js'
import type { Price } from '../domain/cost.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Provider } from '../domain/provider.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { ListedModel, PriceList, Vendor } from '../plugin-api.js'
import { buildSnapshot, type ProviderSource } from '../routing/build-snapshot.js'
import { findModel } from '../routing/resolve-targets.js'
import type { KnownVendor } from './discover-providers.js'
import { toPrice } from './to-price.js'

/** A provider that is on. */
export interface RunningProvider {
  readonly config: ProviderConfig
  readonly vendor: Vendor
  readonly provider: Provider
  /** What the provider itself lists, where the price list knows nothing of it. */
  listed: readonly ListedModel[]
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

/**
 * The snapshot of a configuration at this moment's prices.
 * @throws {GatewayError} CONFIGURATION when a route names a model that no provider has
 */
export function loadSnapshot(config: Config, running: readonly RunningProvider[], prices: PriceList, at: Date): Snapshot {
  const overrides = new Map(Object.entries(config.prices).map(([model, price]) => [model, toPrice(price)]))
  const providers = running.map((entry) => toSource(entry, overrides, prices, at))
  const routes = config.routes
  const snapshot = buildSnapshot({ version: versionOf(config, providers), providers, routes })
  checkRoutes(snapshot, config)
  return snapshot
}

function toSource(entry: RunningProvider, overrides: ReadonlyMap<string, Price>, prices: PriceList, at: Date): ProviderSource {
  const { config, vendor, listed } = entry
  const url = vendor.baseUrl
  return {
    name: config.name,
    kind: config.kind,
    timeouts: config.timeouts,
    models: config.models,
    listed: (url === undefined ? undefined : nonEmpty(prices.modelsOf(url))) ?? listed,
    passThrough: config.models === undefined,
    priceOf: (model) =>
      overrides.get(`${config.name}/${model}`) ?? vendor.price ?? (url === undefined ? null : prices.priceOf(url, model, at)),
  }
}

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined
}

/** Names what requests are decided by, so that a record tells under which configuration a call ran. */
function versionOf(config: Config, providers: readonly ProviderSource[]): string {
  const content = JSON.stringify([
    config.routes,
    config.prices,
    providers.map(({ name, kind, timeouts, models }) => [name, kind, timeouts, models]),
  ])
  return createHash('sha256').update(content).digest('hex').slice(0, 12)
}

function checkRoutes(snapshot: Snapshot, config: Config): void {
  for (const [index, route] of config.routes.entries()) {
    for (const [position, target] of route.targets.entries()) {
      if (findModel(snapshot, target)) continue
      const providers = [...snapshot.providers.keys()].join(', ')
      throw new GatewayError(
        'CONFIGURATION',
        `routes[${index}].targets[${position}]: no provider that is on has the model "${target}". Providers that are on: ${providers}.`,
      )
    }
  }
}
