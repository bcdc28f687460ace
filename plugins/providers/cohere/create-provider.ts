import { GatewayError, type Provider, type ProviderOptions, type Vendor } from '../../../src/plugin-api.js'
import { bearer, createClient } from '../../provider-transport/client.js'
import { capabilitiesOf } from './capabilities-of.js'
import type { CohereApi } from './cohere-api.js'
import { complete } from './complete.js'
import { embed } from './embed.js'
import { listModels } from './list-models.js'
import { rerank } from './rerank.js'

/** @throws {GatewayError} CONFIGURATION */
export function createProvider(vendor: Vendor, options: ProviderOptions): Provider {
  checkOptions(vendor, options)
  const baseUrl = options.baseUrl ?? vendor.baseUrl ?? ''
  const client = createClient({ provider: options.name, baseUrl, headers: bearer(options), guard: options.guard })
  const api: CohereApi = { provider: options.name, client }
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => complete(api, call),
    embed: (call) => embed(api, call),
    rerank: (call) => rerank(api, call),
    capabilitiesOf,
    listModels: (signal) => listModels(api, signal),
    close: () => client.close(),
  }
}

/** A key is the operator's affair where the address is theirs: a proxy may add it. */
function checkOptions({ apiKeyVariable }: Vendor, { name, apiKey, baseUrl, settings = {} }: ProviderOptions): void {
  const [unknown] = Object.keys(settings)
  if (unknown) {
    throw new GatewayError('CONFIGURATION', `Provider "${name}" does not know settings.${unknown}: kind cohere has no settings.`)
  }
  if (apiKey || baseUrl) return
  throw new GatewayError('CONFIGURATION', `Provider "${name}" needs an apiKey, or the variable ${apiKeyVariable}.`)
}
