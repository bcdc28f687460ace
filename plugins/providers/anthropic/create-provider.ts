import { GatewayError, type Provider, type ProviderOptions, type Vendor } from '../../../src/plugin-api.js'
import { createClient, headerSafe } from '../../provider-transport/client.js'
import { capabilitiesOf } from './capabilities-of.js'
import { complete } from './complete.js'
import { countTokens } from './count-tokens.js'
import type { Dialect } from './dialect.js'
import { listModels } from './list-models.js'
import { readSettings } from './settings.js'
import { DIALECT } from './to-blocks.js'

/** @throws {GatewayError} CONFIGURATION */
export function createProvider(vendor: Vendor, options: ProviderOptions): Provider {
  const { version, betas } = readSettings(options)
  const headers = { 'anthropic-version': version, ...keyOf(vendor, options) }
  const baseUrl = options.baseUrl ?? vendor.baseUrl ?? ''
  const client = createClient({ provider: options.name, baseUrl, headers, guard: options.guard })
  const dialect: Dialect = { provider: options.name, client, betas }
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => complete(dialect, call),
    countTokens: (call) => countTokens(dialect, call),
    listModels: (signal) => listModels(dialect, signal),
    stateOwner: () => DIALECT,
    dialectsOf: () => [DIALECT],
    capabilitiesOf,
    close: () => client.close(),
  }
}

/** A key is the operator's affair where the address is theirs: a proxy may add it. */
function keyOf({ displayName, apiKeyVariable }: Vendor, { name, baseUrl, apiKey }: ProviderOptions): Record<string, string> {
  if (apiKey) return { 'x-api-key': headerSafe(name, apiKey) }
  if (baseUrl) return {}
  throw new GatewayError(
    'CONFIGURATION',
    `Provider "${name}" needs an apiKey, or the variable ${apiKeyVariable}: ${displayName} serves nobody without.`,
  )
}
