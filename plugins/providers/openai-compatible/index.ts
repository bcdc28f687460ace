import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'
import { vendors } from './vendors/index.js'

export const plugin: ProviderPlugin = {
  vendors,
  createProvider: (vendor, options) => createProvider(vendor, options),
}
