import type { Provider, ProviderOptions, Vendor } from '../../../src/plugin-api.js'
import { bearer, createClient } from '../../provider-transport/client.js'
import { complete } from './complete.js'
import type { Dialect } from './dialect.js'
import { embed } from './embed.js'
import { listModels } from './list-models.js'
import { readSettings } from './settings.js'

/** @throws {GatewayError} CONFIGURATION */
export function createOllama(vendor: Vendor, options: ProviderOptions): Provider {
  const baseUrl = options.baseUrl ?? vendor.baseUrl ?? ''
  const client = createClient({ provider: options.name, baseUrl, headers: bearer(options), guard: options.guard })
  const dialect: Dialect = { provider: options.name, client, settings: readSettings(options) }
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => complete(dialect, call),
    embed: (call) => embed(dialect, call),
    dialectsOf: () => ['ollama'],
    listModels: (signal) => listModels(dialect, signal),
    close: () => client.close(),
  }
}
