import type { Provider, ProviderOptions, Vendor } from '../../../src/plugin-api.js'
import { complete } from './complete.js'
import { embed } from './embed.js'
import { checkInstalled } from './load-package.js'
import { rerank } from './rerank.js'
import { createSdkPackage } from './sdk-package.js'
import { readSettings } from './settings.js'

/** @throws {GatewayError} CONFIGURATION, also when the package is not installed */
export function createProvider(vendor: Vendor, options: ProviderOptions): Provider {
  const settings = readSettings(options)
  checkInstalled(options, settings)
  const sdk = createSdkPackage(options, settings)
  const { models } = settings
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => complete(sdk, call),
    embed: (call) => embed(sdk, call),
    rerank: (call) => rerank(sdk, call),
    stateOwner: () => sdk.owner,
    // The contract of packages has a schema; one that cannot do it says so in a warning, and the answer is validated anyway.
    capabilitiesOf: () => ({ jsonSchema: true, jsonMode: true }),
    ...(models ? { listModels: async () => [...new Set(models)].map((id) => ({ id })) } : {}),
    close: async () => {},
  }
}
