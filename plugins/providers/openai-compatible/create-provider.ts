import { GatewayError, type Provider, type ProviderOptions } from '../../../src/plugin-api.js'
import { bearer, createClient } from '../../provider-transport/client.js'
import { completeChat } from './complete-chat.js'
import type { Dialect } from './dialect.js'
import { embed } from './embed.js'
import { listModels } from './list-models.js'
import type { DialectVendor } from './quirks.js'

/** @throws {GatewayError} CONFIGURATION */
export function createProvider(vendor: DialectVendor, options: ProviderOptions): Provider {
  const dialect = createDialect(vendor, options)
  const { client, quirks } = dialect
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => completeChat(dialect, call),
    ...(quirks.noEmbeddings ? {} : { embed: (call) => embed(dialect, call) }),
    ...(quirks.noModels ? {} : { listModels: (signal) => listModels(dialect, signal) }),
    dialectsOf: () => ['openai'],
    close: () => client.close(),
  }
}

/** What the calls of a provider share, for plugins that speak this dialect beside another. @throws {GatewayError} CONFIGURATION */
export function createDialect(vendor: DialectVendor, options: ProviderOptions): Dialect {
  const baseUrl = resolveBaseUrl(vendor, options)
  const client = createClient({ provider: options.name, baseUrl, headers: bearer(options), guard: options.guard })
  return { provider: options.name, kind: vendor.kind, client, quirks: vendor.quirks ?? {} }
}

/** A key is the operator's affair where the address is theirs: a proxy may add it. */
function resolveBaseUrl({ displayName, keyless, apiKeyVariable, ...vendor }: DialectVendor, options: ProviderOptions): string {
  const baseUrl = options.baseUrl ?? vendor.baseUrl
  if (!baseUrl) {
    throw new GatewayError('CONFIGURATION', `Provider "${options.name}" needs a baseUrl: ${displayName} has no fixed address.`)
  }
  if (!keyless && !options.apiKey && !options.baseUrl) {
    const variable = apiKeyVariable ? `, or the variable ${apiKeyVariable}` : ''
    throw new GatewayError(
      'CONFIGURATION',
      `Provider "${options.name}" needs an apiKey${variable}: ${displayName} serves nobody without.`,
    )
  }
  return baseUrl
}
