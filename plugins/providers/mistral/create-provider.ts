import { GatewayError, type Provider, type ProviderOptions, type Vendor } from '../../../src/plugin-api.js'
import { bearer, createClient } from '../../provider-transport/client.js'
import type { Dialect } from '../openai-compatible/dialect.js'
import { listModels } from '../openai-compatible/list-models.js'
import { capabilitiesOf } from './capabilities-of.js'
import { complete } from './complete.js'
import { embed } from './embed.js'
import { moderate } from './moderate.js'
import { QUIRKS } from './quirks.js'

/** @throws {GatewayError} CONFIGURATION */
export function createProvider(vendor: Vendor, options: ProviderOptions): Provider {
  checkOptions(vendor, options)
  const baseUrl = options.baseUrl ?? vendor.baseUrl ?? ''
  const client = createClient({ provider: options.name, baseUrl, headers: bearer(options), guard: options.guard })
  const dialect: Dialect = { provider: options.name, kind: vendor.kind, client, quirks: QUIRKS }
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => complete(dialect, call),
    embed: async (call) => embed(dialect, call),
    moderate: (call) => moderate(dialect, call),
    capabilitiesOf,
    listModels: (signal) => listModels(dialect, signal),
    close: () => client.close(),
  }
}

/** A key is the operator's affair where the address is theirs: a proxy may add it. */
function checkOptions({ apiKeyVariable }: Vendor, { name, apiKey, baseUrl, settings = {} }: ProviderOptions): void {
  const [unknown] = Object.keys(settings)
  if (unknown)
    throw new GatewayError('CONFIGURATION', `Provider "${name}" does not know settings.${unknown}: kind mistral has no settings.`)
  if (apiKey || baseUrl) return
  throw new GatewayError('CONFIGURATION', `Provider "${name}" needs an apiKey, or the variable ${apiKeyVariable}.`)
}
